"""Working days by the city's calendar: weekdays less holidays, plus make-up days (State Council notice of each year).

A period that reaches into a year which is not loaded is refused by name. While planning one may ask for an estimate,
which counts weekdays there and says so (暂估).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from venture.kernel.errors import RuleRefusal

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The years that are known, and the days that differ from their weekday (``True``: people work)."""

    years: frozenset[int]
    special: Mapping[date, bool]

    def works(self, day: date) -> bool:
        """Tell whether ``day`` is a working day. Raise ``RuleRefusal("calendar_year_missing")`` for an unknown year."""
        if day.year not in self.years:
            raise RuleRefusal("calendar_year_missing", year=day.year)
        return self.special.get(day, day.weekday() < SATURDAY)


@dataclass(frozen=True)
class Estimate:
    """An end that may move: ``certain`` is false when a year on the way is not loaded."""

    day: date
    certain: bool


def end_of(start: date, days: int, calendar: Calendar) -> date:
    """Return the last of ``days`` working days after ``start``; the day of publication itself does not count.

    Raise ``ValueError`` for fewer than one day, ``RuleRefusal("calendar_year_missing")`` for an unknown year.
    """
    if days < 1:
        raise ValueError("a period has at least one day")
    day = start
    while days:
        day += ONE_DAY
        days -= calendar.works(day)
    return day


def last_of(first: date, days: int, calendar: Calendar) -> date:
    """Return the last of ``days`` working days from ``first`` on: a published period (公示期) counts its first day.

    Raise like ``end_of``.
    """
    return end_of(first - ONE_DAY, days, calendar)


def estimate_last(first: date, days: int, calendar: Calendar) -> "Estimate":
    """Return ``last_of`` for planning; not certain where the calendar ends."""
    return estimate(first - ONE_DAY, days, calendar)


def estimate(start: date, days: int, calendar: Calendar) -> Estimate:
    """Return the end for planning. Where the calendar ends, weekdays stand in and the answer is not certain."""
    if days < 1:
        raise ValueError("a period has at least one day")
    day, certain = start, True
    while days:
        day += ONE_DAY
        known = day.year in calendar.years
        certain = certain and known
        days -= calendar.works(day) if known else day.weekday() < SATURDAY
    return Estimate(day, certain)


def left_until(today: date, end: date, calendar: Calendar) -> int:
    """Return how many working days remain after ``today`` up to and with ``end``; 0 when it is over."""
    left, day = 0, today
    while day < end:
        day += ONE_DAY
        left += calendar.works(day)
    return left
