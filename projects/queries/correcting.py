"""A returned application: each thing that is to be mended, what stood there, what stands there now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from projects.domain.differences import Difference, differences, outside
from projects.domain.form import Problem
from projects.models import Correction, CorrectionItem, Project
from projects.queries.checking import Checked
from projects.queries.content import content_of
from projects.queries.submissions import judged_content
from rounds.domain.workdays import ONE_DAY, left_until
from rounds.queries.days import calendar
from venture.kernel import clock

DONE, DOING, OPEN = "done", "doing", "open"
SHOWN_DAYS: Final = 10


@dataclass(frozen=True)
class Fix:
    """One request and how far it is: changed and right, changed and not right yet, or untouched."""

    item: CorrectionItem
    state: str
    found: Sequence[Difference]
    problems: Sequence[Problem]


@dataclass(frozen=True)
class Day:
    day: date
    place: str


@dataclass(frozen=True)
class Correcting:
    """``before`` and ``after`` are what was judged and what the application says now; ``strange`` differs without
    being asked for. ``left`` are working days, today among them."""

    correction: Correction
    fixes: Sequence[Fix]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    strange: Sequence[Difference]
    days: Sequence[Day]
    left: int

    def count(self, state: str) -> int:
        return sum(each.state == state for each in self.fixes)


def correcting(project: Project, correction: Correction, found: Checked) -> Correcting:
    """Hold a returned application against its correction. Two queries at most, whatever its size."""
    before, after = judged_content(correction.submission), content_of(project, found.held)
    changed, items = differences(before, after), list(correction.items.all())
    fixes = [_fix(item, changed, found.blocking) for item in items]
    days, left = _days(correction)
    strange = outside(changed, [(item.section, item.path) for item in items])
    return Correcting(correction, fixes, before, after, strange, days, left)


def _fix(item: CorrectionItem, changed: Sequence[Difference], problems: Sequence[Problem]) -> Fix:
    place = [(item.section, item.path)]
    strange = outside(changed, place)
    here = [each for each in changed if each not in strange]
    wrong = [each for each in problems if each.section == item.section and _under(each.path, item.path)]
    state = OPEN if not here else DOING if wrong else DONE
    return Fix(item, state, here, wrong)


def _under(path: str, place: str) -> bool:
    return not place or path == place or path.startswith(f"{place}.")


def _days(correction: Correction) -> tuple[list[Day], int]:
    """Return the working days of the correction and how many are left, today among them. One query."""
    known, today = calendar(), clock.today()
    last = correction.due_at.astimezone(clock.BEIJING).date()
    days = [
        Day(day, "done" if day < today else "now" if day == today else "")
        for day in _from(correction.asked_at.astimezone(clock.BEIJING).date() + ONE_DAY, last)
        if known.works(day)
    ]
    return days[-SHOWN_DAYS:], left_until(today - ONE_DAY, last, known) if today <= last else 0


def _from(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=number) for number in range((last - first).days + 1))
