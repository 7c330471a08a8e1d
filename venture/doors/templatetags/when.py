"""Dates as offices write them, always Beijing time: 12月11日（星期五）17:00."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from venture.kernel.clock import BEIJING

register = template.Library()
ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"


@register.filter
def beijing(instant: datetime | None, with_year: str = "") -> str:
    """Return the instant with its weekday and minute; ``with_year`` non-empty names the year too."""
    if instant is None:
        return ""
    local = instant.astimezone(BEIJING)
    language = get_language()
    day = _with_weekday(local.date(), "DATE_FORMAT" if with_year else "MONTH_DAY_FORMAT", language)
    return f"{day}{local.hour:02}:{local.minute:02}"


@lru_cache(maxsize=2048)
def _with_weekday(day: date, form: str, language: str | None) -> str:
    weekday = f" ({day:%A}) " if language == "en" else f"（星期{WEEKDAYS[day.weekday()]}）"
    return f"{_written(day, form, language)}{weekday}"


@register.filter
def beijing_day(day: date | None, with_year: str = "") -> str:
    if day is None:
        return ""
    return _written(day, "DATE_FORMAT" if with_year else "MONTH_DAY_FORMAT", get_language())


@lru_cache(maxsize=2048)
def _written(day: date, form: str, language: str | None) -> str:
    """Return a day as the active ``language`` writes it; a list writes few days many times."""
    return date_format(day, form)


@register.simple_tag
def span(first: date | None, last: date | None) -> str:
    """Return a period: 11月16日–12月11日; whole months as 3–12月; the month is said once when it is the same."""
    if first is None or last is None:
        return str(_("To be announced"))
    if first == last:
        return beijing_day(first)
    if get_language() != "en" and first.year == last.year and first.day == 1 and (last + ONE_DAY).day == 1:
        return f"{first.month}月" if first.month == last.month else f"{first.month}–{last.month}月"
    if get_language() != "en" and (first.year, first.month) == (last.year, last.month):
        return f"{first.month}月{first.day}–{last.day}日"
    return f"{beijing_day(first)}–{beijing_day(last)}"
