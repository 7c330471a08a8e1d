"""Parts of a grant: they equal the whole to the fen, by share and by source."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.domain.tranches import PRESETS, amounts_of, parts_by_source, plan_of, triggers_of

FEN = st.integers(min_value=1, max_value=10**11)
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(FEN, st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=8))
def test_parts_make_up_the_whole_and_each_is_paid(whole: int, shares: list[int]) -> None:
    if whole < len(shares):
        with pytest.raises(ValueError, match="at least one fen"):
            amounts_of(whole, shares)
        return
    parts = amounts_of(whole, shares)
    assert sum(parts) == whole
    assert len(parts) == len(shares)
    assert min(parts) >= 1


@CALM
@given(st.lists(FEN, min_size=1, max_size=5), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_sources_pay_every_part_and_none_more_than_it_gives(sources: list[int], shares: list[int]) -> None:
    whole = sum(sources)
    if whole < len(shares):
        return
    amounts = amounts_of(whole, shares)
    rows = parts_by_source(amounts, sources)
    assert [sum(row) for row in rows] == amounts
    assert [sum(column) for column in zip(*rows, strict=True)] == sources
    assert min(min(row) for row in rows) >= 0


def test_parts_and_sources_of_different_money_are_refused() -> None:
    with pytest.raises(ValueError, match="same money"):
        parts_by_source([5], [4])


def test_the_presets_are_whole_and_divide_as_the_papers_say() -> None:
    assert {name: sum(shares) for name, shares in PRESETS.items()} == dict.fromkeys(PRESETS, 10_000)
    assert amounts_of(10_000_001, PRESETS["50/40/10"]) == [5_000_001, 4_000_000, 1_000_000]
    assert amounts_of(3, PRESETS["50/40/10"]) == [1, 1, 1]


@pytest.mark.parametrize(
    ("count", "triggers"),
    [
        (1, ["signed"]),
        (2, ["signed", "final_passed"]),
        (3, ["signed", "midterm_passed", "final_passed"]),
        (4, ["signed", "midterm_passed", "midterm_passed", "final_passed"]),
    ],
)
def test_a_signature_releases_the_first_part(count: int, triggers: list[str]) -> None:
    assert [str(each.value) for each in triggers_of(count)] == triggers


def test_without_a_plan_the_whole_is_paid_when_both_have_signed() -> None:
    assert plan_of([]) == [(10_000, "signed", [])]
    assert plan_of([(7_000, "signed", ("专账",)), (3_000, "final_passed", ())]) == [
        (7_000, "signed", ["专账"]), (3_000, "final_passed", []),
    ]  # fmt: skip
