"""One look at an upload: small enough, of a kind that is taken here, called what it is, whole and harmless."""

import hashlib
from dataclasses import dataclass
from typing import IO, Any

from django.core.files import File

from venture.files.enums import Kind
from venture.files.examining import names, packed, papers, pictures
from venture.files.registry import MB, PICTURES, Purpose
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
    if size > purpose.max_bytes:
        raise RuleRefusal("file_too_large", size=_mb(size), limit=purpose.max_bytes // MB)
    stream: IO[bytes] = upload.file or upload
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


def _kind_of(stream: IO[bytes], purpose: Purpose) -> Kind:
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    if head.startswith(OLD_OFFICE):
        raise RuleRefusal("file_old_office")
    kind = next((kind for sign, kind in SIGNS.items() if head.startswith(sign)), None)
    if head.startswith(ZIP):
        kind = packed.kind_of(stream)
    taken = _words_of(purpose)
    if kind is None:
        raise RuleRefusal("file_unknown", taken=taken)
    if kind not in purpose.kinds:
        raise RuleRefusal("file_not_here", kind=kind.label, taken=taken)
    return kind


def _words_of(purpose: Purpose) -> str:
    return " · ".join(str(kind.label) for kind in Kind if kind in purpose.kinds)


def _sha256(stream: IO[bytes]) -> str:
    stream.seek(0)
    hashed = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        hashed.update(chunk)
    stream.seek(0)
    return hashed.hexdigest()


def _mb(size: int) -> str:
    return f"{max(size / MB, 0.1):.1f}"
