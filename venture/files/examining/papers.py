"""PDF: whole, readable without a password, and lying still: no script, no program to start, nothing sent."""

from collections.abc import Iterator
from typing import IO, Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from venture.files.enums import Kind
from venture.kernel.errors import RuleRefusal

ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"})
PARTS = frozenset({"/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
# Invoices carry their data as an attached file (电子凭证会计数据标准); programs do not belong into a paper.
ATTACHED = ("xml", "xbrl", "ofd", "pdf", "jpg", "jpeg", "png", "json", "txt", "csv")
TAIL = 2048
MOST_OBJECTS = 300_000
# Names long enough never to stand in packed data by chance; they are looked for behind the parser's back.
TOLD_IN_PLAIN = (b"/JavaScript", b"/Launch")


def check(content: IO[bytes]) -> None:
    """Raise ``RuleRefusal`` ``file_encrypted``, ``file_active`` or ``file_damaged`` for a PDF that is not taken."""
    data = content.read()
    content.seek(0)
    if b"%%EOF" not in data[-TAIL:]:
        raise RuleRefusal("file_damaged", kind=Kind.PDF.label)
    try:
        active = _is_active(PdfReader(content, strict=False))
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RecursionError, EOFError):
        raise RuleRefusal("file_damaged", kind=Kind.PDF.label) from None
    finally:
        content.seek(0)
    if active or any(name in data for name in TOLD_IN_PLAIN):
        raise RuleRefusal("file_active", kind=Kind.PDF.label)


def _is_active(reader: PdfReader) -> bool:
    # A paper that only forbids printing or copying opens with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise RuleRefusal("file_encrypted")
    if not len(reader.pages):
        raise ValueError("no page")
    return any(_acts(each) for top in _objects(reader) for each in _dictionaries(top))


def _objects(reader: PdfReader) -> Iterator[Any]:
    numbers = {(number, generation) for generation, found in reader.xref.items() for number in found}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise ValueError("too many objects")
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
