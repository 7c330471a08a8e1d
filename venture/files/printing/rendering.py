"""One template and one JSON of values make one PDF. No word of a person is ever read as markup."""

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings
from pypdf import PdfReader

from venture.files.printing import glyphs

# One compiler per process keeps the fonts and the parsed templates; it is not made for two threads at once.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Missing:
    """A character that no carried font has. ``name`` is how staff find it again: U+20BB7."""

    character: str

    @property
    def name(self) -> str:
        return f"U+{ord(self.character):04X}"


@dataclass(frozen=True)
class Printed:
    """A finished paper. ``missing`` are the characters printed as 〓: to be reported, never a reason to stop."""

    pdf: bytes
    sha256: str
    pages: int
    missing: tuple[Missing, ...]


def templates_folder() -> Path:
    return Path(settings.BASE_DIR) / "assets" / "typst"


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(templates_folder() / f"{template}.typ"),
        root=str(templates_folder()),
        font_paths=[str(glyphs.fonts_folder())],
        ignore_system_fonts=True,
    )


def render(template: str, values: Mapping[str, Any], *, at: datetime) -> Printed:
    """Print ``values`` (JSON values) by ``assets/typst/<template>.typ``.

    ``at`` becomes the PDF's creation date (UTC): the same values and instant give the same bytes.
    Raise ``LookupError`` for a template that is not there.
    """
    if not template.isidentifier() or not (templates_folder() / f"{template}.typ").is_file():
        raise LookupError(f"there is no paper {template!r}")
    missing: set[str] = set()
    fitted = glyphs.fit(dict(values), missing)
    with _one_at_a_time:
        made = _compiler(template).compile(
            format="pdf",
            sys_inputs={"values": json.dumps(fitted, ensure_ascii=False, sort_keys=True)},
            timestamp=int(at.timestamp()),
        )
    pdf = cast(bytes, made)  # pages come as a list only where pictures are asked for
    lost = tuple(Missing(character) for character in sorted(missing))
    return Printed(pdf, hashlib.sha256(pdf).hexdigest(), len(PdfReader(BytesIO(pdf)).pages), lost)
