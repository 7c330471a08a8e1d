"""The paper 申报书: printed by a job from what was handed in, and at once as a draft, for signing, or blank."""

from io import BytesIO

from django.core.files import File
from django.db import transaction

from projects.flows.applications.signing import refuse_incomplete
from projects.flows.applications.telling import page_of
from projects.models import PAPER_PURPOSE, Project, Submission, SubmissionPaper
from projects.queries.content import read_content
from projects.queries.printing import blank_values, paper_values
from projects.queries.submissions import judged_content
from rounds.models import Round
from venture.audit.flows import record
from venture.files.examining import examine
from venture.files.flows import attach, store
from venture.files.printing import Printed, render
from venture.files.registry import purpose_of
from venture.kernel import clock

PAPER = "application"
DRAFT_MARK = "草稿　未提交"


def print_submission(*, submission_id: int) -> SubmissionPaper:
    """Print a submission and keep the paper with it. A second run finds it and prints nothing."""
    submission = Submission.objects.select_related("project", "submitted_by", "signature__signer").get(pk=submission_id)
    kept = SubmissionPaper.objects.filter(submission=submission).first()
    if kept is not None:
        return kept
    printed = paper_of(submission)
    upload: File[bytes] = File(BytesIO(printed.pdf), name=f"{submission.receipt}.pdf")
    file = store(examine(upload, purpose_of(PAPER_PURPOSE)), actor=submission.submitted_by)
    with transaction.atomic():
        paper, new = SubmissionPaper.objects.get_or_create(
            submission=submission, defaults={"file": file, "made_at": clock.now()}
        )
        if new:
            attach(file.key, purpose=PAPER_PURPOSE, actor=submission.submitted_by)
            record(
                actor=None, verb="application.print", subject=submission.project, receipt=submission.receipt,
                sha256=printed.sha256, pages=printed.pages, missing=[each.name for each in printed.missing],
            )  # fmt: skip
    return paper


def paper_of(submission: Submission) -> Printed:
    """Return the paper of a submission: from its frozen content, the same bytes each time."""
    values = paper_values(
        judged_content(submission), sha256=submission.sha256, filled_at=submission.submitted_at,
        signature=submission.signature, receipt=submission.receipt, compared_by=str(submission.submitted_by),
    )  # fmt: skip
    return render(PAPER, values, at=submission.submitted_at)


def print_draft(project: Project) -> Printed:
    """Return the application as it is now, marked on every page as a draft that was not handed in."""
    content = read_content(project)
    values = paper_values(content.values, sha256=content.sha256, filled_at=project.saved_at, mark=DRAFT_MARK)
    return render(PAPER, values, at=project.saved_at)


def print_for_signing(project: Project) -> Printed:
    """Return the paper to be sealed: complete, without a mark, its content's hash in the footer.

    Raise ``RuleRefusal("application_incomplete")``.
    """
    refuse_incomplete(project)
    content = read_content(project)
    values = paper_values(content.values, sha256=content.sha256, filled_at=project.saved_at)
    return render(PAPER, values, at=project.saved_at)


def print_blank(round_: Round) -> Printed:
    """Return the round's blank form, to be filled in by hand."""
    return render(PAPER, blank_values(round_), at=round_.published_at or clock.now())


def receipt_page(submission_id: int) -> str:
    """Return the address of the receipt that a printed submission belongs to."""
    return page_of("receipt", Submission.objects.select_related("project").get(pk=submission_id).project)
