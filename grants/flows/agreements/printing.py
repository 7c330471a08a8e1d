"""The agreement on paper: its text, and behind it the frozen application with its hash."""

from io import BytesIO

from django.core.files.storage import default_storage
from pypdf import PdfReader, PdfWriter

from grants.models import Agreement
from grants.queries.agreement_words import fill_word, read_word, write_word
from projects.flows.applications.printing import paper_of
from projects.models import Submission, SubmissionPaper
from rounds.domain.canonical import canonical, fingerprint
from venture.files.printing import render

PAPER = "agreement"
DRAFT_MARK = "草稿　未发送"


def annex_of(submission: Submission) -> bytes:
    """Return the printed application: the paper that was kept, or one printed from the frozen content."""
    kept = SubmissionPaper.objects.filter(submission=submission).select_related("file").first()
    if kept is None:
        return paper_of(submission).pdf
    with default_storage.open(kept.file.place) as content:
        pdf: bytes = content.read()
        return pdf


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def hash_of(agreement: Agreement) -> str:
    """Return the SHA-256 that both sides sign: of number, parties, text, and the application's own hash."""
    return fingerprint(
        canonical(
            {
                "number": agreement.number,
                "parties": agreement.parties,
                "content": agreement.content,
                "annex": agreement.annex_sha256,
            }
        )
    )


def pdf_of(agreement: Agreement, *, mark: str = "") -> bytes:
    """Return the agreement with its annex as PDF. The same agreement gives the same text; ``mark`` tells a draft."""
    fields = agreement.content["fields"]
    printed = render(
        PAPER,
        {
            "title": f"{fields['title']}　{agreement.number}", "mark": mark, "sha256": hash_of(agreement),
            "footer": f"{agreement.number}　{fields['project'][:20]}", "blocks": agreement.content["blocks"],
        },
        at=agreement.drafted_at,
    )  # fmt: skip
    book = PdfWriter()
    for part in (printed.pdf, annex_of(agreement.grant.submission)):
        book.append(BytesIO(part), import_outline=False)
    book.add_metadata({"/Title": f"{fields['title']} {agreement.number}"})
    out = BytesIO()
    book.write(out)
    return out.getvalue()


def word_of(agreement: Agreement) -> bytes:
    """Return the agreement as a Word file for the office system: the round's own file filled in, or the default."""
    if agreement.template is not None:
        return fill_word(read_word(agreement.template.file), agreement.content["fields"])
    mark = DRAFT_MARK if agreement.state == "draft" else ""
    return write_word(agreement.content["blocks"], mark=mark)
