"""Word, Excel and OFD files are archives: not a bomb, no macros, nothing fetched from elsewhere, every part whole."""

import re
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

from venture.files.enums import Kind
from venture.files.examining.patience import Patience
from venture.kernel.errors import RuleRefusal

MOST_PARTS = 3000
MOST_UNPACKED = 100 * 1024 * 1024
BOMB_RATIO = 150
SMALL = 10 * 1024 * 1024
# Tables in tables reach some sixty levels; a reader that follows each level by a call of its own dies of thousands.
DEEPEST = 500
CHUNK = 256 * 1024
MAIN_PARTS = {
    "wordprocessingml.document.main+xml": Kind.DOCX,
    "spreadsheetml.sheet.main+xml": Kind.XLSX,
}
PROGRAMS = re.compile(
    r"(vbaproject|vbadata|/activex/|oleobject).*|.*\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|lnk|jar|msi|"
    r"docm|xlsm|dotm|xltm|xlam|zip|rar|7z|gz|iso|html?|swf)$",
    re.IGNORECASE,
)
OLE_OBJECT = re.compile(r".*/embeddings/.*\.bin$", re.IGNORECASE)
# What a reader may follow by hand; anything else from outside would be fetched on opening.
LINKS = ("/hyperlink", "/externalLinkPath", "/externalLink", "/xlPathMissing")
FETCHING = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE)


class _Doctype(Exception):  # noqa: N818 -- it never leaves this file
    """A part declares a document type: the way to entities that unfold or fetch."""


def kind_of(content: IO[bytes]) -> Kind | None:
    """Return which of our packed kinds the archive is; ``None`` for any other archive.

    Raise ``RuleRefusal`` ``file_macros`` for a Word or Excel file made for macros, whatever it is called.
    """
    try:
        with zipfile.ZipFile(content) as archive:
            names = {name.lower(): name for name in archive.namelist()}
            if "[content_types].xml" in names:
                info = archive.getinfo(names["[content_types].xml"])
                if info.file_size > SMALL:
                    return None
                types = archive.read(info).decode("utf-8", "ignore")
                if "macroEnabled" in types:
                    raise RuleRefusal("file_macros")
                return next((kind for mark, kind in MAIN_PARTS.items() if mark in types), None)
            return Kind.OFD if "ofd.xml" in names else None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError):
        return None
    finally:
        content.seek(0)


def check(content: IO[bytes], kind: Kind) -> None:
    """Raise ``RuleRefusal`` ``file_bomb``, ``file_macros``, ``file_active``, ``file_encrypted`` or ``file_damaged``.

    ``file_intricate`` for one whose parts take too long to read.
    """
    patience = Patience()
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
            _weigh(parts, _length(content))
            for part in parts:
                _check_name(part, kind)
            for part in parts:
                _read(archive, part, kind, patience)
    except (
        zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError,
        expat.ExpatError,
    ):  # fmt: skip
        raise RuleRefusal("file_damaged", kind=kind.label) from None
    except _Doctype:
        raise RuleRefusal("file_active", kind=kind.label) from None
    finally:
        content.seek(0)


def _length(content: IO[bytes]) -> int:
    return content.seek(0, 2)


def _weigh(parts: list[zipfile.ZipInfo], length: int) -> None:
    """Judge the archive by what it says of itself, before anything is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or packed > length:
        raise RuleRefusal("file_bomb")
    if unpacked > SMALL and unpacked > BOMB_RATIO * max(packed, 1):
        raise RuleRefusal("file_bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise RuleRefusal("file_encrypted")


def _check_name(part: zipfile.ZipInfo, kind: Kind) -> None:
    name = part.filename.replace("\\", "/")
    link = (part.external_attr >> 16) & 0o170000 == 0o120000
    if name.startswith("/") or ":" in name or ".." in name.split("/") or link:
        raise ValueError("a part leads outside")
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ValueError("packed in a strange way")
    if PROGRAMS.match(name) or PROGRAMS.match(name.rpartition("/")[2]) or OLE_OBJECT.match(name):
        raise RuleRefusal("file_macros")


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: Kind, patience: Patience) -> None:
    """Read a part to its end, which proves its checksum; read its markup, if it has any, for what it would do."""
    name = part.filename.lower()
    parser = _parser(name, kind) if name.endswith((".xml", ".rels")) and part.file_size else None
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            patience.ask()
            if parser is not None:
                parser.feed(chunk)
    if parser is not None:
        parser.finish()


class _Parser:
    """A reader of one part that refuses document types and collects what the part would do."""

    def __init__(self, begins: Callable[[str, dict[str, str]], bool] | None, field: str) -> None:
        self._expat: Any = expat.ParserCreate(namespace_separator=" ")
        self._expat.StartDoctypeDeclHandler = self._refuse
        self._begins = begins
        self._field = field
        self._inside = False
        self._said: list[str] = []
        self._depth = 0
        self.acts = False
        if begins is not None or field:
            self._expat.StartElementHandler = self._start
        if field:
            self._expat.EndElementHandler = self._end
            self._expat.CharacterDataHandler = self._text

    def feed(self, chunk: bytes) -> None:
        self._expat.Parse(chunk, False)

    def finish(self) -> None:
        self._expat.Parse(b"", True)
        if self.acts or FETCHING.search("".join(self._said)):
            raise _Doctype

    def _refuse(self, *_what: Any) -> None:
        raise _Doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if self._begins is not None and self._begins(local, plain):
            self.acts = True
        if self._field:
            self._depth += 1
            if self._depth > DEEPEST:
                raise ValueError("deeper than a text is")
            self._inside = local == self._field
            self._said.append(plain.get("instr", ""))

    def _end(self, _name: str) -> None:
        self._inside = False
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._inside:
            self._said.append(text)


def _parser(name: str, kind: Kind) -> _Parser:
    if name.endswith(".rels"):
        return _Parser(_fetches, "")
    if kind == Kind.DOCX and name.startswith("word/"):
        return _Parser(None, "instrText")
    if kind == Kind.XLSX and name.startswith("xl/externallinks/"):
        return _Parser(lambda element, _attributes: element == "ddeLink", "")
    return _Parser(None, "")


def _fetches(element: str, attributes: dict[str, str]) -> bool:
    outside = element == "Relationship" and attributes.get("TargetMode", "").lower() == "external"
    return outside and not attributes.get("Type", "").endswith(LINKS)
