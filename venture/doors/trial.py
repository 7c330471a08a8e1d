"""A trial of a workbook travels in its page, signed, until it is taken over: the server keeps nothing of it."""

from typing import Any, Final

from django.core import signing

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
