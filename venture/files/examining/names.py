"""The name a file goes by: what the person called it, without anything that a file system or a reader trips over."""

import re
import unicodedata

LONGEST_BYTES = 180
# Control characters, characters without width, and marks that turn the direction of reading (exe.gpj → jpg.exe).
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]")
FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def extension_of(name: str) -> str:
    """Return the ending of a name in small letters without its dot; empty when there is none."""
    _stem, dot, ending = clean(name).rpartition(".")
    return ending.lower() if dot else ""


def clean(name: str) -> str:
    """Return ``name`` without folders, unseen and forbidden characters; ``file`` when nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = FORBIDDEN.sub("_", UNSEEN.sub("", last)).strip().strip(". ")
    return shown or "file"


def named(name: str, ending: str) -> str:
    """Return the clean name with this ending, at most 180 bytes of UTF-8, never a name that Windows keeps to itself."""
    whole = clean(name)
    stem, dot, old = whole.rpartition(".")
    stem = (stem if dot and old.lower() in {ending, "jpeg", "jpg", "png"} else whole) or "file"
    if RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    room = LONGEST_BYTES - len(ending) - 1
    return f"{stem.encode()[:room].decode(errors='ignore').rstrip('. ')}.{ending}"
