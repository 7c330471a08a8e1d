"""Tasks of member units: how they move, when they are due, how late they are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rounds.enums import TaskState as S
from venture.kernel.lifecycle import Lifecycle, Move

TASK_LIFE = Lifecycle(
    S,
    "task_illegal_move",
    Move("take", frozenset({S.GIVEN}), S.TAKEN),
    Move("report", S.owed(), S.REPORTED),
    Move("accept", frozenset({S.REPORTED}), S.DONE),
    Move("return", frozenset({S.REPORTED}), S.RETURNED),
    Move("drop", S.living(), S.DROPPED),
)

# Reminders: so many days before the day, then on the first day that is late and in each week after it.
BEFORE: Final = 3
WEEK: Final = 7

Days = Mapping[str, tuple[date | None, date | None]]


@dataclass(frozen=True)
class Plan:
    """One line of the division of work: what is due, so many days after the first day of a stage."""

    stage: str
    days: int


def due_on(plan: Plan, stages: Days) -> date | None:
    """Return the day of a line in a round; ``None`` where the round lacks the stage or its first day."""
    first, _last = stages.get(plan.stage, (None, None))
    return first + timedelta(days=plan.days) if first is not None else None


def days_late(state: str, due: date, reported_on: date | None, today: date) -> int:
    """Return by how many days a task is late: until its first report, or until today. What was dropped is never late.

    A report that was sent back was still a report: only the first one is held against the day.
    """
    if state == S.DROPPED:
        return 0
    return max(((reported_on or today) - due).days, 0)


def moment_of(due: date, today: date) -> int | None:
    """Return which reminder is due: -1 within the days before, 0 and up for each week begun after; none earlier."""
    late = (today - due).days
    if late > 0:
        return (late - 1) // WEEK
    return -1 if -late <= BEFORE else None
