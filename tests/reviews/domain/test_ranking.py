"""From sheets to ranks: what is dropped, what lacks, how ties are parted, and that nothing depends on the order."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.domain.dispute import disputes, needing_one_more
from reviews.domain.draw import Secret, draw, lot_plan
from reviews.domain.ranking import (
    Entrant,
    Inputs,
    RankingRules,
    Row,
    Sheet,
    StageRule,
    aggregate,
    needs_lot,
    rank,
)  # fmt: skip
from tests.reviews.domain.reckonings import MEASURES, RUBRIC, TIES, inputs

PLAIN = RankingRules(RUBRIC, (StageRule("review"),), TIES, MEASURES)


def sheets(project: str, *totals: str, stage: str = "review") -> list[Sheet]:
    return [Sheet(project, stage, f"e{number}", total=Decimal(total)) for number, total in enumerate(totals, 1)]


def even(project: str, level: int, **others: int) -> Sheet:
    marks = dict.fromkeys(("basis", "match", "plan", "budget"), level) | others
    return Sheet(project, "review", "e1", marks=marks)


def order(
    rules: RankingRules, entrants: Sequence[Entrant], given_: Sequence[Sheet]
) -> list[tuple[int | None, str, str]]:
    return [(row.rank, row.code, row.tie) for row in rank(Inputs(rules, tuple(entrants), tuple(given_))).rows]


def test_the_seven_sheets_of_the_prototype_drop_one_highest_and_one_lowest() -> None:
    totals = ["80.5", "68.5", "77", "76", "75.5", "74", "77.5"]
    found = aggregate(
        "panel", [(f"e{n}", Fraction(each)) for n, each in enumerate(totals, 1)], drop_extremes=True, apart=10
    )

    assert (found.mean, found.dropped, found.low, found.high, found.n) == (
        Decimal("76.00"), ("e2", "e1"), Decimal("68.50"), Decimal("80.50"), 7,
    )  # fmt: skip
    assert (found.deviation, found.wide, found.kept) == (Decimal("3.44"), True, {"e3", "e4", "e5", "e6", "e7"})
    assert aggregate("panel", [("e", Fraction(n)) for n in (70, 80)], apart=10).wide is False


@pytest.mark.parametrize(("count", "dropped"), [(4, ()), (5, ("e1", "e5"))])
def test_extremes_are_dropped_from_five_sheets_on(count: int, dropped: tuple[str, ...]) -> None:
    found = aggregate("review", [(f"e{n}", Fraction(10 * n)) for n in range(1, count + 1)], drop_extremes=True)

    assert (found.dropped, found.mean) == (dropped, Decimal(10 * (count + 1)) / 2)


def test_a_recusal_that_leaves_four_drops_nothing_and_the_recused_sheet_does_not_count() -> None:
    rules = replace(PLAIN, stages=(StageRule("review", drop_extremes=True),))
    given_ = sheets("A", "60", "70", "80", "90", "10")
    given_[4] = replace(given_[4], state="recused")
    (row,) = rank(Inputs(rules, (Entrant("A"),), tuple(given_))).rows

    assert (row.mean, row.stages[0].n, row.stages[0].dropped) == (Decimal("75.00"), 4, ())


def test_a_missing_sheet_is_never_nought_it_leaves_the_project_without_a_rank() -> None:
    rules = replace(PLAIN, stages=(StageRule("review", least=2),))
    entrants = [Entrant(code) for code in "DCBA"]
    given_ = [*sheets("A", "60", "62"), *sheets("B", "90", "95"), *sheets("C", "99")]
    given_.append(Sheet("B", "review", "late", "open"))
    rows = rank(Inputs(rules, tuple(entrants), tuple(given_))).rows

    assert [(row.rank, row.code, row.mean, row.why, row.details) for row in rows] == [
        (1, "A", Decimal("61.00"), "", {}),
        (None, "B", None, "sheets_missing", {"stage": "review", "open": 1, "count": 2, "least": 2}),
        (None, "C", None, "too_few_sheets", {"stage": "review", "open": 0, "count": 1, "least": 2}),
        (None, "D", None, "stage_missing", {"stage": "review", "open": 0, "count": 0, "least": 2}),
    ]


def test_stages_on_different_scales_are_brought_to_a_hundred_and_weighted() -> None:
    stages = (StageRule("review", 6_000, threshold=75), StageRule("panel", 4_000, 10))
    given_ = [*sheets("A", "80", "81"), *sheets("A", "9", "8.5", stage="panel")]
    given_ += [*sheets("B", "70", "72"), *sheets("B", "10", stage="panel")]
    rows = rank(Inputs(replace(PLAIN, stages=stages), (Entrant("A"), Entrant("B")), tuple(given_))).rows

    # 80.5 × 60 % + 87.5 × 40 %, and 71 × 60 % + 100 × 40 %: the second lies below the pass mark of its first stage.
    assert [(row.code, row.mean, row.passes) for row in rows] == [
        ("A", Decimal("83.30"), True), ("B", Decimal("82.60"), False),
    ]  # fmt: skip


def test_the_pass_mark_of_the_result_is_held_against_the_published_figure() -> None:
    rules = replace(PLAIN, threshold=Decimal(60))
    rows = rank(Inputs(rules, (Entrant("A"), Entrant("B")), tuple(sheets("A", "59.995") + sheets("B", "59.99")))).rows

    assert [(row.mean, row.passes) for row in rows] == [(Decimal("60.00"), True), (Decimal("59.99"), False)]


def test_ties_are_parted_by_the_rules_in_their_order_and_the_lot_is_the_last() -> None:
    tickets = draw(lot_plan("lot", list("DEF")), Secret("salt", "seed")).tickets
    first, second, third = sorted("DEF", key=tickets.__getitem__)
    entrants = [
        Entrant("A"),
        Entrant("B", 3, True),
        Entrant("C", 4),
        *(Entrant(c, 3, c != "D", tickets[c]) for c in "DEF"),
    ]
    given_ = [even("A", 8, basis=10, plan=7, budget=9, match=6), *(even(code, 8) for code in "BCDEF")]
    given_[0] = replace(given_[0], marks={"basis": 9, "match": 8, "plan": 8, "budget": 7})
    found = order(PLAIN, entrants, given_)
    firsts = [code for code in (first, second, third) if code != "D"]

    assert found == [
        (1, "A", ""), (2, "C", "need_score"), (3, firsts[0], "grade"), (4, firsts[1], "lot"), (5, "B", "lot"),
        (6, "D", "first_time"),
    ]  # fmt: skip


def test_what_only_a_lot_can_part_shares_its_rank_until_the_lot_is_drawn() -> None:
    given_ = [even(code, 8) for code in "ABC"] + [even("D", 9), even("E", 7)]
    ranking = rank(Inputs(PLAIN, tuple(Entrant(code) for code in "ABCDE"), tuple(given_)))

    assert [(row.rank, row.code, row.tied) for row in ranking.rows] == [
        (1, "D", False), (2, "A", True), (2, "B", True), (2, "C", True), (5, "E", False),
    ]  # fmt: skip
    assert needs_lot(ranking) == (("A", "B", "C"),)


def test_only_published_figures_are_compared() -> None:
    # 80.001 and 80.004 are both published as 80.00: the tie rule decides, not the third place.
    entrants = [Entrant("A", grade=3), Entrant("B", grade=4)]

    assert order(PLAIN, entrants, sheets("A", "80.004") + sheets("B", "80.001")) == [(1, "B", ""), (2, "A", "grade")]


def test_wide_disagreements_are_named_once_the_widest_first() -> None:
    rules = replace(PLAIN, stages=(StageRule("review", apart=15),))
    given_ = [*sheets("A", "60", "80"), *sheets("B", "70", "85"), *sheets("C", "50", "90")]
    ranking = rank(Inputs(rules, tuple(Entrant(code) for code in "ABC"), tuple(given_)))
    found = disputes(ranking, {("C", "review")})

    assert [(each.project, each.difference, each.lowest, each.highest, each.answered) for each in found] == [
        ("C", 40, "e1", "e2", True), ("A", 20, "e1", "e2", False),
    ]  # fmt: skip
    assert [each.project for each in needing_one_more(ranking, {("C", "review")})] == ["A"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ties": ("lot", "grade")}, {"ties": ("grade", "grade")}, {"ties": ("luck",)}, {"measures": {}}, {"stages": ()},
        {"stages": (StageRule("review", 0),)}, {"stages": (StageRule("review", least=0),)},
        {"stages": (StageRule("review"), StageRule("review"))},
    ],
)  # fmt: skip
def test_rules_that_contradict_themselves_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Inputs(replace(PLAIN, **wrong), (Entrant("A"),), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet("B", "review", "e", total=Decimal(1)), Sheet("A", "panel", "e", total=Decimal(1)),
        Sheet("A", "review", "e", total=Decimal(101)), Sheet("A", "review", "e"), Sheet("A", "review", "e", "lost"),
        Sheet("A", "review", "e", marks={}, total=Decimal(1)),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_count_is_refused(sheet: Sheet) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Inputs(PLAIN, (Entrant("A"),), (sheet,))


def above(one: Row, other: Row) -> bool:
    return (one.mean or 0) > (other.mean or 0)


def holds_together(made: Inputs, seed: int) -> None:
    """Ranks follow the means, numbers are those of a competition, and neither order nor recused sheets matter."""
    ranking = rank(made)
    ranked = [row for row in ranking.rows if not row.why]
    # Points that come on top of the experts' hundred may lead beyond it, and no further.
    most = 100 + sum(each.points for each in made.rules.components if each.on_top)
    for index, row in enumerate(ranked):
        assert row.rank == 1 + sum(other.rank < row.rank for other in ranked)  # type: ignore[operator]
        assert not any(above(other, row) for other in ranked[index + 1 :])
        assert row.mean is not None
        assert 0 <= row.mean <= most
        for each in row.stages:
            assert (each.low <= each.mean <= each.high, len(each.totals) - len(each.dropped) >= 1) == (True, True)
    random = Random(seed)
    mixed = replace(
        made,
        entrants=tuple(random.sample(made.entrants, len(made.entrants))),
        sheets=tuple(random.sample(made.sheets, len(made.sheets))),
    )
    assert rank(mixed) == ranking
    recused = tuple(each for each in made.sheets if each.state != "recused")
    without = rank(replace(made, sheets=recused))
    assert {row.code: (row.rank, row.mean) for row in without.rows} == {
        row.code: (row.rank, row.mean) for row in ranking.rows
    }
    assert (without.fingerprint == ranking.fingerprint) == (recused == made.sheets)


@settings(max_examples=10, deadline=None)
@given(inputs(), st.integers())
def test_any_ranking_holds_together(made: Inputs, seed: int) -> None:
    holds_together(made, seed)


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(inputs(9), st.integers())
def test_many_rankings_hold_together(made: Inputs, seed: int) -> None:
    holds_together(made, seed)
