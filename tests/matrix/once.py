"""A row that the table names again and again is made once: once in a test, once in the browser's city."""

from collections.abc import Callable
from typing import Any

_made: dict[Any, Any] = {}


def once(make: Callable[..., Any], *given: Any) -> Any:
    """Return what ``make(*given)`` made when it was asked first."""
    key = (make, given)
    if key not in _made:
        _made[key] = make(*given)
    return _made[key]


def forget() -> None:
    """Forget the rows of the test before: they were rolled back with it."""
    _made.clear()
