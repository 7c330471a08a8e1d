"""An expert's draft of a score sheet. It is saved as often as it is typed and never lost; sealing has its own story."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from accounts.models import User
from organizations.queries import is_member
from projects.queries.submissions import standing_of
from reviews.domain import scoring
from reviews.domain.lifecycle import ASSIGNMENT_LIFE, SHEET_LIFE
from reviews.enums import AppointmentState, AssignmentState, ConflictState, Opinion, SheetState
from reviews.models import Assignment, Conflict, ScoreSheet
from reviews.queries.scoring import comment_least, plain_marks, problems_of, rubric_of
from rounds.enums import RoundState
from rounds.models import Stage
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.prepared import Prepared

LONGEST_COMMENT: Final = 2000
LONGEST_REASON: Final = 500


@dataclass
class Held:
    """An assignment that the caller holds locked, the sheet that stands, and the instant of the act."""

    assignment: Assignment
    sheet: ScoreSheet | None
    now: datetime


@dataclass(frozen=True)
class Saved:
    sheet: ScoreSheet
    problems: tuple[scoring.Problem, ...]


@contextmanager
def held(assignment_id: int, *, actor: User) -> Iterator[Held]:
    """Hold an assignment for one step: the round shared, then the assignment locked; the clock is read after both.

    Opens a transaction. Raise ``RuleRefusal``: ``scoring_not_open`` where the round is not under review;
    ``assignment_closed`` for one that is taken back, stepped aside from, barred by a conflict, or of an applicant to
    which ``actor`` belongs. ``Assignment.DoesNotExist``.
    """
    with transaction.atomic():
        _share_round(assignment_id)
        sheet = _standing(assignment_id, actor)
        assignment: Any = sheet.assignment if sheet is not None else _alone(assignment_id, actor)
        if sheet is None:
            sheet = _unlocked(assignment)
        if assignment.stage.round.state != RoundState.REVIEWING:
            raise RuleRefusal("scoring_not_open")
        signed = assignment.appointment.state == AppointmentState.PLEDGED
        if assignment.state not in AssignmentState.counting or not signed or assignment.barred:
            raise RuleRefusal("assignment_closed")
        yield Held(assignment, sheet, clock.now())


def _share_round(assignment_id: int) -> None:
    """Share the lock of the assignment's round: whoever moves the round waits for those who score in it."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM rounds_round WHERE id = (SELECT s.round_id FROM rounds_stage s"
            " JOIN reviews_assignment a ON a.stage_id = s.id WHERE a.id = %s) FOR SHARE",
            [assignment_id],
        )


def _standing(assignment_id: int, actor: User) -> ScoreSheet | None:
    """Lock the standing sheet with its assignment, in one query; nothing where no sheet is begun."""
    found = _SHEET(assignment=assignment_id, actor=actor.pk)
    if not found:
        return None
    sheet = found[0]
    sheet.assignment.barred = sheet.barred
    return sheet


def _alone(assignment_id: int, actor: User) -> Assignment:
    found = _ASSIGNMENT(assignment=assignment_id, actor=actor.pk)
    if not found:
        raise Assignment.DoesNotExist
    return found[0]


def _unlocked(assignment: Assignment) -> ScoreSheet | None:
    """Return the sheet that somebody else began while this one waited for the lock."""
    sheet = assignment.sheets.exclude(state=SheetState.REPLACED).first()
    if sheet is not None:
        sheet.assignment = assignment
    return sheet


def _sheet(assignment: int, actor: int) -> QuerySet[ScoreSheet]:
    rows = ScoreSheet.objects.select_for_update(of=("self", "assignment")).select_related(
        "assignment__stage__round", "assignment__project", "assignment__submission", "assignment__appointment__expert"
    )
    rows = rows.defer("content", "assignment__submission__content").exclude(state=SheetState.REPLACED)
    rows = rows.annotate(barred=_barred("assignment__", actor))
    return rows.filter(assignment=assignment).order_by("pk")[:1]


def _assignment(assignment: int, actor: int) -> QuerySet[Assignment]:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related(
        "stage__round", "project", "submission", "appointment__expert"
    )
    return rows.defer("submission__content").annotate(barred=_barred("", actor)).filter(pk=assignment)


def _barred(path: str, actor: int) -> Any:
    conflict = Conflict.objects.filter(
        project=OuterRef(f"{path}project_id"), expert=OuterRef(f"{path}appointment__expert_id"),
        state=ConflictState.STANDING,
    )  # fmt: skip
    theirs = is_member(User(pk=actor), organization_ref=f"{path}project__organization_id")
    return ExpressionWrapper(Q(Exists(conflict)) | Q(theirs), output_field=BooleanField())


# Built once: to build them anew for each save took Django longer than all the rest of it.
_SHEET: Final = Prepared(_sheet)
_ASSIGNMENT: Final = Prepared(_assignment)


def ends_at(stage: Stage) -> datetime | None:
    """Return the instant at which a stage's scoring is over: the end of its last day in Beijing."""
    if stage.ends_on is None:
        return None
    return datetime.combine(stage.ends_on + timedelta(days=1), time(), tzinfo=clock.BEIJING)


def refuse_outside(seen: Held) -> None:
    """Raise ``RuleRefusal`` ``scoring_not_open`` before the stage's first day, ``scoring_over`` after its last.

    A sheet that staff reopened may still be changed after the last day.
    """
    stage, day = seen.assignment.stage, seen.now.astimezone(clock.BEIJING).date()
    if stage.starts_on is not None and day < stage.starts_on:
        raise RuleRefusal("scoring_not_open")
    end, again = ends_at(stage), seen.sheet is not None and seen.sheet.version > 1
    if end is not None and seen.now >= end and not again:
        raise RuleRefusal("scoring_over", instant=end.isoformat())


def save_sheet(
    *,
    assignment_id: int,
    marks: Mapping[str, Any],
    opinion: str = "",
    comment: str = "",
    turn: int | None = None,
    key: str = "",
    actor: User,
) -> Saved:
    """Keep a draft as it stands in the form, complete or not, and say what it still lacks.

    The same ``key`` is the same save. ``turn`` is the number of saves that the page has seen: where another window
    saved meanwhile, nothing is written. Raise ``RuleRefusal``: what ``held`` and ``refuse_outside`` raise;
    ``sheet_sealed``, ``sheet_moved``, ``mark_unknown``, ``comment_long``, ``opinion_unknown``.
    """
    with held(assignment_id, actor=actor) as seen:
        rubric = rubric_of(seen.assignment.stage.round)
        least = comment_least(seen.assignment.stage.round)
        if seen.sheet is not None and key and seen.sheet.key == key:
            return Saved(seen.sheet, problems_of(rubric, seen.sheet, least))
        refuse_outside(seen)
        if seen.sheet is not None and turn is not None and seen.sheet.turn != turn:
            raise RuleRefusal("sheet_moved")
        sheet = write_draft(seen, marks=marks, opinion=opinion, comment=comment, key=key, actor=actor, rubric=rubric)
        return Saved(sheet, problems_of(rubric, sheet, least))


def write_draft(
    seen: Held,
    *,
    marks: Mapping[str, Any],
    opinion: str,
    comment: str,
    key: str = "",
    actor: User,
    rubric: scoring.Rubric | None = None,
    **paper: Any,
) -> ScoreSheet:
    """Write a held assignment's draft; the first one begins the assignment. ``paper`` are the fields of a paper sheet.

    Raise ``RuleRefusal``: ``sheet_sealed``, ``mark_unknown``, ``comment_long``, ``opinion_unknown``.
    """
    rubric = rubric or rubric_of(seen.assignment.stage.round)
    given = plain_marks(marks, [leaf.key for leaf in rubric.leaves])
    refuse_odd(given, opinion, comment)
    if seen.sheet is None:
        seen.sheet = ScoreSheet(assignment=seen.assignment)
    elif seen.sheet.state != SheetState.DRAFT:
        raise RuleRefusal("sheet_sealed")
    sheet = seen.sheet
    SHEET_LIFE.target_of("save", sheet.state)
    sheet.marks, sheet.opinion, sheet.comment = given, opinion, comment.replace("\r\n", "\n").strip()
    sheet.turn, sheet.key, sheet.saved_at = sheet.turn + 1, key[:64], seen.now
    for name, value in paper.items():
        setattr(sheet, name, value)
    sheet.save()
    if seen.assignment.state == AssignmentState.GIVEN:
        step(seen.assignment, ASSIGNMENT_LIFE, "begin", noun="assignment", actor=actor, kept=False)
    elif seen.assignment.kept:
        _keep(seen.assignment, kept=False)
    return sheet


def refuse_odd(marks: Mapping[str, Mapping[str, Any]], opinion: str, comment: str) -> None:
    """Raise ``RuleRefusal``: ``mark_unknown``, ``comment_long``, ``opinion_unknown``."""
    for said in marks.values():
        level = said["level"]
        if level is not None and not (type(level) is int and 1 <= level <= scoring.HIGHEST):
            raise RuleRefusal("mark_unknown")
        if len(said["reason"]) > LONGEST_REASON:
            raise RuleRefusal("comment_long", most=LONGEST_REASON)
    if len(comment) > LONGEST_COMMENT:
        raise RuleRefusal("comment_long", most=LONGEST_COMMENT)
    if opinion and opinion not in Opinion.values:
        raise RuleRefusal("opinion_unknown")


def keep_for_later(*, assignment_id: int, kept: bool, actor: User) -> Assignment:
    """Put a project aside, to come last in the turn, or take it back into the turn. Raise what ``held`` raises."""
    with held(assignment_id, actor=actor) as seen:
        if seen.assignment.kept != kept:
            _keep(seen.assignment, kept=kept)
        return seen.assignment


def _keep(assignment: Assignment, *, kept: bool) -> None:
    assignment.kept = kept
    assignment.save(update_fields=["kept"])


def follow_submission(*, assignment_id: int, actor: User) -> Assignment:
    """Read the newest hand-in instead of the one that was given, once another took its place. The marks stay.

    Raise what ``held`` raises, ``sheet_sealed`` for a sealed sheet.
    """
    with held(assignment_id, actor=actor) as seen:
        if seen.sheet is not None and seen.sheet.state != SheetState.DRAFT:
            raise RuleRefusal("sheet_sealed")
        assignment, newest = seen.assignment, standing_of(seen.assignment.project)
        if newest is not None and newest.pk != assignment.submission_id:
            before = assignment.submission.sha256
            assignment.submission = newest
            assignment.save(update_fields=["submission"])
            record(
                actor=actor, verb="assignment.follow", subject=assignment, before=before, after=newest.sha256
            )  # fmt: skip
        return assignment
