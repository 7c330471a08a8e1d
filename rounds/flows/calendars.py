"""Working days of the years that the State Council's office has announced, from the library chinesecalendar."""

from importlib.metadata import version

from chinese_calendar import constants
from django.db import transaction

from rounds.models import WorkDay, WorkYear

SATURDAY = 5


@transaction.atomic
def load_announced_years() -> list[int]:
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
    return loaded


def _occasion(name: str) -> str:
    return next((each.chinese for each in constants.Holiday if each.value == name), name)
