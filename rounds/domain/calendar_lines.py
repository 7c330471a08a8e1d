"""A year's special days as people write them: one line a day, ``2027-02-08 休 春节`` or ``2027-02-20 班 春节调休``.

The form is that of the State Council office's yearly notice, read line by line. 休 is a day off on a weekday, 班 a day
of work on a weekend; what already is so by its weekday needs no line and is refused, because it is nearly always a
wrong date.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from venture.kernel.errors import RuleRefusal

SATURDAY = 5
WORDS = {"休": False, "班": True, "off": False, "work": True}
LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,，、]+(\S+?)(?:[\s,，、]+(.*))?")
NOTE_LENGTH = 40


@dataclass(frozen=True)
class SpecialDay:
    """One day that differs from its weekday."""

    works: bool
    note: str


def read(text: str, year: int) -> dict[date, SpecialDay]:
    """Return the special days that ``text`` names.

    Raise ``RuleRefusal`` with the number of the line: ``calendar_line_unreadable``, ``calendar_line_other_year``,
    ``calendar_line_twice``, ``calendar_line_needless``.
    """
    days: dict[date, SpecialDay] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        day, special = _read_line(line.strip(), number)
        if day.year != year:
            raise RuleRefusal("calendar_line_other_year", number=number, year=year)
        if day in days:
            raise RuleRefusal("calendar_line_twice", number=number, day=day.isoformat())
        if special.works == (day.weekday() < SATURDAY):
            raise RuleRefusal("calendar_line_needless", number=number, day=day.isoformat())
        days[day] = special
    return days


def from_file(content: bytes) -> str:
    """Return the text of a CSV file as offices save it: UTF-8 with or without a mark, or GB 18030; without its head."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    lines = [line.replace('"', "").strip(" ,\t") for line in text.splitlines()]
    if lines and not any(character.isdigit() for character in lines[0]):
        lines = lines[1:]
    return "\n".join(lines)


def _read_line(line: str, number: int) -> tuple[date, SpecialDay]:
    found = LINE.fullmatch(line)
    word = found[4].lower() if found else ""
    if found is None or word not in WORDS:
        raise RuleRefusal("calendar_line_unreadable", number=number, line=line[:60])
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise RuleRefusal("calendar_line_unreadable", number=number, line=line[:60]) from None
    return day, SpecialDay(WORDS[word], (found[5] or "").strip()[:NOTE_LENGTH])


def write(days: Mapping[date, SpecialDay]) -> str:
    """Return the lines that ``read`` reads back as the same days."""
    return "\n".join(
        f"{day.isoformat()} {'班' if special.works else '休'} {special.note}".rstrip()
        for day, special in sorted(days.items())
    )


@dataclass(frozen=True)
class Difference:
    """What a new list changes: days that are new, gone, or turned round."""

    added: tuple[date, ...]
    removed: tuple[date, ...]
    changed: tuple[date, ...]


def compare(before: Mapping[date, SpecialDay], after: Mapping[date, SpecialDay]) -> Difference:
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(day for day in before.keys() & after.keys() if before[day] != after[day])),
    )
