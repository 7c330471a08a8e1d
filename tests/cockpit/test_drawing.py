"""The charts' geometry: one square for each project, lines inside their frame, money beside its envelope."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cockpit.domain.drawing import BOTTOM, LEFT, RIGHT, TOP, burn, waffle
from cockpit.domain.forecast import forecast
from cockpit.domain.money import Purse, bars, spare, times

WAN = 1_000_000


@pytest.mark.parametrize("counts", [[71, 34, 17, 9], [1], [0, 3], [1000, 0, 0]])
def test_there_is_one_square_for_each_project_and_all_lie_inside(counts: list[int]) -> None:
    drawn = waffle(counts)

    assert [band.count("M") for band in drawn.bands] == counts
    places = [each.split("h")[0] for band in drawn.bands for each in band.split("M")[1:]]
    assert len(set(places)) == sum(counts)
    assert all(int(x) < drawn.width and int(y) < drawn.height for x, y in (each.split() for each in places))


def test_the_line_grows_to_what_is_in_and_the_dashes_go_on_to_the_forecast() -> None:
    first, today, last = date(2026, 12, 20), date(2026, 12, 24), date(2027, 1, 6)
    done = {first + timedelta(days=place): 10 for place in range(5)}
    drawn = burn(done, 100, (first, today, last), forecast(done, 100, today, last))

    points = [tuple(map(float, each.split(","))) for each in drawn.line.split()]
    assert points[0] == (LEFT, BOTTOM - 9.2)
    assert [point[0] for point in points] == sorted(point[0] for point in points)
    assert (drawn.now, drawn.ahead) == (("141.3", f"{(BOTTOM + TOP) / 2:.1f}"), ("275.4", f"{float(TOP)}"))
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in points)


def test_what_may_be_moved_is_named_only_where_another_field_asks_for_more() -> None:
    relief, elderly = Purse("relief", "济困", 84 * WAN, 90 * WAN), Purse("elderly", "为老", 512 * WAN, 180 * WAN)

    assert spare([relief, elderly]) == [relief]
    assert (spare([relief]), relief.left, elderly.left) == ([], 6 * WAN, 0)
    assert (elderly.times, relief.times, times(5, 0)) == (Decimal("2.8"), Decimal("0.9"), None)
    assert [(bar.asked, bar.within, bar.mark) for bar in bars([elderly])] == [(520, 183, 180)]
