"""A year's special days as lines: what the office writes is read, and what cannot be right is refused by its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.domain import calendar_lines
from rounds.domain.calendar_lines import Difference, SpecialDay
from venture.kernel.errors import RuleRefusal

weekdays = st.dates(min_value=date(2027, 1, 1), max_value=date(2027, 12, 31))
notes = st.text(alphabet="春节国庆调休元旦", max_size=10)


def test_lines_are_read_in_the_ways_people_write_them() -> None:
    typed = "2027-02-08 休 春节\n\n2027/2/20 班 春节调休\n2027年2月9日，休，春节\n2027.10.1 off"

    assert calendar_lines.read(typed, 2027) == {
        date(2027, 2, 8): SpecialDay(False, "春节"),
        date(2027, 2, 20): SpecialDay(True, "春节调休"),
        date(2027, 2, 9): SpecialDay(False, "春节"),
        date(2027, 10, 1): SpecialDay(False, ""),
    }


@pytest.mark.parametrize(
    ("typed", "code", "number"),
    [
        ("2027-02-08 休\nspring festival", "calendar_line_unreadable", 2),
        ("2027-02-30 休", "calendar_line_unreadable", 1),
        ("2027-02-08 maybe", "calendar_line_unreadable", 1),
        ("2026-02-09 休", "calendar_line_other_year", 1),
        ("2027-02-08 休\n2027-02-08 休", "calendar_line_twice", 2),
        ("2027-02-06 休 春节", "calendar_line_needless", 1),
        ("2027-02-08 班", "calendar_line_needless", 1),
    ],
)
def test_a_wrong_line_is_named(typed: str, code: str, number: int) -> None:
    with pytest.raises(RuleRefusal) as refused:
        calendar_lines.read(typed, 2027)

    assert (refused.value.code, refused.value.details["number"]) == (code, number)


@given(st.dictionaries(weekdays, notes))
def test_what_is_written_is_read_back(days: dict[date, str]) -> None:
    special = {day: SpecialDay(day.weekday() >= 5, note) for day, note in days.items()}

    assert calendar_lines.read(calendar_lines.write(special), 2027) == special


def test_a_difference_names_each_day_once() -> None:
    first, second, third = date(2027, 2, 8), date(2027, 2, 9), date(2027, 2, 10)
    before = {first: SpecialDay(False, "a"), second: SpecialDay(False, "b")}
    after = {second: SpecialDay(False, "c"), third: SpecialDay(False, "d")}

    assert calendar_lines.compare(before, after) == Difference((third,), (first,), (second,))
