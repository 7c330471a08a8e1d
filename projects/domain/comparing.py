"""Two texts side by side (原 and 现): in pieces, with what left and what came marked. Pure."""

from difflib import SequenceMatcher
from typing import Final, NamedTuple

# Beyond this, character by character is slower than it is worth: the whole is marked.
LONGEST: Final = 3_000


class Piece(NamedTuple):
    text: str
    marked: bool = False


def compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces; what left and what came is marked. The pieces put together are the texts."""
    if len(before) > LONGEST or len(after) > LONGEST:
        return _whole(before, marked=before != after), _whole(after, marked=before != after)
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if start < end:
            old.append(Piece(before[start:end], tag != "equal"))
        if begin < stop:
            new.append(Piece(after[begin:stop], tag != "equal"))
    return old, new


def marked(text: str, word: str | None) -> list[Piece]:
    """Return a text in pieces, those marked that are the word."""
    if not word:
        return _whole(text, marked=False)
    pieces: list[Piece] = []
    for number, part in enumerate(text.split(word)):
        pieces += ([Piece(word, marked=True)] if number else []) + ([Piece(part)] if part else [])
    return pieces


def _whole(text: str, *, marked: bool) -> list[Piece]:
    return [Piece(text, marked)] if text else []
