"""The period of a public notice (公示期): its first day counts when people work on it.

Five working days published on Wednesday 18 August 2021 end on Tuesday the 24th.
"""

from datetime import date

from rounds.domain.workdays import ONE_DAY, Calendar, Estimate, end_of, estimate


def last_day(first: date, days: int, calendar: Calendar) -> date:
    """Return the last of ``days`` working days from ``first`` on.

    Raise ``RuleRefusal("calendar_year_missing")`` when the period reaches into a year that is not loaded.
    """
    return end_of(first - ONE_DAY, days, calendar)


def planned(first: date, days: int, calendar: Calendar) -> Estimate:
    """Return the last day for planning; not certain (暂估) where the calendar is not loaded."""
    return estimate(first - ONE_DAY, days, calendar)


def days_of(first: date, last: date, calendar: Calendar) -> list[date]:
    """Return the working days of a period, in order. Raise ``RuleRefusal("calendar_year_missing")``."""
    days, day = [], first
    while day <= last:
        if calendar.works(day):
            days.append(day)
        day += ONE_DAY
    return days
