"""Pictures are written anew: place, camera and whatever was hidden behind the picture stay behind."""

import io
import re
from typing import IO, Any

from PIL import Image, ImageOps

from venture.files.enums import Kind
from venture.kernel.errors import RuleRefusal

# A JPEG is drawn smaller while it is read; a PNG, or a JPEG sent in several scans, is unpacked whole.
MOST_PIXELS = {Kind.JPG: 120_000_000, Kind.PNG: 17_000_000}
MOST_PIXELS_IN_SCANS = 24_000_000
# Ordinary progressive pictures have ten; each costs a walk over the whole picture.
MOST_SCANS = 32
LONGEST_EDGE = 5000
MOST_KEPT = 17_000_000
QUALITY = 88
# Runs alone, lightly: four times as fast as zlib's usual way, and what people bring is mostly noise or mostly white.
SQUEEZE = {"compress_level": 1, "compress_type": 3}
FORMATS = {Kind.JPG: "JPEG", Kind.PNG: "PNG"}
PLAIN = {Kind.JPG: {"L", "RGB"}, Kind.PNG: {"1", "L", "LA", "P", "RGB", "RGBA"}}
# In packed picture data a marker's first byte is followed by a zero; anything else is a marker.
MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd9])")
START_OF_SCAN = 0xDA

# Pillow warns at a size of its own; ours is refused in words, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None

UNREADABLE = (OSError, ValueError, SyntaxError, IndexError, TypeError, KeyError, MemoryError)


def rewritten(content: IO[bytes], kind: Kind) -> io.BytesIO:
    """Return the picture as a new file: upright, nothing but the points themselves, a photo at most 5000 points long.

    Raise ``RuleRefusal`` ``file_pixels`` before a picture that is too large is unpacked, ``file_damaged`` for one
    that cannot be read.
    """
    try:
        with Image.open(content, formats=[FORMATS[kind]]) as picture:
            _weigh(picture, _scans(content) if kind == Kind.JPG else 1, kind)
            if kind == Kind.JPG:
                shrink(picture, LONGEST_EDGE, MOST_KEPT)
            ImageOps.exif_transpose(picture, in_place=True)
            return _written(picture, kind)
    except UNREADABLE:
        raise RuleRefusal("file_damaged", kind=kind.label) from None


def shrink(picture: Image.Image, edge: int, most: int) -> None:
    """Make the picture at most ``edge`` points long and about ``most`` points in all.

    A JPEG is halved while it is read, as often as it takes, which costs neither time nor memory; only what is still
    too long then is drawn anew.
    """
    width, height = picture.size
    times = next((n for n in (1, 2, 4) if max(width, height) <= edge * n and width * height <= most * n * n), 8)
    if times > 1:
        picture.draft(None, (width // times, height // times))
    if max(picture.size) > edge:
        picture.thumbnail((edge, edge))


def _weigh(picture: Image.Image, scans: int, kind: Kind) -> None:
    width, height = picture.size
    most = MOST_PIXELS_IN_SCANS if scans > 1 and kind == Kind.JPG else MOST_PIXELS[kind]
    if width * height > most:
        limits = {"most": f"{most:,}"}
        raise RuleRefusal("file_pixels", width=width, height=height, **limits)
    if scans > MOST_SCANS:
        raise ValueError("more scans than a picture has")


def _scans(content: IO[bytes]) -> int:
    """Count how often a JPEG goes over the picture, by its markers alone."""
    where = content.tell()
    content.seek(0)
    data = content.read()
    content.seek(where)
    found, at = 0, 2
    while (marker := MARKER.search(data, at)) is not None:
        found += marker[1][0] == START_OF_SCAN
        at = marker.end()
        at += int.from_bytes(data[at : at + 2], "big")
    return found


def _written(picture: Image.Image, kind: Kind) -> io.BytesIO:
    see_through = kind == Kind.PNG and picture.has_transparency_data
    if picture.mode not in PLAIN[kind] or (see_through and "transparency" in picture.info):
        picture = picture.convert("RGBA" if see_through else "RGB")
    picture.info = {}
    out = io.BytesIO()
    more: dict[str, Any] = {"quality": QUALITY} if kind == Kind.JPG else SQUEEZE
    picture.save(out, FORMATS[kind], **more)
    out.seek(0)
    return out
