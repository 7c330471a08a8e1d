"""Read shapes of a panel: who passed to it, what is on, who has scored what, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet

from reviews.domain import scoring
from reviews.domain.ranking import rank
from reviews.enums import AssignmentState, ConflictState, KeyedState, RankingState, SheetState, SlotState
from reviews.models import (
    Assignment,
    Conflict,
    KeyedSheet,
    Panel,
    PanelSlot,
    Ranking,
    ReviewGroup,
    ScoreSheet,
    Seat,
)
from reviews.queries.rankings import SCORED, alias, inputs_of
from reviews.queries.scoring import marks_of, problems_of, total_so_far
from rounds.models import Stage

# The fewest characters of a comment are asked for in the written review, not within the minutes of a hearing.
COMMENT_LEAST = 0


def is_whole(rubric: scoring.Rubric, sheet: ScoreSheet | None) -> bool:
    """Say whether a sheet has all that a hearing asks for: every mark, and a reason where the rubric wants one."""
    return sheet is not None and not problems_of(rubric, sheet, COMMENT_LEAST)


def figures_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what two persons who key in the same paper must agree on: levels and the opinion, not the words."""
    levels = {key: "na" if mark.get("na") else mark.get("level") for key, mark in said["marks"].items()}
    return {"levels": {key: level for key, level in sorted(levels.items()) if level}, "opinion": said["opinion"]}


def for_staff() -> QuerySet[Panel]:
    return Panel.objects.select_related(
        "stage__round", "chair__expert", "secretary", "draw", "group", "paper", "locked_by"
    )


def passed_to(stage: Stage, group: ReviewGroup | None = None) -> list[int]:
    """Return the projects that go on to this stage by the rules of the one before: its threshold and its quota, or a
    group's own quota within the group. In the order of that ranking; nothing where it was not computed. Four queries.
    """
    before = Stage.objects.filter(round=stage.round_id, kind__in=SCORED, order__lt=stage.order).order_by("-order")
    last = before.first()
    if last is None:
        return []
    ranking = Ranking.objects.filter(round=stage.round_id, stage=last).exclude(state=RankingState.REPLACED)
    table = ranking.order_by("-version").first()
    if table is None:
        return []
    rows = table.rows.filter(rank__isnull=False, passed=True).order_by("rank", "project__code")
    if group is not None:
        rows = rows.filter(project__in=group.projects.all())
        keys = list(rows.values_list("project_id", flat=True))
        return keys[: group.quota] if group.quota else keys
    if last.quota:
        rows = rows.filter(rank__lte=last.quota)
    return list(rows.values_list("project_id", flat=True))


@dataclass
class Cell:
    """One expert and one project. ``state`` is empty where the expert has nothing to do with the project."""

    state: str = ""
    assignment_id: int | None = None
    sheet: ScoreSheet | None = None
    marks: int = 0
    barred: bool = False
    keyed: str = ""
    whole: bool = False
    total: Decimal | None = None

    @property
    def sealed(self) -> bool:
        return self.sheet is not None and self.sheet.state == SheetState.SEALED


@dataclass
class Line:
    """A place of the running order with its cells, in the order of the seats."""

    slot: PanelSlot
    cells: list[Cell] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(each.whole or each.sealed for each in self.cells)

    @property
    def due(self) -> int:
        return sum(each.state in AssignmentState.counting and not each.barred for each in self.cells)


@dataclass(frozen=True)
class Session:
    """A panel as its desk shows it."""

    panel: Panel
    seats: Sequence[Seat]
    lines: Sequence[Line]

    @property
    def current(self) -> Line | None:
        return next((each for each in self.lines if each.slot.state == SlotState.CURRENT), None)

    @property
    def before(self) -> PanelSlot | None:
        """Return the last called place before the one that is on, or the last one that was called at all."""
        on = self.current
        called = [each.slot for each in self.lines if each.slot.state == SlotState.HEARD and not each.slot.locked_at]
        if on is not None:
            called = [slot for slot in called if slot.order < on.slot.order]
        return called[-1] if called else None

    @property
    def waiting(self) -> int:
        return sum(each.slot.state == SlotState.WAITING for each in self.lines)

    @property
    def heard(self) -> int:
        return sum(each.slot.state == SlotState.HEARD for each in self.lines)


def session_of(panel: Panel, rubric: scoring.Rubric, slots: Sequence[PanelSlot] | None = None) -> Session:
    """Return the session with every cell. Five queries, however many experts and projects; the places are asked for
    unless they came.
    """
    seats = list(panel.seats.select_related("appointment__expert", "paper").order_by("pk"))
    if slots is None:
        asked = panel.slots.select_related("project__organization", "project__category", "locked_by")
        slots = list(asked.order_by("order"))
    keyed = KeyedSheet.objects.filter(assignment=OuterRef("pk"), state__in=list(KeyedState.open))
    found: Any = (
        Assignment.objects.filter(
            stage=panel.stage_id, project__in=[slot.project_id for slot in slots],
            appointment__in=[seat.appointment_id for seat in seats],
        )
        .annotate(
            standing=FilteredRelation("sheets", condition=~Q(sheets__state=SheetState.REPLACED)),
            sheet_key=F("standing__pk"), keyed_state=keyed.values("state")[:1],
        )
        .only("pk", "state", "project_id", "appointment_id")
    )  # fmt: skip
    rows = {(row.project_id, row.appointment_id): row for row in found}
    sheets = ScoreSheet.objects.defer("content").in_bulk([row.sheet_key for row in rows.values() if row.sheet_key])
    conflicts = set(
        Conflict.objects.filter(
            state=ConflictState.STANDING, project__in=[slot.project_id for slot in slots],
            expert__in=[seat.appointment.expert_id for seat in seats],
        ).values_list("project_id", "expert_id")
    )  # fmt: skip
    lines = []
    for slot in slots:
        line = Line(slot)
        for seat in seats:
            row = rows.get((slot.project_id, seat.appointment_id))
            barred = (slot.project_id, seat.appointment.expert_id) in conflicts
            line.cells.append(_cell(row, sheets, rubric, barred=barred))
        lines.append(line)
    return Session(panel, seats, lines)


def _cell(row: Any, sheets: Mapping[int, ScoreSheet], rubric: scoring.Rubric, *, barred: bool) -> Cell:
    if row is None:
        return Cell(barred=barred)
    sheet = sheets.get(row.sheet_key)
    out = barred or row.state == AssignmentState.RECUSED
    return Cell(
        row.state, row.pk, sheet, len(marks_of(sheet)), out, row.keyed_state or "", is_whole(rubric, sheet),
        total_so_far(rubric, sheet) if sheet is not None and sheet.state == SheetState.SEALED else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What a project reached in the panel, on the scale of the stage."""

    order: int
    project: Any
    totals: Sequence[tuple[Decimal | None, bool]]
    mean: Decimal | None
    why: str


def results_of(session: Session) -> list[Result]:
    """Return the summary table: totals by seat with those that the rules drop, and the mean. Nine queries.

    Figures of what is not sealed do not stand in it.
    """
    stage = session.panel.stage
    table = rank(inputs_of(stage.round, [stage]))
    rows = {row.code: row for row in table.rows}
    found = []
    for line in session.lines:
        project = line.slot.project
        row = rows.get(project.code)
        part = row.stages[0] if row is not None and row.stages and line.slot.locked_at else None
        totals = dict(part.totals) if part else {}
        dropped = set(part.dropped) if part else set()
        names = [alias(seat.appointment_id) for seat in session.seats]
        found.append(
            Result(
                line.slot.order, project, [(totals.get(name), name in dropped) for name in names],
                part.mean if part else None, row.why if row is not None and line.slot.locked_at else "",
            )
        )  # fmt: skip
    return found
