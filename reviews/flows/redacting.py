"""Copies of papers for blind experts: nothing of the file but what is seen on its pages, under a neutral name.

Pictures are drawn anew; of a PDF only its pages are kept, without properties, comments, attached files and what stands
behind its pictures. A person releases a copy, unless its whole text could be read and names nobody.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from projects.models import Attachment, Project, Submission
from projects.queries.submissions import judged_content
from reviews.domain.traces import PAPER, Found, found_in, words_of
from reviews.flows.blinding import note_traces, standing_submissions
from reviews.models import RedactedCopy
from reviews.models.blinding import REDACTED_PURPOSE
from venture.audit.flows import record
from venture.files.enums import FileState, Kind
from venture.files.examining import Examined
from venture.files.examining.pictures import rewritten
from venture.files.flows import attach, store
from venture.files.models import StoredFile
from venture.files.registry import PICTURES, purpose_of
from venture.jobs.registry import Run
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

logger = logging.getLogger(__name__)

UNREADABLE = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
    EOFError,
)
# What a page or an object of it may carry besides what is drawn.
TELLING: Final = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/StructParents", "/StructParent", "/AA", "/A", "/Names",
    "/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer",
)  # fmt: skip
LEAST_TEXT: Final = 40
# Parts of a JPEG that are not the picture: properties, places, comments.
_ASIDE = re.compile(rb"\xff([\xe1-\xed\xef\xfe])")


def copy_papers(run: Run, *, round_id: int) -> None:
    """Make the copies of every accepted project of a round, one hand-in per step; a second run adds what is new."""
    projects = Project.objects.filter(round_id=round_id, state="accepted").order_by("pk")
    submissions = standing_submissions(list(projects))
    for number, submission in enumerate(submissions, start=1):
        if number <= run.done:
            continue
        with run.step():
            copy_submission(submission)
            run.progress(number, len(submissions), submission.project.blind_code)


def copy_submission(submission: Submission) -> int:
    """Make the copies of one hand-in's papers that are not there yet, and return how many were made."""
    content = judged_content(submission)
    asked = {(each["slug"], each["line"], each["sha256"]) for each in content["papers"]}
    made = set(RedactedCopy.objects.filter(submission=submission).values_list("attachment_id", flat=True))
    rows = Attachment.objects.filter(project=submission.project_id).select_related("file", "added_by").order_by("pk")
    copied = 0
    for row in rows:
        if (row.slug, row.line, row.file.sha256) in asked and row.pk not in made:
            asked.discard((row.slug, row.line, row.file.sha256))
            _copy(submission, row, words_of(content))
            copied += 1
    return copied


@transaction.atomic
def _copy(submission: Submission, row: Attachment, words: dict[str, str]) -> None:
    file, clean = None, False
    examined, text = bare(row.file)
    if examined is not None:
        file = store(examined, actor=row.added_by)
        file = attach(file.key, purpose=REDACTED_PURPOSE, actor=row.added_by)
        traces = [Found(f"{PAPER}/{row.pk}", *each) for each in found_in(text, words)]
        note_traces(submission, traces)
        clean = len(text) >= LEAST_TEXT and not traces
    copy, new = RedactedCopy.objects.get_or_create(
        submission=submission, attachment=row,
        defaults={"file": file, "released": clean, "made_at": clock.now()},
    )  # fmt: skip
    if new:
        record(
            actor=None, verb="copy.make", subject=copy, paper=row.slug, made=file is not None, released=clean,
        )  # fmt: skip


def bare(file: StoredFile) -> tuple[Examined | None, str]:
    """Return the copy of a file and the text that could be read in it; nothing for a kind of which none is made."""
    if file.state != FileState.READY or file.kind not in {*PICTURES, Kind.PDF}:
        return None, ""
    try:
        with default_storage.open(file.place) as content:
            if file.kind in PICTURES:
                return _examined(rewritten(content, Kind(file.kind)), Kind(file.kind)), ""
            pages, text = bare_pdf(content)
            return _examined(pages, Kind.PDF), text
    except (RuleRefusal, *UNREADABLE):
        logger.warning("no copy of file %s could be made", file.pk)
        return None, ""


def _examined(content: io.BytesIO, kind: Kind) -> Examined:
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    return Examined(
        purpose=purpose_of(REDACTED_PURPOSE), kind=kind, name=f"paper.{kind.value}", content=File(content),
        size=len(content.getvalue()), sha256=sha256, sha256_received=sha256,
    )  # fmt: skip


def bare_pdf(content: IO[bytes]) -> tuple[io.BytesIO, str]:
    """Return the pages of a PDF and nothing else, with their text; no text where a page has none that can be read."""
    reader, writer = PdfReader(content, strict=False), PdfWriter()
    if reader.is_encrypted:
        reader.decrypt("")
    texts = []
    for page in reader.pages:
        texts.append(page.extract_text() or "")
        # Before the page is taken over: the writer keeps whatever it has once copied, seen or not.
        _plain(page)
        writer.add_page(page)
    for each in _objects(writer):
        _strip(each)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    out.seek(0)
    whole = all("".join(text.split()) for text in texts)
    return out, "\n".join(texts) if whole else ""


def _plain(page: Any) -> None:
    """Keep of what lies on a page only what is drawn: comments name who wrote them, signatures who signed."""
    kept = ArrayObject()
    for entry in page.get("/Annots", ArrayObject()):
        note = entry.get_object()
        if note.get("/Subtype") in {"/Widget", "/Stamp"} and "/AP" in note:
            wanted = ("/Type", "/Subtype", "/Rect", "/AP", "/F", "/AS", "/BS", "/MK")
            kept.append(DictionaryObject({NameObject(name): note.raw_get(name) for name in wanted if name in note}))
    page.pop("/Annots", None)
    if kept:
        page[NameObject("/Annots")] = kept


def _objects(writer: PdfWriter) -> Iterator[Any]:
    yield from (each for each in writer._objects if each is not None)


def _strip(found: Any) -> None:
    if not isinstance(found, DictionaryObject):
        return
    for name in TELLING:
        found.pop(name, None)
    if isinstance(found, StreamObject) and _is_jpeg(found):
        found._data = bare_jpeg(found._data)


def _is_jpeg(stream: Any) -> bool:
    filters = stream.get("/Filter")
    return filters == "/DCTDecode" or (isinstance(filters, ArrayObject) and list(filters) == ["/DCTDecode"])


def bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG without what stands before its picture data besides the picture."""
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xDA:
            break
        if _ASIDE.match(data, at) is None:
            out += data[at : at + 2 + length]
        at += 2 + length
    return bytes(out + data[at:])
