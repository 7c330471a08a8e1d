"""The working-day calendar as the flows and the report read it."""

from datetime import date

from rounds.domain.calendar_lines import SpecialDay
from rounds.domain.workdays import Calendar
from rounds.models import WorkYear


def calendar() -> Calendar:
    """Return the working-day calendar of every loaded year. One query."""
    rows = list(WorkYear.objects.values_list("year", "days__day", "days__works"))
    return Calendar(frozenset(year for year, _day, _works in rows), {day: works for _year, day, works in rows if day})


def special_days(year: WorkYear) -> dict[date, SpecialDay]:
    """Return the days of the year that differ from their weekday. One query."""
    return {day: SpecialDay(works, note) for day, works, note in year.days.values_list("day", "works", "note")}
