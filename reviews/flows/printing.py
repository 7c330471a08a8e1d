"""The papers for the meeting (上会材料): printed by a job from the list as it is, with one page per project."""

from io import BytesIO
from typing import Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.models import PAPERS_PURPOSE, Decision, MeetingPapers
from reviews.queries.decisions import shown_hash
from reviews.queries.papers import paper_values
from venture.audit.flows import record
from venture.files.examining import examine
from venture.files.flows import attach, store
from venture.files.printing import render
from venture.files.registry import purpose_of
from venture.jobs.flows import defer
from venture.jobs.models import Job
from venture.jobs.registry import Run
from venture.kernel import clock

PAPER, JOB = "meeting", "reviews.print_papers"


def ask_papers(*, decision_id: int, actor: User) -> Job:
    """Ask for the papers of the list as it is now. The same list is printed once; a changed one again."""
    decision = Decision.objects.select_related("round", "selection").get(pk=decision_id)
    sha256 = shown_hash(decision)
    return defer(
        JOB, f"{decision_id}:{decision.state}:{sha256}", label=f"{_('Papers for the meeting')} {decision.round}",
        owner=actor, decision_id=decision_id, actor_id=actor.pk,
    )  # fmt: skip


def job_of(decision: Decision) -> Job | None:
    """Return the job that printed, or prints, papers of this decision last. One query."""
    return Job.objects.filter(name=JOB, key__startswith=f"{decision.pk}:").order_by("-pk").first()


def print_papers(run: Run, *, decision_id: int, actor_id: int) -> None:
    """Collect, draw, keep: three steps of the job's progress. A second run prints again and keeps both."""
    decision = Decision.objects.select_related("round", "selection__ranking").get(pk=decision_id)
    actor = User.objects.get(pk=actor_id)
    with run.step():
        run.progress(1, 3, _("Collecting the list"))
    sha256, now = shown_hash(decision), clock.now()
    with translation.override("zh-hans"):
        values = paper_values(decision, sha256=sha256)
    with run.step():
        run.progress(2, 3, _("Drawing the pages"))
    printed = render(PAPER, values, at=now)
    upload: File[bytes] = File(BytesIO(printed.pdf), name=f"{decision.round.code}-{_('papers for the meeting')}.pdf")
    file = store(examine(upload, purpose_of(PAPERS_PURPOSE)), actor=actor)
    with run.step(), transaction.atomic():
        papers = MeetingPapers.objects.create(
            decision=decision, file=attach(file.key, purpose=PAPERS_PURPOSE, actor=actor), sha256=sha256,
            pages=printed.pages, made_by=actor, made_at=now,
        )  # fmt: skip
        record(
            actor=actor, verb="decision.print", subject=decision, sha256=sha256, paper=printed.sha256,
            pages=papers.pages, missing=[each.name for each in printed.missing],
        )  # fmt: skip
        run.progress(3, 3, _("Kept"))


def page_of(payload: Any) -> str:
    """Return the page of the decision that a finished job belongs to."""
    decision = Decision.objects.select_related("round").get(pk=payload["decision_id"])
    with translation.override("zh-hans"):
        return reverse("admin:decision_desk", args=[decision.round.code])
