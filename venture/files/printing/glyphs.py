"""Which characters the carried fonts can print. Typst drops a missing glyph without a word; we never do."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont

STAND_IN = "〓"
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)


def fonts_folder() -> Path:
    return Path(settings.BASE_DIR) / "assets" / "fonts"


@cache
def printable() -> frozenset[int]:
    """Return the code points that every carried font has."""
    return frozenset.intersection(*map(_characters, sorted(fonts_folder().glob("*.ttf"))))


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def fit(value: Any, missing: set[str]) -> Any:
    """Return ``value`` with each character that no font has as 〓, and add that character to ``missing``.

    Text is composed first (NFC), so that é typed as two characters still prints. Control characters, direction marks
    and variation selectors say nothing on paper and are taken out. Lists and objects are walked through; keys too.
    """
    if isinstance(value, str):
        return _fit_text(value, missing)
    if isinstance(value, list | tuple):
        return [fit(each, missing) for each in value]
    if isinstance(value, dict):
        return {str(key): fit(each, missing) for key, each in value.items()}
    return value


def _fit_text(text: str, missing: set[str]) -> str:
    clean = UNPRINTABLE.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " "))
    lost = {character for character in clean if ord(character) not in printable() and character != "\n"}
    missing |= lost
    return "".join(STAND_IN if character in lost else character for character in clean)
