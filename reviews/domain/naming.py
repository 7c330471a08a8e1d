"""Names taken out of a text, so that a comment does not tell who wrote it. Pure."""

from collections.abc import Iterable

SHORTEST = 2


def without_names(text: str, names: Iterable[str], stand_in: str) -> str:
    """Return ``text`` with every name replaced, the longest first; single characters are left alone."""
    for name in sorted({each.strip() for each in names}, key=len, reverse=True):
        if len(name) >= SHORTEST:
            text = text.replace(name, stand_in)
    return text
