"""One look at an upload: small enough, of a kind that is taken here, called what it is, whole and harmless."""

import hashlib
import io
from dataclasses import dataclass
from typing import IO, Any

from django.core.files import File

from venture.files.enums import Kind
from venture.files.examining import names, packed, papers, pictures
from venture.files.registry import PICTURES, Purpose
from venture.kernel.errors import RuleRefusal

CHUNK = 256 * 1024
SIGNS = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENDINGS = {kind: frozenset({str(kind.value)}) for kind in Kind} | dict.fromkeys(
    PICTURES, frozenset({"jpg", "jpeg", "png"})
)


@dataclass(frozen=True)
class Examined:
    """A file that may be kept. ``content`` is what will be kept: pictures are written anew, others stay as they came.

    ``size`` is in bytes, of the content.
    """

    purpose: Purpose
    kind: Kind
    name: str
    content: "File[Any]"
    size: int
    sha256: str
    sha256_received: str


def examine(upload: "File[Any]", purpose: Purpose) -> Examined:
    """Return what may be kept of ``upload``.

    Raise ``RuleRefusal`` with a code ``file_…`` that says what is wrong and how to mend it. A picture called by the
    other picture's ending gets its right one; any other name must fit the content.
    """
    size = upload.size
    if not size:
        raise RuleRefusal("file_empty")
    stream: IO[bytes] = upload.file or upload
    # A body that was cut off at the limit still says how long it was, and nothing of it is kept.
    purpose.check_size(size, picture=_is_picture(upload.name or ""))
    kind = _kind_of(stream, purpose)
    ending = names.extension_of(upload.name or "")
    if ending not in ENDINGS[kind]:
        raise RuleRefusal("file_misnamed", ending=f".{ending}" if ending else "—", kind=kind.label)
    received = _sha256(stream)
    if kind in PICTURES:
        kept: IO[bytes] = pictures.rewritten(stream, kind)
    else:
        papers.check(stream) if kind == Kind.PDF else packed.check(stream, kind)
        kept = stream
    content: File[Any] = File(kept)
    return Examined(
        purpose=purpose,
        kind=kind,
        name=names.named(upload.name or "", kind.value),
        content=content,
        size=content.size,
        sha256=_sha256(kept) if kind in PICTURES else received,
        sha256_received=received,
    )


def examined_pdf(content: io.BytesIO, purpose: Purpose, name: str) -> Examined:
    """Return a PDF that was made here, as what may be kept. Raise ``RuleRefusal`` when it is too large."""
    size = len(content.getbuffer())
    purpose.check(Kind.PDF, size)
    hashed = _sha256(content)
    return Examined(
        purpose=purpose,
        kind=Kind.PDF,
        name=names.named(name, Kind.PDF.value),
        content=File(content),
        size=size,
        sha256=hashed,
        sha256_received=hashed,
    )


def _is_picture(name: str) -> bool:
    return names.extension_of(name) in {"jpg", "jpeg", "png"}


def _kind_of(stream: IO[bytes], purpose: Purpose) -> Kind:
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    if head.startswith(OLD_OFFICE):
        raise RuleRefusal("file_old_office")
    kind = next((kind for sign, kind in SIGNS.items() if head.startswith(sign)), None)
    if head.startswith(ZIP):
        kind = packed.kind_of(stream)
    if kind is None:
        raise RuleRefusal("file_unknown", taken=purpose.taken())
    purpose.check_kind(kind)
    return kind


def _sha256(stream: IO[bytes]) -> str:
    stream.seek(0)
    hashed = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        hashed.update(chunk)
    stream.seek(0)
    return hashed.hexdigest()
