"""What the overview of a round counts: where its applications stand, who has read them, what was decided.

The list of applications filters by the same conditions, so that each number is the length of the list behind it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db.models import Case, Count, F, FilteredRelation, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, TruncDate

from notices.enums import NoticeKind, NoticeState
from notices.models import Notice
from projects.enums import ProjectState
from projects.models import Project
from reviews.enums import AssignmentState, DecisionState, Outcome, SheetState, SlotState
from reviews.models import Appointment, Assignment, Decision, PanelSlot, ScoreSheet
from reviews.queries.conflicts import RUNNING
from reviews.queries.rankings import APART
from rounds.enums import RoundState, StageKind
from rounds.models import Round, Stage
from venture.kernel import clock
from venture.kernel.prepared import Prepared

COUNTING: Final = list(AssignmentState.counting)


def _of(stage_id: int | None, prefix: str = "") -> Q:
    """Return the condition of a stage, or of written reviews as such."""
    return Q(**{f"{prefix}stage": stage_id}) if stage_id else Q(**{f"{prefix}stage__kind": StageKind.REVIEW})


def with_readers(rows: QuerySet[Project], stage_id: int | None = None) -> QuerySet[Any]:
    """Annotate ``readers`` (experts who count), ``done`` (who handed in) and ``wanted`` (whom the round asks for)."""

    def counted(*states: str) -> Coalesce:
        given = Assignment.objects.filter(_of(stage_id), project=OuterRef("pk"), state__in=states)
        return Coalesce(Subquery(given.order_by().values("project").annotate(n=Count("pk")).values("n")), 0)

    chosen = Q(pk=stage_id) if stage_id else Q(kind=StageKind.REVIEW)
    asked = Stage.objects.filter(chosen, round=OuterRef("round_id")).order_by("order").values("reviewers")[:1]
    return rows.annotate(
        readers=counted(*COUNTING), done=counted(AssignmentState.DONE), asked=Coalesce(Subquery(asked), 0)
    ).annotate(wanted=Case(When(asked__gt=0, then=F("asked")), default=F("readers")))


def is_full(readers: int, done: int, asked: int) -> bool:
    """Say of one project what the list's filter says of all: every expert whom the round asks for has handed in."""
    return done > 0 and done >= (asked or readers)


def _reviewed(rows: QuerySet[Project], stage_id: int | None) -> QuerySet[Any]:
    return with_readers(rows.filter(state=ProjectState.ACCEPTED), stage_id)


def full(rows: QuerySet[Project], stage_id: int | None = None) -> QuerySet[Project]:
    return _reviewed(rows, stage_id).filter(done__gt=0, done__gte=F("wanted"))


def not_full(rows: QuerySet[Project], stage_id: int | None, done: int) -> QuerySet[Project]:
    """Return the projects for which so many experts have handed in, and that is not all of them."""
    return _reviewed(rows, stage_id).filter(Q(done=0) | Q(done__lt=F("wanted")), done=done)


def lacking(rows: QuerySet[Project], stage_id: int | None = None) -> QuerySet[Project]:
    """Return the projects under review that fewer experts have to read than the round asks for."""
    short = Q(readers=0) | Q(readers__lt=F("wanted"))
    return _reviewed(rows, stage_id).filter(short, round__state=RoundState.REVIEWING)


def apart(rows: QuerySet[Project], stage_id: int | None = None) -> QuerySet[Project]:
    """Return the projects under review whose totals lie far apart and that no further expert was given."""
    wide = (
        ScoreSheet.objects.filter(
            _of(stage_id, "assignment__"), state=SheetState.SEALED, assignment__state__in=COUNTING
        )
        .order_by()
        .values("assignment__project")
        .annotate(low=Min("total"), high=Max("total"))
        .filter(high__gt=F("low") + APART)
        .values("assignment__project")
    )
    answered = Q(asked__gt=0, readers__gt=F("asked"))
    return _reviewed(rows, stage_id).filter(~answered, pk__in=wide, round__state=RoundState.REVIEWING)


Standing = Callable[[QuerySet[Project], int | None], QuerySet[Project]]
STANDINGS: Final[Mapping[str, Standing]] = {
    "in": lambda rows, _stage: rows.filter(state__in=ProjectState.handed_in),
    "running": lambda rows, _stage: rows.filter(state__in=RUNNING),
    "out": lambda rows, _stage: rows.filter(state__in=(ProjectState.REJECTED, ProjectState.LAPSED)),
    "full": full,
    "lacking": lacking,
    "apart": apart,
}
READ_BY: Final = "read"


def standing_at(rows: QuerySet[Project], value: str) -> QuerySet[Project]:
    """Return the rows that ``value`` names: ``full``, ``full.7`` in stage 7, ``read2.7`` with two sheets handed in."""
    name, _dot, stage = value.partition(".")
    stage_id = int(stage) if stage.isdecimal() else None
    if name in STANDINGS:
        return STANDINGS[name](rows, stage_id)
    count = name.removeprefix(READ_BY)
    return not_full(rows, stage_id, int(count)) if name.startswith(READ_BY) and count.isdecimal() else rows


class Line(NamedTuple):
    """One application as the overview counts it."""

    category_id: int | None
    state: str
    fen: int
    readers: int
    done: int


def lines_of(rows: QuerySet[Project], stage: Stage | None) -> list[Line]:
    """Return the applications with what was read of them. Two queries, one without a stage."""
    plain: Any = rows.order_by().values_list("pk", "category_id", "state", "grant_fen")
    read = {key: counts for key, *counts in _READERS(stage=stage.pk)} if stage is not None else {}
    return [Line(*each, *read.get(key, (0, 0))) for key, *each in plain]


def _readers(stage: int) -> QuerySet[Any, Any]:
    """Return for each project that somebody reads what ``with_readers`` annotates: how many read, how many are done."""
    given = Assignment.objects.filter(stage=stage, state__in=COUNTING).order_by().values_list("project")
    return given.annotate(readers=Count("pk"), done=Count("pk", filter=Q(state=AssignmentState.DONE)))


_READERS: Final = Prepared(_readers)


@dataclass
class Part:
    """How far one expert is."""

    appointment_id: int
    expert_id: int
    name: str
    fields: list[str]
    signed_in: datetime | None
    given: int = 0
    begun: int = 0
    done: int = 0

    @property
    def left(self) -> int:
        return self.given - self.done

    @property
    def percent(self) -> int:
        return self.done * 100 // self.given if self.given else 0

    @property
    def idle(self) -> bool:
        return self.given > 0 and not self.begun and not self.done


@dataclass(frozen=True)
class Review:
    """A stage of written review: its experts, and on which day how many sheets came in."""

    parts: list[Part]
    days: dict[date, int]

    @property
    def given(self) -> int:
        return sum(each.given for each in self.parts)

    @property
    def done(self) -> int:
        return sum(each.done for each in self.parts)


def review_of(stage: Stage) -> Review:
    """Return how far a stage is, by expert and by day (Beijing). One query, however many sheets."""
    parts: dict[int, Part] = {}
    days: dict[date, int] = {}
    for key, expert, name, fields, signed_in, state, day, n in _READ(stage=stage.pk):
        part = parts.setdefault(key, Part(key, expert, name, fields, signed_in))
        part.given += n
        part.begun += n * (state == AssignmentState.BEGUN)
        if state == AssignmentState.DONE:
            part.done += n
            if day is not None:
                days[day] = days.get(day, 0) + n
    ordered = sorted(parts.values(), key=lambda each: (each.percent, -each.left, each.name, each.appointment_id))
    return Review(ordered, days)


def _read(stage: int) -> QuerySet[Any, Any]:
    return (
        Assignment.objects.filter(stage=stage, state__in=COUNTING)
        .annotate(sealed=FilteredRelation("sheets", condition=Q(sheets__state=SheetState.SEALED)))
        .order_by()
        .values_list(
            "appointment_id", "appointment__expert_id", "appointment__expert__name", "appointment__expert__fields",
            "appointment__expert__user__last_login", "state", TruncDate("sealed__sealed_at", tzinfo=clock.BEIJING),
        )
        .annotate(n=Count("pk"))
    )  # fmt: skip


_READ: Final = Prepared(_read)


def idle(now: datetime) -> QuerySet[Appointment]:
    """Return the experts' parts in running written reviews with projects given and none begun."""
    today = now.astimezone(clock.BEIJING).date()
    mine = Q(
        assignments__stage__kind=StageKind.REVIEW,
        assignments__state__in=COUNTING,
        assignments__stage__starts_on__lte=today,
    )
    on_desk = mine & Q(assignments__state__in=(AssignmentState.BEGUN, AssignmentState.DONE))
    counted = Appointment.objects.filter(round__state=RoundState.REVIEWING).annotate(
        given=Count("assignments", filter=mine), moved=Count("assignments", filter=on_desk)
    )
    return Appointment.objects.filter(pk__in=counted.filter(given__gt=0, moved=0).order_by().values("pk"))


@dataclass(frozen=True)
class Later:
    """What of the steps behind the review is real already; ``None`` and 0 where nothing is."""

    slots: int
    heard: int
    decided: int | None
    approved_fen: int
    notice_id: int | None
    notice_starts: date | None
    notice_ends: date | None


def later_of(round_: Round, decisions: Q) -> Later:
    """Return panels, decision (of those that ``decisions`` lets see) and public notice of a round. Two queries."""
    slots, heard, *notice = _BESIDE(round=round_.pk)[0]
    chosen = Q(items__outcome=Outcome.SELECTED)
    rows = Decision.objects.filter(decisions, round=round_, state=DecisionState.DECIDED).order_by("-pk")
    counted = rows.annotate(n=Count("items", filter=chosen), fen=Sum("items__approved_fen", filter=chosen))
    decided, fen = counted.values_list("n", "fen").first() or (None, None)
    return Later(slots, heard, decided, fen or 0, *notice)


def _beside(round: int) -> QuerySet[Any, Any]:
    """Return the panels and the public notice of a round: those who follow it see both."""
    slots = PanelSlot.objects.filter(panel__stage__round=OuterRef("pk")).order_by().values("panel__stage__round")
    notice = Notice.objects.filter(
        round=OuterRef("pk"), kind=NoticeKind.PROPOSED, state=NoticeState.PUBLISHED
    ).order_by("-published_at", "-pk")
    return (
        Round.objects.filter(pk=round)
        .annotate(
            slots=Coalesce(Subquery(slots.annotate(n=Count("pk")).values("n")), 0),
            heard=Coalesce(Subquery(slots.filter(state=SlotState.HEARD).annotate(n=Count("pk")).values("n")), 0),
            notice=Subquery(notice.values("pk")[:1]),
            notice_starts=Subquery(notice.values("starts_on")[:1]),
            notice_ends=Subquery(notice.values("ends_on")[:1]),
        )
        .values_list("slots", "heard", "notice", "notice_starts", "notice_ends")
    )


_BESIDE: Final = Prepared(_beside)
