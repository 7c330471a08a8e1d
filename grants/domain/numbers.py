"""Numbers of payments: readable, without a counter, and found again in whatever a bank prints as the reference."""

import re
from collections.abc import Iterable


def payment_number(code: str, order: int, attempt: int) -> str:
    """Return the number of a request: project, tranche, and how many times this tranche was asked for."""
    return f"ZF-{code}-{order:02d}{attempt:02d}"


def plain(text: str) -> str:
    """Return letters and digits only, as banks leave them."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def number_in(reference: str, numbers: Iterable[str]) -> str:
    """Return the one of ``numbers`` that stands in a reference, empty where none or more than one does.

    A number stands there only where no digit follows: 0101 is not 01012.
    """
    text = plain(reference)
    found = {each for each in numbers if re.search(rf"{plain(each)}(?![0-9])", text)}
    return found.pop() if len(found) == 1 else ""
