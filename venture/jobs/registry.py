"""Which work exists. ``<app>/tasks.py`` registers handlers; ``defer`` refuses a name that nobody registered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Protocol

from django.utils.functional import Promise


class Run(Protocol):
    """What a handler holds while it runs: the one way to speak about its own job."""

    @property
    def job_id(self) -> int: ...

    @property
    def done(self) -> int:
        """Steps that an earlier attempt already committed; a long handler goes on from here."""

    def progress(self, done: int, total: int, note: str = "") -> None: ...

    def cancelled(self) -> bool: ...

    def step(self) -> Any: ...


@dataclass(frozen=True)
class Handler:
    """One kind of work and how it wants to be run."""

    name: str
    work: Callable[..., None]
    lease: int
    attempts: int
    long: bool
    label: "str | Promise"
    daily_at: time | None
    result: "Result | None"


Result = Callable[[Mapping[str, Any]], str]

_handlers: dict[str, Handler] = {}


def handler(
    name: str,
    *,
    lease: int = 60,
    attempts: int = 8,
    long: bool = False,
    label: "str | Promise" = "",
    daily_at: time | None = None,
    result: "Result | None" = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the work called ``name``: a function of ``run`` and the payload given to ``defer``.

    A short handler (the rule) runs inside one transaction that also marks the job done: its effect in the database
    happens once or not at all. Keep it brief, it holds its locks until the end; what it does outside the database
    (mail, files) may happen twice after a crash and must bear that.

    A ``long`` handler runs outside any transaction and commits step by step: each step in ``with run.step():``, with
    ``run.progress(...)`` inside it, and ``run.done`` tells a later attempt where to go on.

    ``lease`` is how many seconds after its last sign of life a worker is given up for dead; ``attempts`` is after how
    many failures a person must look. ``daily_at`` (Beijing) makes it run once each day by itself, with the day as key.
    ``result`` gives the address of what a finished job made, from its payload: the page of its progress links there.
    """

    def register(work: Callable[..., None]) -> Callable[..., None]:
        if name in _handlers:
            raise ValueError(f"job {name} is registered twice")
        _handlers[name] = Handler(name, work, lease, attempts, long, label, daily_at, result)
        return work

    return register


def handler_of(name: str) -> Handler:
    """Return the handler called ``name``. Raise ``LookupError`` when no ``tasks.py`` registered it."""
    try:
        return _handlers[name]
    except KeyError:
        raise LookupError(f"nobody registered a handler for the job {name}") from None


def registered() -> frozenset[str]:
    return frozenset(_handlers)


def daily() -> list[Handler]:
    return [each for each in _handlers.values() if each.daily_at is not None]
