"""Keys of saves. ``k3f9-17`` is the seventeenth save of the editor ``k3f9``: of an open page, not of a person.

An editor sends one save at a time and the next only after an answer, so whatever is not above its highest turn was
here before: a retry whose answer was lost, or a copy that comes late.
"""

from collections.abc import Sequence
from typing import Final

EDITORS_KEPT: Final = 32
LONGEST_KEY: Final = 40


def editor_of(key: str) -> str:
    """Return the editor of a key; a key without a turn is an editor of its own."""
    return _parted(key)[0]


def is_known(keys: Sequence[str], key: str) -> bool:
    editor, turn = _parted(key)
    return any(other == editor and turn <= reached for other, reached in map(_parted, keys))


def noted(keys: Sequence[str], key: str) -> list[str]:
    """Return the keys with ``key`` as the newest, one for each editor."""
    editor = editor_of(key)
    return [*(each for each in keys if editor_of(each) != editor), key][-EDITORS_KEPT:]


def _parted(key: str) -> tuple[str, int]:
    editor, _dash, turn = key.rpartition("-")
    return (editor, int(turn)) if editor and turn.isdecimal() else (key, 0)
