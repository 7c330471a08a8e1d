"""Points beside the experts' marks: in proportion, capped, never a loss; and nothing of them where a round has none."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.domain.ranking import Component, Entrant, Inputs, RankingRules, Row, Sheet, StageRule, bundle, rank
from reviews.domain.ranking.components import gained, joined
from tests.reviews.domain.reckonings import MEASURES, RUBRIC, TIES, inputs

SEED = Component("donations", 20, 5_000)
PLAIN = RankingRules(RUBRIC, (StageRule("review"),), TIES, MEASURES)
fen = st.integers(0, 10**12)
components = st.builds(Component, st.just("donations"), st.integers(1, 99), st.integers(1, 10_000), st.booleans())


def sheet(project: str, total: str) -> Sheet:
    return Sheet(project, "review", "e1", total=Decimal(total))


def ranked(component: Component, *given_: tuple[str, str, int]) -> list[Row]:
    """Rank projects of (code, experts' total, donated) with a budget of 100 each."""
    entrants = tuple(Entrant(code, shares={component.key: (donated, 100)}) for code, _total, donated in given_)
    sheets = tuple(sheet(code, total) for code, total, _donated in given_)
    return list(rank(Inputs(replace(PLAIN, components=(component,)), entrants, sheets)).rows)


@pytest.mark.parametrize(
    ("part", "whole", "points"),
    [
        (0, 100, "0.00"), (1, 300, "0.13"), (25, 100, "10.00"), (50, 100, "20.00"), (51, 100, "20.00"),
        (10**15, 1, "20.00"), (5, 0, "0.00"), (-5, 100, "0.00"),
    ],
)  # fmt: skip
def test_points_are_in_proportion_up_to_the_share_that_earns_all_of_them(part: int, whole: int, points: str) -> None:
    found = gained(part, whole, SEED)

    assert (found, str(found)) == (Decimal(points), points)


def test_within_the_hundred_the_experts_weigh_the_rest_and_on_top_they_stay_whole() -> None:
    points = {"donations": Decimal("12.50")}

    assert joined(Decimal("81.33"), points, (SEED,)) == Decimal("77.56")  # 65.064 + 12.5
    assert joined(Decimal("81.33"), points, (replace(SEED, on_top=True),)) == Decimal("93.83")


@given(components, fen, fen, st.integers(1, 10**12), st.integers(0, 10_000))
def test_more_money_never_lowers_a_result_and_the_cap_holds(
    component: Component, some: int, more: int, budget: int, hundredths: int
) -> None:
    experts = Decimal(hundredths).scaleb(-2)
    less, greater = gained(some, budget, component), gained(some + more, budget, component)
    results = [joined(experts, {"donations": each}, (component,)) for each in (Decimal(0), less, greater)]

    assert Decimal(0) <= less <= greater <= component.points
    assert sorted(results) == results
    assert results[-1] <= 100 + (component.points if component.on_top else 0)


def test_a_project_without_donations_has_nought_points_and_keeps_its_rank() -> None:
    rows = ranked(SEED, ("A", "90", 0), ("B", "80", 10), ("C", "70", 500))

    assert [(row.rank, row.code, row.mean, row.experts, row.points) for row in rows] == [
        (1, "C", Decimal("76.00"), Decimal("70.00"), {"donations": Decimal("20.00")}),
        (2, "A", Decimal("72.00"), Decimal("90.00"), {"donations": Decimal("0.00")}),
        (3, "B", Decimal("68.00"), Decimal("80.00"), {"donations": Decimal("4.00")}),
    ]


def test_equal_results_are_parted_by_the_tie_rules_as_before_never_by_money() -> None:
    rows = ranked(SEED, ("A", "90", 0), ("B", "85", 10))
    fed = Inputs(
        replace(PLAIN, components=(SEED,)),
        (Entrant("A", 3, shares={"donations": (0, 100)}), Entrant("B", 4, shares={"donations": (10, 100)})),
        (sheet("A", "90"), sheet("B", "85")),
    )

    assert [(row.rank, row.mean, row.tied) for row in rows] == [(1, Decimal("72.00"), True)] * 2
    assert [(row.rank, row.code, row.tie) for row in rank(fed).rows] == [(1, "B", ""), (2, "A", "grade")]


def test_what_lacks_sheets_has_no_result_whatever_was_donated_and_na_leaves_its_weight() -> None:
    rules = replace(PLAIN, components=(SEED,))
    marks = {"basis": 8, "match": None, "plan": 8, "budget": 8}
    entrants = (Entrant("A", shares={"donations": (99, 100)}), Entrant("B", shares={"donations": (0, 100)}))
    rows = rank(Inputs(rules, entrants, (Sheet("B", "review", "e1", marks=marks),))).rows

    assert [(row.rank, row.code, row.mean, row.experts, row.points, row.why) for row in rows] == [
        (1, "B", Decimal("64.00"), Decimal("80.00"), {"donations": Decimal("0.00")}, ""),
        (None, "A", None, None, {}, "stage_missing"),
    ]


def test_the_pass_mark_of_a_stage_is_the_experts_and_that_of_the_result_is_of_both() -> None:
    stages = (StageRule("review", threshold=75),)
    rules = replace(PLAIN, stages=stages, components=(SEED,), threshold=Decimal(70))
    given_ = {"A": 50, "B": 50, "C": 0}
    entrants = tuple(Entrant(code, shares={"donations": (part, 100)}) for code, part in given_.items())
    rows = rank(Inputs(rules, entrants, (sheet("A", "74"), sheet("B", "75"), sheet("C", "87")))).rows

    assert {row.code: (row.mean, row.passes) for row in rows} == {
        "A": (Decimal("79.20"), False), "B": (Decimal("80.00"), True), "C": (Decimal("69.60"), False),
    }  # fmt: skip


def test_a_round_without_components_has_the_bytes_it_always_had() -> None:
    made = Inputs(
        PLAIN, (Entrant("A", 3, True, "0a"), Entrant("B")),
        (
            Sheet("A", "review", "e1", marks={"basis": 8, "match": None, "plan": 7, "budget": 9}),
            sheet("B", "70"),
        ),
    )  # fmt: skip
    told = json.dumps(bundle(made, rank(made)), sort_keys=True, ensure_ascii=False)

    assert rank(made).fingerprint == "d627ab8aeacc1c05b38a769a22bf995986b334222801d119bffb328550630552"
    assert hashlib.sha256(told.encode()).hexdigest() == (
        "f756d99f6b527d20576875291d64b27124c0d7734daae3eae4c1fea04e541557"
    )


@settings(max_examples=20, deadline=None)
@given(inputs())
def test_the_experts_mean_is_what_the_result_would_be_without_components(made: Inputs) -> None:
    alone = Inputs(
        replace(made.rules, components=()), tuple(replace(each, shares={}) for each in made.entrants), made.sheets
    )
    without = {row.code: (row.mean, row.why, row.stages, row.measures) for row in rank(alone).rows}

    for row in rank(made).rows:
        mean = row.experts if made.rules.components else row.mean
        assert (mean, row.why, row.stages, row.measures) == without[row.code]


@pytest.mark.parametrize(
    ("found", "shares", "why"),
    [
        ((Component("donations", 100),), {"donations": (1, 2)}, "experts' marks weigh"),
        ((Component("donations", 60), Component("votes", 40)), {"donations": (1, 2), "votes": (1, 2)}, "marks weigh"),
        ((Component("donations", 0),), {"donations": (1, 2)}, "points count"),
        ((SEED, SEED), {"donations": (1, 2)}, "twice"),
        ((Component("experts", 20),), {"experts": (1, 2)}, "twice"),
        ((SEED,), {}, "share of every project"),
        ((), {"donations": (1, 2)}, "share of every project"),
        ((SEED,), {"donations": (1, 0)}, "part of something"),
        ((SEED,), {"donations": (-1, 2)}, "part of something"),
    ],
)
def test_components_that_contradict_themselves_are_refused(
    found: tuple[Component, ...], shares: dict[str, tuple[int, int]], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Inputs(replace(PLAIN, components=found), (Entrant("A", shares=shares),), (sheet("A", "80"),))
