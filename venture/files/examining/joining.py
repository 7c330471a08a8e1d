"""Several photos of one paper as one PDF: a page of A4 for each, upright, the same bytes from the same photos."""

import io
from collections.abc import Sequence
from typing import IO

from PIL import Image, ImageOps
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from venture.files.enums import Kind
from venture.files.examining.pictures import FORMATS, UNREADABLE, shrink
from venture.kernel.errors import RuleRefusal

MOST_PAGES = 20
# 2000 points on the long side of A4 are 170 to the inch: small print stays readable.
LONGEST_EDGE = 2000
QUALITY = 82
A4 = (595, 842)
MARGIN = 18
NAMES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}


def joined(pictures: Sequence[IO[bytes]]) -> io.BytesIO:
    """Return the pictures as one PDF, in their order. A picture that lies on its side gets a page that does, too.

    Raise ``RuleRefusal`` ``file_no_pages`` for none, ``file_many_pages`` for more than 20, ``file_damaged`` for a
    picture that cannot be read.
    """
    if not pictures:
        raise RuleRefusal("file_no_pages")
    if len(pictures) > MOST_PAGES:
        raise RuleRefusal("file_many_pages", count=len(pictures), limit=MOST_PAGES)
    writer = PdfWriter()
    for picture in pictures:
        _add_page(writer, *_drawn(picture))
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    out.seek(0)
    return out


def _drawn(content: IO[bytes]) -> tuple[bytes, str, int, int]:
    try:
        with Image.open(content, formats=list(FORMATS.values())) as picture:
            shrink(picture, LONGEST_EDGE, LONGEST_EDGE * LONGEST_EDGE)
            ImageOps.exif_transpose(picture, in_place=True)
            flat = _on_white(picture)
    except UNREADABLE:
        raise RuleRefusal("file_damaged", kind=Kind.JPG.label) from None
    flat.info = {}
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue(), flat.mode, flat.width, flat.height


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        page = Image.new("RGB", seen.size, "white")
        page.paste(seen, mask=seen)
        return page
    return picture if picture.mode in NAMES else picture.convert("L" if picture.mode == "1" else "RGB")


def _add_page(writer: PdfWriter, jpeg: bytes, mode: str, width: int, height: int) -> None:
    paper = A4 if height >= width else A4[::-1]
    scale = min((paper[0] - 2 * MARGIN) / width, (paper[1] - 2 * MARGIN) / height)
    wide, high = width * scale, height * scale
    picture = DecodedStreamObject()
    picture.set_data(jpeg)
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(width),
            NameObject("/Height"): NumberObject(height),
            NameObject("/ColorSpace"): NameObject(NAMES[mode]),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    drawing = DecodedStreamObject()
    left, low = (paper[0] - wide) / 2, (paper[1] - high) / 2
    drawing.set_data(f"q {wide:.2f} 0 0 {high:.2f} {left:.2f} {low:.2f} cm /P Do Q".encode())
    page = writer.add_blank_page(*paper)
    named = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})
    page[NameObject("/Contents")] = writer._add_object(drawing)
