"""Which parts of the application form a project fills: all of them, or the short form (简表) below a round's limit."""

from collections.abc import Iterable


def is_short(grant_fen: int, limit_fen: int) -> bool:
    """Tell whether a project that asks for ``grant_fen`` fills the short form. A limit of 0: nobody does."""
    return grant_fen < limit_fen


def sections_for(grant_fen: int, *, limit_fen: int, sections: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """Return the parts to fill, in the round's order. ``sections`` are (part, also in the short form)."""
    short = is_short(grant_fen, limit_fen)
    return tuple(section for section, in_short in sections if in_short or not short)
