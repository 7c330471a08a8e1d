"""How long things hold: grades, and the hold after an account has changed."""

from datetime import date, timedelta
from typing import Final

# 《社会组织评估管理办法》: the grade holds five years.
GRADE_YEARS: Final = 5
SATURDAY: Final = 5


def grade_ends(awarded_on: date) -> date:
    """Return the last day of a grade: the same day five years later, the 28th where there is no 29th of February."""
    try:
        return awarded_on.replace(year=awarded_on.year + GRADE_YEARS)
    except ValueError:
        return awarded_on.replace(year=awarded_on.year + GRADE_YEARS, day=28)


def usable_after(confirmed_on: date, days: int) -> date:
    """Return the first day on which a changed account may be paid: ``days`` weekdays lie between, none with 0."""
    day, left = confirmed_on, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day + timedelta(days=1) if days else confirmed_on


def is_over(until: date | None, day: date) -> bool:
    return until is not None and until < day
