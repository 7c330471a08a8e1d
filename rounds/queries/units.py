"""The read side of member units and their tasks: one shape per screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from rounds.domain.tasks import days_late
from rounds.enums import TaskState
from rounds.models import MemberUnit, Round, TaskReport, UnitContact, UnitDuty, UnitTask
from venture.kernel import clock


def speaks_for(user: Any, *, unit_ref: str) -> Exists:
    """Return the condition that ``user`` speaks for the unit that the row names. Never joins."""
    return Exists(UnitContact.objects.filter(user_id=user.pk, unit=OuterRef(unit_ref), ended_at__isnull=True))


def speaks_for_some_unit(user: Any) -> bool:
    return UnitContact.objects.filter(user_id=user.pk, ended_at__isnull=True).exists()


def current_contacts() -> "Prefetch[Any]":
    """Return who speaks for each unit now, as ``speakers``. One query."""
    rows = UnitContact.objects.filter(ended_at__isnull=True).select_related("user")
    return Prefetch("contacts", rows, to_attr="speakers")


def current_duties() -> "Prefetch[Any]":
    """Return the lines of each unit in the division of work, as ``lines``. One query."""
    return Prefetch("duties", UnitDuty.objects.filter(ended_at__isnull=True).order_by("pk"), to_attr="lines")


def units_for_list() -> QuerySet[MemberUnit]:
    """Return units with who speaks for them and how many tasks they owe. 2 queries."""
    owed = Count("tasks", filter=Q(tasks__state__in=TaskState.owed()), distinct=True)
    late = Count(
        "tasks", filter=Q(tasks__state__in=TaskState.owed(), tasks__due_on__lt=clock.today()), distinct=True
    )  # fmt: skip
    return MemberUnit.objects.annotate(owed=owed, late=late).prefetch_related(current_contacts())


def units_for_desk() -> QuerySet[MemberUnit]:
    """Return units with contacts, lines and tasks. 4 queries."""
    tasks = Prefetch("tasks", UnitTask.objects.select_related("round").order_by("-due_on", "pk"), to_attr="all_tasks")
    return MemberUnit.objects.prefetch_related(current_contacts(), current_duties(), tasks)


def tasks_for_list() -> QuerySet[UnitTask]:
    """Return tasks with round and unit. One query."""
    return UnitTask.objects.select_related("round", "unit", "given_by")


def tasks_for_page() -> QuerySet[UnitTask]:
    """Return tasks with every report. 2 queries for one."""
    reports = Prefetch("reports", TaskReport.objects.select_related("by", "file"), to_attr="all_reports")
    return UnitTask.objects.select_related("round", "unit", "given_by", "decided_by").prefetch_related(reports)


def tasks_for_sheet(rows: QuerySet[UnitTask]) -> list[Any]:
    """Return tasks as a sheet tells them: with the last report. 2 queries."""
    reports = Prefetch("reports", TaskReport.objects.select_related("by"), to_attr="all_reports")
    return list(rows.select_related("round", "unit", "given_by", "decided_by").prefetch_related(reports))


def owed_by(user: Any) -> list[UnitTask]:
    """Return every task of the units for which the person speaks, the first due first. One query."""
    rows = UnitTask.objects.filter(speaks_for(user, unit_ref="unit_id"), unit__ended_at__isnull=True)
    return list(marked(rows.select_related("round", "unit").order_by("due_on", "pk"), clock.today()))


def marked(tasks: Iterable[UnitTask], today: date) -> Iterable[Any]:
    """Give each task ``late`` (days), ``owed`` and ``left`` (days until it is due). No query."""
    for task in tasks:
        row: Any = task
        first = task.reported_at.astimezone(clock.BEIJING).date() if task.reported_at else None
        row.owed = task.state in TaskState.owed()
        row.late = days_late(task.state, task.due_on, first, today)
        row.left = (task.due_on - today).days
        yield row


@dataclass
class UnitLine:
    """How one unit stands in a round."""

    unit: MemberUnit
    tasks: list[Any] = field(default_factory=list)

    @property
    def late(self) -> list[Any]:
        return [each for each in self.tasks if each.owed and each.late]

    @property
    def done(self) -> int:
        return sum(each.state == TaskState.DONE for each in self.tasks)

    @property
    def waiting(self) -> int:
        return sum(each.state == TaskState.REPORTED for each in self.tasks)

    @property
    def open(self) -> int:
        return sum(each.owed and not each.late for each in self.tasks)

    @property
    def untouched(self) -> int:
        return sum(each.state == TaskState.GIVEN for each in self.tasks)

    @property
    def segments(self) -> list[tuple[str, int, int]]:
        """Return the parts of the unit's bar: kind, begin, length, in tasks."""
        begin, parts = 0, []
        for kind, length in (
            ("done", self.done), ("waiting", self.waiting), ("open", self.open), ("late", len(self.late)),
        ):  # fmt: skip
            if length:
                parts.append((kind, begin, length))
            begin += length
        return parts

    @property
    def worst(self) -> int:
        return max((each.late for each in self.late), default=0)


@dataclass(frozen=True)
class Board:
    """A round's tasks for the leader's page: per unit, who is late first; ``reported_late`` came after their day."""

    lines: Sequence[UnitLine]
    late: Sequence[Any]
    reported_late: Sequence[Any]
    total: int
    done: int
    waiting: int
    in_time: int
    reported: int


def board_of(round_: Round, today: date) -> Board:
    """Return how the units stand. 2 queries, however many units and tasks."""
    rows = UnitTask.objects.filter(round=round_).exclude(state=TaskState.DROPPED).select_related("unit")
    tasks = list(marked(rows.order_by("due_on", "pk"), today))
    lines: dict[int, UnitLine] = {}
    units = MemberUnit.objects.filter(pk__in={each.unit_id for each in tasks}).prefetch_related(current_contacts())
    for unit in units:
        lines[unit.pk] = UnitLine(unit)
    for each in tasks:
        each.unit = lines[each.unit_id].unit
        lines[each.unit_id].tasks.append(each)
    ordered = sorted(lines.values(), key=lambda line: (-line.worst, -len(line.late), line.unit.order, line.unit.pk))
    reported = [each for each in tasks if each.reported_at is not None]
    return Board(
        lines=ordered,
        late=sorted((each for each in tasks if each.owed and each.late), key=lambda each: (-each.late, each.pk)),
        reported_late=sorted((each for each in reported if each.late and not each.owed), key=lambda each: each.pk),
        total=len(tasks),
        done=sum(each.state == TaskState.DONE for each in tasks),
        waiting=sum(each.state == TaskState.REPORTED for each in tasks),
        in_time=sum(not each.late for each in reported),
        reported=len(reported),
    )


def rounds_with_tasks() -> QuerySet[Round]:
    """Return rounds that gave out tasks, the newest first. One query."""
    tasks = UnitTask.objects.filter(round=OuterRef("pk"))
    return Round.objects.filter(Exists(tasks)).order_by("-year", "-code")


def late_tasks(rows: QuerySet[UnitTask], today: date) -> QuerySet[UnitTask]:
    """Narrow tasks to those that are owed after their day."""
    return rows.filter(state__in=TaskState.owed(), due_on__lt=today)
