"""The working days of a public notice's period (公示期), one by one."""

from datetime import date

from rounds.domain.workdays import ONE_DAY, Calendar


def days_of(first: date, last: date, calendar: Calendar) -> list[date]:
    """Return the working days of a period, in order. Raise ``RuleRefusal("calendar_year_missing")``."""
    days, day = [], first
    while day <= last:
        if calendar.works(day):
            days.append(day)
        day += ONE_DAY
    return days
