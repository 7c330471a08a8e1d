"""The picture for sharing a project: its title, what it reached and the way to its page, drawn on the server."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

import segno
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, EDGE = 1080, 1440, 84
INK, SOFT, TEAL, PAPER, WHITE = "#1b2a2f", "#5b6b70", "#0f4c4a", "#eef3f2", "#ffffff"
CODE, BORDER = 320, 4
TITLE, TEXT, SMALL, FIGURE = 68, 36, 30, 76
MOST_LINES = 4


@lru_cache(maxsize=16)
def _face(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "NotoSansSC-Bold.ttf" if bold else "NotoSansSC-Regular.ttf"
    return ImageFont.truetype(str(settings.BASE_DIR / "assets" / "fonts" / name), size)


@lru_cache(maxsize=64)
def share_picture(
    *, title: str, by: str, figures: Sequence[tuple[str, str]], link: str, site: str, hint: str
) -> bytes:  # fmt: skip
    """Return a PNG of 1080 by 1440: it says nothing that the page does not say. ``figures`` are (number, what)."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 760), fill=TEAL)
    draw.text((EDGE, 96), site, font=_face(TEXT), fill="#c6dedb")
    top = 196
    for line in _lines(draw, title, _face(TITLE, bold=True), WIDTH - 2 * EDGE)[:MOST_LINES]:
        draw.text((EDGE, top), line, font=_face(TITLE, bold=True), fill=WHITE)
        top += 96
    for line in _lines(draw, by, _face(TEXT), WIDTH - 2 * EDGE)[:2]:
        draw.text((EDGE, top + 24), line, font=_face(TEXT), fill="#d5e9e6")
        top += 50
    draw.rounded_rectangle((EDGE - 24, 690, WIDTH - EDGE + 24, 960), 24, fill=WHITE)
    wide = (WIDTH - 2 * EDGE) // max(1, len(figures))
    for place, (number, words) in enumerate(figures):
        left = EDGE + 12 + place * wide
        draw.text((left, 738), number, font=_fitting(draw, number, wide - 24), fill=TEAL)
        draw.text((left, 862), words, font=_face(SMALL), fill=SOFT)
    picture.paste(_code(link), (EDGE, 1040))
    right = EDGE + CODE + 56
    draw.text((right, 1090), hint, font=_face(TEXT, bold=True), fill=INK)
    bottom = 1160
    for line in _lines(draw, link, _face(SMALL), WIDTH - EDGE - right)[:4]:
        draw.text((right, bottom), line, font=_face(SMALL), fill=SOFT)
        bottom += 42
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _code(link: str) -> Image.Image:
    """Return the QR code of an address: every module as large as the others, white around, so that it is read."""
    code = segno.make(link, error="m", micro=False)
    wide, _high = code.symbol_size(scale=1, border=BORDER)
    out = BytesIO()
    code.save(out, kind="png", scale=max(1, CODE // wide), border=BORDER, dark=INK)
    out.seek(0)
    return Image.open(out).convert("RGB")


def _fitting(draw: ImageDraw.ImageDraw, text: str, width: int) -> ImageFont.FreeTypeFont:
    size = FIGURE
    while size > SMALL and draw.textlength(text, font=_face(size, bold=True)) > width:
        size -= 4
    return _face(size, bold=True)


def _lines(draw: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return the text broken where it would leave the picture; Chinese breaks between any two characters."""
    lines = [""]
    for letter in text:
        if draw.textlength(lines[-1] + letter, font=face) > width:
            lines.append("")
        lines[-1] += letter
    return lines
