"""Which reports a project owes, when, and how late one is. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from grants.enums import ReportKind

WHOLE: Final = 10_000
ONE_DAY: Final = timedelta(days=1)
MONTHS: Final = 12
DAYS_OF_A_MONTH: Final = 30
NEAR_THE_END: Final = timedelta(days=15)

# Return the last of so many days after a day, by the calendar that the round counts with.
After = Callable[[date, int], date]


@dataclass(frozen=True)
class Terms:
    """What a round says of reports: shares are basis points, days as ``After`` counts them."""

    progress_months: int
    midterm_share: int
    report_days: int
    final_days: int


@dataclass(frozen=True)
class Due:
    kind: ReportKind
    order: int
    due_on: date


def schedule(starts_on: date, ends_on: date, terms: Terms, after: After) -> list[Due]:
    """Return the reports of a period, by their day: progress reports every so many months, mid-term, final.

    A progress report that would come with the mid-term's or the project's own last day is left to that one. Raise
    ``ValueError`` for a period that ends before it starts, ``RuleRefusal`` where the calendar ends.
    """
    if ends_on < starts_on:
        raise ValueError("a period ends after it starts")
    middle = starts_on + (ends_on - starts_on) * terms.midterm_share // WHOLE if terms.midterm_share else None
    near = timedelta(days=DAYS_OF_A_MONTH * terms.progress_months // 2)
    kept = [
        day
        for day in _quarters(starts_on, ends_on, terms.progress_months)
        if ends_on - day > NEAR_THE_END and (middle is None or abs(middle - day) > near)
    ]
    found = [Due(ReportKind.PROGRESS, order, after(day, terms.report_days)) for order, day in enumerate(kept, start=1)]
    if middle is not None:
        found.append(Due(ReportKind.MIDTERM, 1, after(middle, terms.report_days)))
    found.append(Due(ReportKind.FINAL, 1, after(ends_on, terms.final_days)))
    return sorted(found, key=lambda each: (each.due_on, each.kind != ReportKind.PROGRESS))


def _quarters(starts_on: date, ends_on: date, months: int) -> Iterator[date]:
    """Yield the last day of every so many months from the start on."""
    step = 0
    while months:
        step += months
        day = add_months(starts_on, step) - ONE_DAY
        if day > ends_on:
            return
        yield day


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    first_of_next = date(year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - ONE_DAY).day))


def days_after(day: date, days: int) -> date:
    """Return the day so many calendar days later."""
    return day + timedelta(days=days)


def days_late(due_on: date, handed_on: date, works: Callable[[date], bool] | None = None) -> int:
    """Return how many days past its day a report came; only days that ``works`` counts, where it is given."""
    late = (handed_on - due_on).days
    if late <= 0:
        return 0
    if works is None:
        return late
    return sum(1 for number in range(1, late + 1) if works(due_on + timedelta(days=number)))
