"""The working-day calendar: announced years from the library chinesecalendar, any year by hand.

A change never moves what was published: a notice keeps the end that was computed when it was published.
"""

from importlib.metadata import version
from typing import Any

from chinese_calendar import constants
from django.db import transaction

from rounds.domain import calendar_lines
from rounds.models import WorkDay, WorkYear
from rounds.queries import special_days
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

SATURDAY = 5


@transaction.atomic
def load_announced_years(*, actor: Any = None) -> list[int]:
    """Load every announced year that is not there yet and return those years. A year that is there is left alone.

    Source: 国务院办公厅关于某年部分节假日安排的通知, as the library gives it. A later year is entered by hand.
    """
    there = set(WorkYear.objects.values_list("year", flat=True))
    loaded = sorted({day.year for day in constants.holidays} - there)
    source = f"国务院办公厅节假日安排通知（chinesecalendar {version('chinesecalendar')}）"
    for year in loaded:
        kept = WorkYear.objects.create(year=year, source=source)
        special = [
            WorkDay(year=kept, day=day, works=False, note=_occasion(name))
            for day, name in constants.holidays.items()
            if day.year == year and day.weekday() < SATURDAY
        ]
        special += [
            WorkDay(year=kept, day=day, works=True, note=_occasion(name))
            for day, name in constants.workdays.items()
            if day.year == year and day.weekday() >= SATURDAY
        ]
        WorkDay.objects.bulk_create(special)
        record(actor=actor, verb="calendar.load", subject=kept, after=year, days=len(special), source=source)
    return loaded


@transaction.atomic
def write_year(*, year: int, source: str, lines: str, actor: Any) -> calendar_lines.Difference:
    """Set the special days of a year to what ``lines`` say and return what that changed.

    Raise ``RuleRefusal`` ``calendar_source_missing`` or what ``calendar_lines.read`` finds wrong with a line.
    """
    if not source.strip():
        raise RuleRefusal("calendar_source_missing")
    days = calendar_lines.read(lines, year)
    kept, _made = WorkYear.objects.select_for_update().get_or_create(year=year, defaults={"source": source.strip()})
    before = special_days(kept)
    difference = calendar_lines.compare(before, days)
    kept.days.all().delete()
    WorkDay.objects.bulk_create(
        WorkDay(year=kept, day=day, works=special.works, note=special.note) for day, special in sorted(days.items())
    )
    WorkYear.objects.filter(pk=kept.pk).update(source=source.strip())
    record(
        actor=actor,
        verb="calendar.write",
        subject=kept,
        before=calendar_lines.write(before),
        after=calendar_lines.write(days),
        source=source.strip(),
    )
    return difference


def _occasion(name: str) -> str:
    return next((each.chinese for each in constants.Holiday if each.value == name), name)
