"""The review starts: every accepted project has its code, traces of applicants are looked for, copies are made."""

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from projects.enums import ProjectState
from projects.flows.applications.deciding import give_blind_code
from projects.models import Project, Submission
from projects.queries.submissions import judged_content
from reviews.domain.traces import Found, traces_in
from reviews.enums import Found as Decided
from reviews.models import RedactedCopy, Trace
from reviews.queries.blinding import unsettled
from rounds.enums import RoundState
from rounds.flows.locks import alone
from rounds.flows.running import advance_round
from rounds.models import Round
from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

COPY_JOB: Final = "reviews.copy_papers"
LONGEST_PLACE, LONGEST_FOUND = 120, 120


@transaction.atomic
def open_review(*, round_id: int, actor: User) -> Round:
    """Start the review of a closed round, in one transaction: codes, traces, the job of the copies, the round's state.

    Raise ``RuleRefusal``: ``review_nothing_accepted``; ``review_screening_open`` with the number of applications that
    nobody has judged yet; ``round_illegal_move``.
    """
    with alone(round_id) as round_:
        projects = list(Project.objects.filter(round=round_, state=ProjectState.ACCEPTED).order_by("pk"))
        if waiting := unsettled(round_):
            raise RuleRefusal("review_screening_open", count=waiting)
        if not projects:
            raise RuleRefusal("review_nothing_accepted")
        for project in projects:
            give_blind_code(project)
        found = sum(find_traces(submission) for submission in standing_submissions(projects))
        job = defer(
            COPY_JOB, f"{round_.pk}", label=_("Copies for blind reading: %(round)s") % {"round": round_.title},
            owner=actor, round_id=round_.pk,
        )  # fmt: skip
        advanced = advance_round(round_id=round_.pk, verb="start_review", actor=actor)
        record(
            actor=actor, verb="review.open", subject=advanced, projects=len(projects), traces=found, job=job.pk
        )  # fmt: skip
        return advanced


def join_review(project: Project, submission: Submission, *, actor: User) -> None:
    """Let a project that was accepted after the review had started join it: its traces are found, its papers copied.

    Whoever plans the assignment sees that nobody reads it yet. Does nothing before the review.
    """
    round_ = project.round
    if round_.state != RoundState.REVIEWING:
        return
    find_traces(submission)
    defer(
        COPY_JOB, f"{round_.pk}:{project.pk}", label=_("Copies for blind reading: %(round)s") % {"round": round_.title},
        owner=actor, round_id=round_.pk,
    )  # fmt: skip


def standing_submissions(projects: Collection[Project]) -> list[Submission]:
    """Return the hand-in of each project that stands, in the projects' order. One query."""
    rows = Submission.objects.filter(project__in=projects).order_by("project", "version")
    newest = {row.project_id: row for row in rows}
    return list(newest.values())


def find_traces(submission: Submission) -> int:
    """Write down what in the texts of a hand-in tells who applies; what is known stays as it was decided."""
    return note_traces(submission, traces_in(judged_content(submission)))


def note_traces(submission: Submission, found: Collection[Found]) -> int:
    rows = [
        Trace(
            submission=submission, place=each.place[:LONGEST_PLACE], found=each.text[:LONGEST_FOUND], kind=each.kind
        )
        for each in found
    ]  # fmt: skip
    Trace.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def decide_traces(*, trace_ids: Collection[int], state: str, actor: User) -> int:
    """Say of traces whether they are blacked out or tell nothing. Until then they are blacked out.

    Return how many changed. Raise ``RuleRefusal("trace_decision_unknown")``.
    """
    if state not in {Decided.REDACTED, Decided.HARMLESS}:
        raise RuleRefusal("trace_decision_unknown")
    rows = Trace.objects.select_for_update(of=("self",)).select_related("submission__project")
    changed = 0
    for trace in rows.filter(pk__in=trace_ids).exclude(state=state).order_by("pk"):
        before, trace.state = trace.state, state
        trace.decided_by, trace.decided_at = actor, clock.now()
        trace.save(update_fields=["state", "decided_by", "decided_at"])
        record(
            actor=actor, verb="trace.decide", subject=trace, before=before, after=state,
            application=trace.submission.project.code, place=trace.place,
        )  # fmt: skip
        changed += 1
    return changed


def decide_trace(*, trace_id: int, state: str, actor: User) -> Trace:
    """Decide about one trace. Raise ``Trace.DoesNotExist`` and what ``decide_traces`` raises."""
    decide_traces(trace_ids=[trace_id], state=state, actor=actor)
    return Trace.objects.get(pk=trace_id)


@transaction.atomic
def release_copies(*, copy_ids: Collection[int], released: bool, actor: User) -> int:
    """Show copies of papers to blind experts, or take them out of their sight. Somebody has looked at each.

    Return how many changed. Raise ``RuleRefusal("copy_not_made")`` for one of which there is no copy to show.
    """
    rows = RedactedCopy.objects.select_for_update(of=("self",)).select_related("submission__project", "attachment")
    changed = 0
    for copy in rows.filter(pk__in=copy_ids).exclude(released=released).order_by("pk"):
        if released and copy.file_id is None:
            raise RuleRefusal("copy_not_made")
        copy.released, copy.decided_by = released, actor
        copy.save(update_fields=["released", "decided_by"])
        record(
            actor=actor, verb="copy.release", subject=copy, before=not released, after=released,
            application=copy.submission.project.code, paper=copy.attachment.slug,
        )  # fmt: skip
        changed += 1
    return changed
