"""PDF: whole, readable without a password, and lying still: no script, no program to start, nothing sent."""

import io
from collections.abc import Iterator
from typing import IO, Any

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from venture.files.enums import Kind
from venture.files.examining.patience import Patience
from venture.kernel.errors import RuleRefusal

ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"})
PARTS = frozenset({"/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
# Invoices carry their data as an attached file (电子凭证会计数据标准); programs do not belong into a paper.
ATTACHED = ("xml", "xbrl", "ofd", "pdf", "jpg", "jpeg", "png", "json", "txt", "csv")
TAIL = 2048
MOST_OBJECTS = 100_000
# Packed tables and packed objects unfold to a few hundred thousand bytes; pictures are never unpacked here.
LIMITS = Configuration(zlib_maximum_output_length=4_000_000, lzw_maximum_output_length=4_000_000)
# Names long enough never to stand in packed data by chance; they are looked for behind the parser's back.
TOLD_IN_PLAIN = (b"/JavaScript", b"/Launch")


UNREADABLE = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RecursionError, EOFError
)  # fmt: skip
READS_BETWEEN = 256


class _OutOfTime(BaseException):
    """No ``Exception``: the parser forgives those and goes on with the next object. It never leaves this file."""


class _Watched(io.BytesIO):
    """The paper, read under a budget of time: whatever its parser is busy with, it comes back here for more."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._patience = Patience()
        self._reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if self._reads % READS_BETWEEN == 0 and self._patience.is_over():
            raise _OutOfTime
        return super().read(size)


def check(content: IO[bytes]) -> None:
    """Raise ``RuleRefusal`` ``file_encrypted``, ``file_active`` or ``file_damaged`` for a PDF that is not taken.

    ``file_intricate`` for one that takes too long to look through.
    """
    data = content.read()
    content.seek(0)
    if b"%%EOF" not in data[-TAIL:]:
        raise RuleRefusal("file_damaged", kind=Kind.PDF.label)
    try:
        with apply_configuration(LIMITS):
            active = _is_active(PdfReader(_Watched(data), strict=False))
    except _OutOfTime:
        raise RuleRefusal("file_intricate") from None
    except UNREADABLE:
        raise RuleRefusal("file_damaged", kind=Kind.PDF.label) from None
    if active or any(name in data for name in TOLD_IN_PLAIN):
        raise RuleRefusal("file_active", kind=Kind.PDF.label)


def _is_active(reader: PdfReader) -> bool:
    # A paper that only forbids printing or copying opens with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise RuleRefusal("file_encrypted")
    _find_a_page(reader)
    return any(_acts(each) for top in _objects(reader) for each in _dictionaries(top))


def _find_a_page(reader: PdfReader) -> None:
    """Raise ``ValueError`` for a paper without one. Each knot of the tree is asked once, however often it is named."""
    waiting, seen = [reader.root_object["/Pages"].get_object()], set[int]()
    while waiting:
        knot = waiting.pop()
        if id(knot) in seen or not isinstance(knot, DictionaryObject):
            continue
        seen.add(id(knot))
        if knot.get("/Type") == "/Page":
            return
        waiting += [kid.get_object() for kid in reversed(knot.get("/Kids", ArrayObject()))]
    raise ValueError("no page")


def _objects(reader: PdfReader) -> Iterator[Any]:
    numbers = {(number, generation) for generation, found in reader.xref.items() for number in found}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise RuleRefusal("file_intricate")
    yield reader.trailer
    for number, generation in numbers:
        yield IndirectObject(number, generation, reader).get_object()


def _dictionaries(top: Any) -> Iterator[DictionaryObject]:
    """Yield the dictionaries inside one object; what it only points to is an object of its own."""
    waiting = [top]
    while waiting:
        here = waiting.pop()
        if isinstance(here, DictionaryObject):
            yield here
            waiting += [value for value in here.values() if not isinstance(value, IndirectObject)]
        elif isinstance(here, ArrayObject):
            waiting += [value for value in here if not isinstance(value, IndirectObject)]


def _acts(part: DictionaryObject) -> bool:
    if not PARTS.isdisjoint(part) or part.get("/S") in ACTIONS or part.get("/Subtype") == "/RichMedia":
        return True
    if "/EF" not in part:
        return False
    named = [str(part[name]) for name in ("/UF", "/F") if name in part]
    return not named or any(name.rpartition(".")[2].lower() not in ATTACHED for name in named)
