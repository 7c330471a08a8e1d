"""Pictures are written anew: place, camera and whatever was hidden behind the picture stay behind."""

import io
from typing import IO

from PIL import Image, ImageOps

from venture.files.enums import Kind
from venture.kernel.errors import RuleRefusal

# A JPEG is drawn smaller while it is read; a PNG must be unpacked whole, so it may have fewer points.
MOST_PIXELS = {Kind.JPG: 120_000_000, Kind.PNG: 40_000_000}
LONGEST_EDGE = 5000
QUALITY = 88
FORMATS = {Kind.JPG: "JPEG", Kind.PNG: "PNG"}
PLAIN = {Kind.JPG: {"L", "RGB"}, Kind.PNG: {"L", "LA", "RGB", "RGBA"}}

# Pillow warns at a size of its own; ours is refused in words, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None


def rewritten(content: IO[bytes], kind: Kind) -> io.BytesIO:
    """Return the picture as a new file: upright, at most 5000 points long, nothing but the points themselves.

    Raise ``RuleRefusal`` ``file_pixels`` before a picture that is too large is unpacked, ``file_damaged`` for one
    that cannot be read.
    """
    try:
        with Image.open(content, formats=[FORMATS[kind]]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS[kind]:
                raise RuleRefusal("file_pixels", width=width, height=height, limit=round(MOST_PIXELS[kind] / 1_000_000))
            picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            return _written(upright, kind)
    except (OSError, ValueError, SyntaxError, IndexError, TypeError, KeyError, MemoryError):
        raise RuleRefusal("file_damaged", kind=kind.label) from None


def _written(picture: Image.Image, kind: Kind) -> io.BytesIO:
    if picture.mode not in PLAIN[kind]:
        see_through = kind == Kind.PNG and picture.has_transparency_data
        picture = picture.convert("RGBA" if see_through else "RGB")
    picture.info = {}
    out = io.BytesIO()
    more = {"quality": QUALITY, "optimize": True} if kind == Kind.JPG else {}
    picture.save(out, FORMATS[kind], **more)
    out.seek(0)
    return out
