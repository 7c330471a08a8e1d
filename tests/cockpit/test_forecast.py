"""Where the pace of the last days leads: a straight line that never goes beyond the goal or the last day."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.forecast import Forecast, forecast

FIRST = date(2026, 12, 20)
TODAY, LAST = date(2026, 12, 28), date(2027, 1, 6)


def days(*counts: int) -> dict[date, int]:
    """Return counts day after day, the last of them today."""
    first = TODAY - timedelta(days=len(counts) - 1)
    return {first + timedelta(days=place): count for place, count in enumerate(counts)}


def test_the_last_three_whole_days_lead_on_to_the_goal() -> None:
    done = days(22, 39, 47, 47, 43, 64, 12, 12, 12, 0)

    assert forecast(done, 393, TODAY, LAST) == Forecast(Fraction(12), date(2027, 1, 5), 393, 393)
    assert forecast(done, 310, TODAY, LAST) == Forecast(Fraction(12), TODAY + timedelta(days=1), 310, 310)


def test_what_came_in_today_counts_but_tells_no_pace() -> None:
    assert forecast(days(10, 10, 10, 40), 100, TODAY, LAST) == Forecast(
        Fraction(10), TODAY + timedelta(days=3), 100, 100
    )


def test_a_pace_that_is_too_slow_ends_on_the_last_day_below_the_goal() -> None:
    found = forecast(days(1, 1, 1, 0), 100, TODAY, LAST)

    assert found == Forecast(Fraction(1), LAST, 12, 100)
    assert not found.in_time


def test_only_the_days_since_the_first_sheet_tell_the_pace() -> None:
    assert forecast(days(8, 0), 100, TODAY, LAST) == Forecast(Fraction(8), LAST, 80, 100)


def test_there_is_none_without_a_pace_or_without_anything_left() -> None:
    assert forecast({}, 10, TODAY, LAST) is None
    assert forecast(days(5), 10, TODAY, LAST) is None
    assert forecast(days(5, 0, 0, 0, 0), 10, TODAY, LAST) is None
    assert forecast(days(5, 5, 5), 15, TODAY, LAST) is None
    assert forecast(days(5, 5, 1), 15, LAST, LAST) is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=20), st.integers(1, 600))
def test_it_never_leads_beyond_goal_and_last_day(counts: list[int], goal: int) -> None:
    done = days(*counts)
    found = forecast(done, goal, TODAY, LAST)

    if found is not None:
        assert sum(done.values()) <= found.reached <= goal
        assert TODAY < found.ends_on <= LAST
        assert found.in_time or found.ends_on == LAST
