"""What the screening does to an application. ``reviews.flows`` calls these in its own transaction; no door does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import SystemRandom

from django.db import transaction

from accounts.models import User
from projects.domain.lifecycle import CORRECTION_LIFE, PROJECT_LIFE
from projects.enums import CorrectionState
from projects.flows.applications.laying_out import lay_out
from projects.flows.applications.moving import locked, move
from projects.models import Correction, CorrectionItem, Project, Submission
from rounds.domain.workdays import end_of
from rounds.models import Round
from rounds.queries.days import calendar
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Ask:
    """One thing to mend: in which part, where in it (empty: the whole part), and what."""

    section: str
    path: str
    request: str


@transaction.atomic
def return_application(
    *, project_id: int, submission: Submission, asks: Sequence[Ask], words: str, actor: User
) -> Correction:
    """Give an application back. Only what ``asks`` names is open until the correction is due; the drafts say again
    what was judged.

    Raise ``RuleRefusal``: ``correction_asks_nothing``, ``corrections_used`` when the round's number is reached,
    ``calendar_year_missing``, ``application_illegal_move``.
    """
    project = locked(project_id)
    PROJECT_LIFE.target_of("return", project.state)
    if not asks:
        raise RuleRefusal("correction_asks_nothing")
    used = project.corrections.count()
    if used >= project.round.corrections:
        raise RuleRefusal("corrections_used", most=project.round.corrections)
    now = clock.now()
    lay_out(project, submission, now=now)
    correction = Correction.objects.create(
        project=project,
        number=used + 1,
        submission=submission,
        words=words,
        asked_by=actor,
        asked_at=now,
        due_at=due_of(project.round, now),
    )
    CorrectionItem.objects.bulk_create(
        CorrectionItem(correction=correction, section=ask.section, path=ask.path, request=ask.request) for ask in asks
    )
    move(
        project, "return", actor=actor,
        facts={"correction": correction.number, "due": correction.due_at, "items": len(asks)},
    )  # fmt: skip
    return correction


def due_of(round_: Round, now: datetime) -> datetime:
    """Return when a correction asked for now is due: after the round's working days, at the hour at which its call
    closes. Raise ``RuleRefusal("calendar_year_missing")`` where the calendar ends, ``round_not_open`` without a close.
    """
    if round_.closes_at is None:
        raise RuleRefusal("round_not_open")
    last = end_of(now.astimezone(clock.BEIJING).date(), max(1, round_.correction_days), calendar())
    return datetime.combine(last, round_.closes_at.astimezone(clock.BEIJING).time(), tzinfo=clock.BEIJING)


@transaction.atomic
def accept_application(*, project_id: int, actor: User) -> Project:
    """Accept an application and give it the code under which it is judged blind."""
    project = locked(project_id)
    return move(project, "accept", actor=actor, blind_code=_blind_code(project))


@transaction.atomic
def reject_application(*, project_id: int, reason: str, actor: User) -> Project:
    """Refuse an application for good; ``reason`` is told to the applicant."""
    return move(locked(project_id), "reject", actor=actor, reason=reason, facts={"reason": reason})


@transaction.atomic
def lapse_application(*, project_id: int, actor: User | None = None) -> Project:
    """Let a returned application count as given up once its correction is overdue.

    Raise ``RuleRefusal("correction_not_over")`` before.
    """
    project = locked(project_id)
    PROJECT_LIFE.target_of("lapse", project.state)
    correction = project.corrections.select_for_update().get(state=CorrectionState.OPEN)
    if clock.now() < correction.due_at:
        raise RuleRefusal("correction_not_over")
    close_correction(correction, "lapse")
    return move(project, "lapse", actor=actor, facts={"correction": correction.number})


def close_correction(correction: Correction, verb: str) -> None:
    """Close a correction that the caller holds locked."""
    correction.state = CORRECTION_LIFE.target_of(verb, correction.state)
    correction.answered_at = clock.now() if verb == "answer" else None
    correction.save(update_fields=["state", "answered_at"])


def give_blind_code(project: Project) -> str:
    """Return the code under which an accepted application is read blind; one that has none yet gets it now."""
    if not project.blind_code:
        project.blind_code = _blind_code(project)
        project.save(update_fields=["blind_code"])
    return project.blind_code


def _blind_code(project: Project) -> str:
    """Return a code that tells nothing: drawn among those that are free, in no order of anything."""
    if project.blind_code:
        return project.blind_code
    taken = set(Project.objects.filter(round=project.round).exclude(blind_code="").values_list("blind_code", flat=True))
    digits = max(3, len(str(2 * len(taken))))
    free = [code for number in range(1, 10**digits) if (code := f"B-{number:0{digits}d}") not in taken]
    return SystemRandom().choice(free)
