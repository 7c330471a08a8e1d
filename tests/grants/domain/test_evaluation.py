"""Points, totals and grades follow from the round's items and bands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.evaluation import (
    RATIO,
    Band,
    Extra,
    Grade,
    Item,
    Mark,
    evaluate,
    grade_of,
    percent_of,
    points_by_ratio,
)

BANDS = (Band(100, 15), Band(80, 10), Band(60, 5), Band(0, 0))
ITEMS = (
    Item("plan", "项目实施", "按计划开展活动", 20),
    Item("output", "项目实施", "活动产出达到中期目标", 15, RATIO, BANDS),
    Item("team", "人力物资投入", "团队与社工到位", 15),
)
GRADES = (Grade("合格", 30, True), Grade("不合格", 0, False, "三十日内整改"), Grade("优秀", 45, True))


@pytest.mark.parametrize(
    ("reached", "target", "percent"), [(0, 10, 0), (599, 1000, 59), (600, 1000, 60), (12, 10, 120), (0, 0, 100)]
)
def test_a_ratio_is_rounded_down_so_that_59_9_percent_is_not_60(reached: int, target: int, percent: int) -> None:
    assert percent_of(reached, target) == percent


@pytest.mark.parametrize(("percent", "points"), [(0, 0), (59, 0), (60, 5), (79, 5), (80, 10), (100, 15), (250, 15)])
def test_the_highest_band_reached_gives_the_points(percent: int, points: int) -> None:
    assert points_by_ratio(percent, BANDS) == points


def test_points_extras_total_grade_and_dimensions_of_an_evaluation() -> None:
    marks = {"plan": Mark(given=1850), "output": Mark(reached=17, target=20), "team": Mark(given=1500)}
    result = evaluate(ITEMS, GRADES, marks, [Extra(-200, "中期报告逾期两日")])

    assert [(line.item.key, line.hundredths, line.percent) for line in result.lines] == [
        ("plan", 1850, None), ("output", 1000, 85), ("team", 1500, None),
    ]  # fmt: skip
    assert (result.total, result.passed, result.missing) == (4150, True, ())
    assert result.grade == GRADES[0]
    assert result.dimensions == (("项目实施", 2850, 35), ("人力物资投入", 1500, 15))


def test_without_all_points_there_is_no_total_and_what_is_missing_is_named() -> None:
    result = evaluate(ITEMS, GRADES, {"plan": Mark(given=0), "output": Mark(reached=3)})
    assert (result.total, result.grade, result.passed, result.missing) == (None, None, None, ("output", "team"))


@pytest.mark.parametrize("given_points", [-1, 2001])
def test_points_outside_the_item_are_refused(given_points: int) -> None:
    with pytest.raises(ValueError, match="plan takes 0 to 20 points"):
        evaluate(ITEMS, GRADES, {"plan": Mark(given=given_points)})


def test_below_every_grade_there_is_none() -> None:
    assert grade_of(2999, [GRADES[0]]) is None


marks_of = st.fixed_dictionaries({
    "plan": st.builds(Mark, given=st.integers(0, 2000)),
    "output": st.builds(Mark, reached=st.integers(0, 500), target=st.integers(0, 300)),
    "team": st.builds(Mark, given=st.integers(0, 1500)),
})  # fmt: skip
extras_of = st.lists(st.builds(Extra, st.integers(-6000, 6000), st.just("理由")), max_size=3)


@given(marks_of, extras_of)
def test_a_total_stays_between_nothing_and_all_points_and_more_never_means_less(
    marks: dict[str, Mark], extras: list[Extra]
) -> None:
    result = evaluate(ITEMS, GRADES, marks, extras)
    assert result.total is not None
    assert 0 <= result.total <= 5000
    assert sum(earned for _name, earned, _most in result.dimensions) == sum(
        line.hundredths or 0 for line in result.lines
    )

    better = {**marks, "plan": Mark(given=2000)}
    more = evaluate(ITEMS, GRADES, better, extras)
    assert more.total is not None
    assert more.total >= result.total
