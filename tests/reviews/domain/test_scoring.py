"""What a sheet is worth and what it lacks; what does not apply is never counted as nought."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.domain.scoring import (
    Criterion,
    Marks,
    Problem,
    Rubric,
    half_up,
    points_of,
    problems_of,
    share_of,
    total_of,
)  # fmt: skip

RUBRIC = Rubric(
    (
        Criterion("need", "社会需求", 20),
        Criterion("basis", "需求依据", 15, "need"),
        Criterion("match", "与需求清单的匹配", 5, "need", may_not_apply=True),
        Criterion("plan", "方案可行", 70),
        Criterion("budget", "预算合理", 10, needs_reason=True),
    )
)
FULL: Marks = {"basis": 8, "match": 6, "plan": 9, "budget": 5}
levels = st.integers(1, 10)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """A rubric of one or two levels whose leaves weigh 100 together."""
    weights = draw(st.lists(st.integers(1, 30), min_size=2, max_size=7))
    branches = [Criterion(f"b{index}", f"B{index}", 0) for index in range(draw(st.integers(0, 2)))]
    leaves = [
        Criterion(f"c{index}", f"C{index}", weight, draw(st.sampled_from(["", *(each.key for each in branches)])), True)
        for index, weight in enumerate(weights)
    ]
    used = {each.parent for each in leaves}
    return Rubric((*(each for each in branches if each.key in used), *leaves))


def test_a_whole_sheet_lacks_nothing_and_is_worth_the_sum_of_its_points() -> None:
    problems = problems_of(RUBRIC, FULL, {"budget": "单价高于市场"}, "总体可行，建议资助", least=5)

    assert (problems, total_of(RUBRIC, FULL)) == ((), Fraction(12 + 3 + 63 + 5))


def test_everything_that_lacks_is_named_in_the_order_of_the_sheet() -> None:
    marks: Marks = {"match": None, "plan": 11, "budget": 5, "need": 3, "basis": None}
    loose = problems_of(RUBRIC, {"plan": 0}, {}, "")

    assert problems_of(RUBRIC, marks, {"budget": "  "}, " 可 行\n", least=5) == (
        Problem("na_not_allowed", "basis", {"name": "需求依据"}),
        Problem("mark_unknown", "plan", {"name": "方案可行"}),
        Problem("reason_missing", "budget", {"name": "预算合理"}),
        Problem("mark_unknown", "need", {"name": "need"}),
        Problem("comment_short", "", {"least": 5, "count": 2}),
    )
    assert [(each.code, each.key) for each in loose] == [
        ("mark_missing", "basis"), ("mark_missing", "match"), ("mark_unknown", "plan"), ("mark_missing", "budget"),
    ]  # fmt: skip


def test_a_sheet_on_which_nothing_applies_cannot_be_handed_in() -> None:
    rubric = Rubric((Criterion("only", "唯一", 100, may_not_apply=True),))

    assert problems_of(rubric, {"only": None}, {}, "") == (Problem("nothing_applies"),)
    with pytest.raises(ValueError, match="nothing"):
        total_of(rubric, {"only": None})


def test_a_sheet_without_a_mark_or_with_an_unknown_level_has_no_total() -> None:
    with pytest.raises(KeyError):
        total_of(RUBRIC, {"basis": 8})
    for level in (0, 11, True, None):
        with pytest.raises(ValueError, match="level"):
            points_of(RUBRIC.leaves[0], level)  # type: ignore[arg-type]


def test_a_branch_is_its_leaves_at_any_depth_and_has_a_share_of_its_own() -> None:
    deep = Rubric((Criterion("a", "A", 0), Criterion("b", "B", 0, "a"), Criterion("c", "C", 60, "b"),
                   Criterion("d", "D", 40)))  # fmt: skip

    assert [leaf.key for leaf in deep.leaves_under("a")] == ["c"]
    assert [leaf.key for leaf in RUBRIC.leaves_under("plan")] == ["plan"]
    assert share_of(RUBRIC, "need", FULL) == Fraction(75)
    assert share_of(RUBRIC, "need", {"basis": 8, "match": None}) == Fraction(80)
    assert share_of(RUBRIC, "need", {"match": None}) is None
    with pytest.raises(KeyError):
        RUBRIC.leaves_under("elsewhere")


@settings(max_examples=25, deadline=None)
@given(rubrics(), st.data())
def test_what_does_not_apply_leaves_the_sheet_as_if_it_were_not_in_the_rubric(
    rubric: Rubric, data: st.DataObject
) -> None:
    marks = {leaf.key: data.draw(levels) for leaf in rubric.leaves}
    gone = data.draw(st.sampled_from(rubric.leaves))
    without = Rubric(tuple(each for each in rubric.criteria if each.key != gone.key))
    rest = {key: level for key, level in marks.items() if key != gone.key}
    kept = total_of(rubric, {**rest, gone.key: None})

    if gone.parent and not any(each.parent == gone.parent for each in without.criteria):
        without = Rubric(tuple(each for each in without.criteria if each.key != gone.parent))
    assert kept == total_of(without, rest)
    # Neither nought nor the lowest level in its place would have been better for the project.
    assert kept >= total_of(rubric, {**rest, gone.key: 1})
    assert kept == share_of(rubric, gone.key, marks) or (kept > total_of(rubric, marks)) == (
        kept > (share_of(rubric, gone.key, marks) or 0)
    )


@settings(max_examples=25, deadline=None)
@given(rubrics(), st.data())
def test_a_total_lies_between_a_tenth_and_the_whole_and_a_better_mark_never_lowers_it(
    rubric: Rubric, data: st.DataObject
) -> None:
    marks = {leaf.key: data.draw(levels) for leaf in rubric.leaves}
    better = data.draw(st.sampled_from(rubric.leaves)).key
    raised = {**marks, better: min(10, marks[better] + 1)}

    assert 10 <= total_of(rubric, marks) <= total_of(rubric, raised) <= 100


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 200), "0.01"), (76, "76.00"), (Decimal("83.125"), "83.13"), (Decimal("83.1249"), "83.12"),
        (Fraction(2, 3), "0.67"), (0, "0.00"), (Decimal("99.995"), "100.00"),
    ],
)  # fmt: skip
def test_a_half_is_rounded_up(value: Fraction | Decimal | int, shown: str) -> None:
    assert str(half_up(value)) == shown


def test_negative_points_are_no_points() -> None:
    with pytest.raises(ValueError, match="negative"):
        half_up(Fraction(-1, 2))
