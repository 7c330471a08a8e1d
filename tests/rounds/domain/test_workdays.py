"""Working days: weekdays less holidays plus make-up days, of years that are known."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.domain import workdays
from rounds.domain.workdays import Calendar, Estimate
from rounds.flows.calendars import load_announced_years
from rounds.models import WorkYear
from rounds.queries import calendar
from venture.kernel.errors import RuleRefusal

PLAIN = Calendar(frozenset(range(2000, 2100)), {})
days_between = st.dates(min_value=date(2010, 1, 1), max_value=date(2050, 12, 31))


@pytest.fixture
def announced(db: None) -> Calendar:
    load_announced_years()
    return calendar()


def test_five_working_days_from_a_wednesday_end_the_next_tuesday(announced: Calendar) -> None:
    # A published period counts its first day; a time limit after an event does not (《民法典》第二百零一条).
    assert workdays.last_of(date(2021, 8, 18), 5, announced) == date(2021, 8, 24)
    assert workdays.end_of(date(2021, 8, 18), 5, announced) == date(2021, 8, 25)


@pytest.mark.parametrize(
    "saturday_or_sunday",
    [
        "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12",
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ],
)  # fmt: skip
def test_make_up_days_of_three_years_are_worked(announced: Calendar, saturday_or_sunday: str) -> None:
    day = date.fromisoformat(saturday_or_sunday)

    assert (day.weekday() >= 5, announced.works(day)) == (True, True)


def test_every_day_of_every_announced_year_is_what_the_library_says(announced: Calendar) -> None:
    day, wrong = date(2004, 1, 1), []
    while day.year <= 2026:
        if announced.works(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)

    assert (sorted(announced.years), wrong) == (list(range(2004, 2027)), [])


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_leaves_a_year_written_by_hand_alone() -> None:
    WorkYear.objects.create(year=2026, source="by hand")
    first, second = load_announced_years(), load_announced_years()

    assert (len(first), 2026 in first, second) == (22, False, [])
    assert WorkYear.objects.get(year=2026).source == "by hand"


def test_a_period_into_a_year_that_is_not_loaded_is_refused_and_only_estimated(announced: Calendar) -> None:
    with pytest.raises(RuleRefusal) as refused:
        workdays.end_of(date(2026, 12, 29), 5, announced)

    assert (refused.value.code, refused.value.details) == ("calendar_year_missing", {"year": 2027})
    assert workdays.estimate(date(2026, 12, 29), 5, announced) == Estimate(date(2027, 1, 5), certain=False)
    assert workdays.estimate(date(2026, 12, 21), 5, announced).certain is True


@given(days_between, st.integers(min_value=1, max_value=60))
def test_a_period_ends_on_a_working_day_and_has_as_many_as_it_says(start: date, days: int) -> None:
    end = workdays.end_of(start, days, PLAIN)

    assert PLAIN.works(end)
    assert workdays.left_until(start, end, PLAIN) == days
    assert workdays.estimate(start, days, PLAIN) == Estimate(end, certain=True)
    assert workdays.last_of(start + timedelta(days=1), days, PLAIN) == end


@given(days_between, st.integers(min_value=1, max_value=30), st.integers(min_value=1, max_value=30))
def test_two_periods_one_after_the_other_are_one_long_period(start: date, first: int, second: int) -> None:
    assert workdays.end_of(workdays.end_of(start, first, PLAIN), second, PLAIN) == workdays.end_of(
        start, first + second, PLAIN
    )


@given(days_between, st.integers(min_value=1, max_value=30), st.integers(min_value=1, max_value=10))
def test_a_later_start_never_ends_earlier(start: date, days: int, later: int) -> None:
    assert workdays.end_of(start + timedelta(days=later), days, PLAIN) >= workdays.end_of(start, days, PLAIN)


@pytest.mark.parametrize("days", [0, -3])
def test_a_period_without_days_is_an_error(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        workdays.end_of(date(2025, 1, 1), days, PLAIN)
    with pytest.raises(ValueError, match="at least one day"):
        workdays.estimate(date(2025, 1, 1), days, PLAIN)


def test_nothing_is_left_of_a_period_that_is_over() -> None:
    assert workdays.left_until(date(2025, 3, 5), date(2025, 3, 4), PLAIN) == 0
