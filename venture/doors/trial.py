"""A workbook that is tried: its first sheet, and the trial that travels in its page, signed, until it is taken over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core import signing
from openpyxl import load_workbook

from venture.kernel.errors import RuleRefusal

KEPT_FOR: Final = 3600  # seconds


def packed(rows: Any, *, salt: str) -> str:
    """Return the rows of a trial as the text that its page carries. ``salt`` names the book and whose it is."""
    return signing.dumps(rows, salt=salt, compress=True)


def unpacked(kept: str, *, salt: str, gone: str) -> Any:
    """Return the rows of a trial. Raise ``RuleRefusal(gone)`` for an old, a changed or somebody else's."""
    try:
        return signing.loads(kept, salt=salt, max_age=KEPT_FOR)
    except signing.BadSignature as failure:
        raise RuleRefusal(gone) from failure


@contextmanager
def first_sheet(content: Any, *, unreadable: str) -> Iterator[Any]:
    """Yield the first sheet of an examined workbook, formulas as they stand. Raise ``RuleRefusal(unreadable)``."""
    try:
        book = load_workbook(content, read_only=True, data_only=False, keep_links=False)
    except Exception as failure:  # a broken workbook fails in many ways
        raise RuleRefusal(unreadable) from failure
    try:
        yield book.worksheets[0]
    finally:
        book.close()
