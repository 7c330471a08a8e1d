"""Rules over budgets: states, shares and remedies to the fen, in any order of rows."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.budget import Act, Line, Remedy, Rule, Slice, State, Sums, judge, mix, sums
from projects.domain.form.sections import COSTS
from projects.enums import CostCategory
from rounds.enums import BudgetRuleKind
from tests.projects.domain.budgets import follow, line, lines, rules

Kind = BudgetRuleKind
PRESETS = Path("rounds/presets")
# The prototype's screen: 193,200 of grant money, of it 62,400 for staff.
SCREEN = [
    line("patrol", "activity", 25, quantity="1920"),
    line("tea", "activity", 1200, quantity="24", own=7200),
    line("drill", "activity", 1800, quantity="8"),
    line("bracelet", "material", 320, quantity="60"),
    line("rail", "material", 360, quantity="60", own=10800),
    line("worker", "personnel", 4200, quantity="12"),
    line("supervisor", "personnel", 1000, quantity="12"),
    line("film", "publicity", 6000),
    line("survey", "publicity", 2400, quantity="2"),
    line("office", "overhead", 10000, own=4000),
]


def preset(city: str) -> list[Rule]:
    rows = json.loads((PRESETS / f"{city}.json").read_text(encoding="utf-8"))["budget_rules"]
    names = ("name", "kind", "base", "value", "blocks", "citation")
    return [
        Rule(**{name: row[name] for name in names}, categories=tuple(row["categories"]), sources=tuple(row["sources"]))
        for row in rows
    ]


def test_the_categories_of_form_and_engine_are_the_same() -> None:
    assert tuple(CostCategory.values) == COSTS


@given(lines())
def test_the_parts_equal_the_whole_to_the_fen(budget: list[Line]) -> None:
    whole, groups = sums(budget)

    assert whole.grant_fen + whole.own_fen + whole.donation_fen == whole.total_fen == sum(x.total_fen for x in budget)
    for name in ("total_fen", "grant_fen", "own_fen", "donation_fen"):
        assert sum(getattr(group, name) for group in groups.values()) == getattr(whole, name)
    assert {category: sum(each.total_fen for each in budget if each.category == category) for category in groups} == {
        category: group.total_fen for category, group in groups.items()
    }


@pytest.mark.parametrize(
    ("price_fen", "quantity", "total_fen"),
    [(1, "0.5", 1), (1, "0.49", 0), (3, "0.5", 2), (333, "3", 999), (10**12, "99999.99", 99_999_990_000_000_000)],
)
def test_half_a_fen_is_rounded_up(price_fen: int, quantity: str, total_fen: int) -> None:
    assert Line("a", "other", price_fen=price_fen, quantity=Decimal(quantity)).total_fen == total_fen


@given(lines())
def test_the_mix_adds_up_to_a_hundred_percent_or_is_empty(budget: list[Line]) -> None:
    slices = mix(budget)

    assert sum(each.share for each in slices) == (10_000 if any(each.grant_fen for each in budget) else 0)
    assert sum(each.fen for each in slices) == sum(each.grant_fen for each in budget)
    assert slices == sorted(slices, key=lambda each: (-each.fen, each.category))


def test_the_mix_of_the_screen_is_by_size_and_by_largest_remainder() -> None:
    assert mix(SCREEN) == [
        Slice("activity", 8_400_000, 4348),
        Slice("personnel", 6_240_000, 3230),
        Slice("material", 3_000_000, 1553),
        Slice("publicity", 1_080_000, 559),
        Slice("overhead", 600_000, 310),
    ]
    assert sums(SCREEN)[0] == Sums(21_520_000, 19_320_000, 2_200_000, 0)


@given(lines(), st.lists(rules(), max_size=4), st.randoms())
def test_the_order_of_rows_never_matters(budget: list[Line], some: list[Rule], random) -> None:  # type: ignore[no-untyped-def]
    mixed = random.sample(budget, len(budget))

    assert judge(mixed, some) == judge(budget, some)
    assert mix(mixed) == mix(budget)
    assert sums(mixed)[1] == sums(budget)[1]


@given(lines(), rules())
def test_a_remedy_satisfies_its_rule_and_one_fen_less_does_not(budget: list[Line], rule: Rule) -> None:
    (verdict,) = judge(budget, [rule])

    assert (verdict.state == State.OK) == (verdict.remedies == () and verdict.kept)
    for remedy in verdict.remedies:
        assert judge(follow(budget, remedy), [rule])[0].kept
        assert not judge(follow(budget, remedy, less=1), [rule])[0].kept


@given(lines(), rules())
def test_what_breaks_an_upper_bound_can_always_be_mended(budget: list[Line], rule: Rule) -> None:
    (verdict,) = judge(budget, [rule])

    if not verdict.kept and rule.kind not in {Kind.MIN_AMOUNT, Kind.MIN_SHARE}:
        assert verdict.remedies
    assert verdict.state in ({State.OK, State.BLOCK} if rule.blocks else {State.OK, State.WARN})


@given(lines(), rules())
def test_a_broken_share_never_reads_as_kept(budget: list[Line], rule: Rule) -> None:
    (verdict,) = judge(budget, [rule])

    if rule.kind == Kind.MAX_SHARE:
        assert verdict.kept == (verdict.actual <= verdict.bound)
        assert verdict.kept == (verdict.counted_fen <= verdict.limit_fen)
    if rule.kind == Kind.MIN_SHARE:
        assert verdict.kept == (verdict.counted_fen >= verdict.limit_fen)
        assert verdict.kept or verdict.actual < verdict.bound


def test_the_base_shrinks_with_the_cut() -> None:
    """62,400 of 193,200 is 32.3 %; to cut only the 4,440 above 30 % would leave 30.7 %."""
    rule = Rule("staff", Kind.MAX_SHARE, ("personnel",), value=3000)

    (verdict,) = judge(SCREEN, [rule])

    assert (verdict.actual, verdict.bound, verdict.counted_fen, verdict.limit_fen) == (3230, 3000, 6_240_000, 5_796_000)
    assert verdict.lines == ("worker", "supervisor")
    assert verdict.remedies == (
        Remedy(Act.CUT, 634_286, ("grant",), categories=("personnel",)),
        Remedy(Act.SWAP, 634_286, ("grant",), "own", ("personnel",)),
    )


def test_grant_base_and_whole_base_are_kept_apart() -> None:
    budget = [line("worker", "personnel", 40_000), line("tea", "activity", 160_000, own=100_000)]
    of_grant = Rule("staff", Kind.MAX_SHARE, ("personnel",), value=3000)

    assert [each.actual for each in judge(budget, [of_grant, replace(of_grant, base="total")])] == [4000, 2000]


def test_own_money_replaces_the_grant_is_added_or_the_grant_is_lowered() -> None:
    """Guangzhou: own money and donations at least 40 % of the whole."""
    budget = [line("tea", "activity", 100_000, own=20_000, donation=5_000)]
    rule = Rule("match", Kind.MIN_SHARE, sources=("own", "donation"), base="total", value=4000)

    assert judge(budget, [rule])[0].remedies == (
        Remedy(Act.SWAP, 1_500_000, ("grant",), "own"),
        Remedy(Act.ADD, 2_500_000, ("own",)),
        Remedy(Act.CUT, 3_750_000, ("grant",)),
    )


def test_what_can_never_be_reached_has_no_remedy() -> None:
    budget = [line("tea", "activity", 100, own=100), line("worker", "personnel", 100, own=100)]
    rule = Rule("all for staff", Kind.MIN_SHARE, ("personnel",), base="total", value=10_000)

    assert (judge(budget, [rule])[0].kept, judge(budget, [rule])[0].remedies) == (False, ())


def test_a_quotation_is_asked_for_by_the_price_of_the_line_whoever_pays() -> None:
    """Wages have no seller; a rule that names no category does not ask for a quotation of them."""
    rule = Rule("quotes", Kind.LINE_NEEDS_QUOTE, value=500_000)
    budget = [
        line("shared", "material", 6000, own=5000),
        line("own", "material", 9000, own=9000),
        line("quoted", "material", 7000, has_quote=True),
        line("small", "material", 4999),
        line("wages", "personnel", 50_000),
        line("edge", "material", 2500, quantity="2"),
    ]

    (verdict,) = judge(budget, [rule])

    assert (verdict.state, verdict.actual, verdict.lines) == (State.BLOCK, 2, ("shared", "edge"))
    assert verdict.remedies == (Remedy(Act.QUOTE, lines=(("shared", 600_000), ("edge", 500_000))),)


def test_a_calculation_of_blanks_is_none() -> None:
    rule = Rule("basis", Kind.LINE_NEEDS_BASIS, value=100_000, blocks=False)
    budget = [line("said", "activity", 1000, basis="20 × 50"), line("blank", "activity", 1000, basis=" ")]

    (verdict,) = judge(budget, [rule])

    assert (verdict.state, verdict.lines) == (State.WARN, ("blank",))


def test_what_the_grant_may_not_pay_for_own_money_may() -> None:
    rule = Rule("no fixed assets", Kind.FORBIDDEN, ("equipment",), ("grant",))
    projector = line("projector", "equipment", 3000, own=1000)

    (verdict,) = judge([projector, line("tea", "activity", 900)], [rule])

    assert (verdict.state, verdict.actual, verdict.lines) == (State.BLOCK, 200_000, ("projector",))
    assert verdict.remedies == (
        Remedy(Act.DROP, 200_000, ("grant", "own", "donation"), lines=(("projector", 200_000),)),
        Remedy(Act.SWAP, 200_000, ("grant",), "own", ("equipment",), (("projector", 200_000),)),
    )
    assert judge([replace(projector, own_fen=300_000)], [rule])[0].state == State.OK


def test_each_line_is_trimmed_by_what_it_has_too_much() -> None:
    rule = Rule("lines", Kind.LINE_MAX_AMOUNT, value=200_000)
    budget = [line("a", "activity", 2500), line("b", "activity", 2000), line("c", "activity", 3000, own=500)]

    (verdict,) = judge(budget, [rule])

    assert (verdict.actual, verdict.lines) == (250_000, ("c", "a"))
    assert verdict.remedies == (Remedy(Act.TRIM, 100_000, ("grant",), lines=(("c", 50_000), ("a", 50_000))),)


@pytest.mark.parametrize("kind", BudgetRuleKind.values)
def test_an_empty_budget_breaks_only_what_asks_for_something(kind: str) -> None:
    assert judge([], [Rule("rule", kind, value=1)])[0].kept == (kind != Kind.MIN_AMOUNT)


@pytest.mark.parametrize(
    ("city", "broken"),
    [
        ("seed", ["人员费占申请资助额的比例", "大额单项附报价单"]),
        ("dongguan", ["人员费占申请资助额的比例", "大额单项附报价单"]),
        ("suzhou", ["人员费占申请资助额的比例", "大额单项附报价单"]),
        ("guangzhou", ["人员费占申请资助额的比例", "大额单项附报价单", "自筹（含捐赠）不低于项目总预算"]),
    ],
)
def test_the_screen_is_judged_by_the_rules_of_four_cities(city: str, broken: list[str]) -> None:
    rules_ = preset(city)

    assert [rules_[each.rule].name for each in judge(SCREEN, rules_) if not each.kept] == broken


@pytest.mark.parametrize(
    ("city", "cap_fen"),
    [("seed", 30_000_000), ("dongguan", 50_000_000), ("suzhou", 20_000_000), ("guangzhou", 50_000_000)],
)
def test_every_rule_of_four_cities_breaks_by_a_fen_and_not_before(city: str, cap_fen: int) -> None:
    rules_ = preset(city)
    match = "min_share" in {each.kind for each in rules_}
    own = cap_fen * 2 // 3 if match else 0
    edge = [
        Line("most", "activity", quantity=Decimal(1), price_fen=cap_fen * 65 // 100 + own, own_fen=own, has_quote=True),
        Line("staff", "personnel", quantity=Decimal(1), price_fen=cap_fen * 30 // 100, has_quote=True),
        Line("office", "overhead", quantity=Decimal(1), price_fen=cap_fen * 5 // 100, has_quote=True),
        Line("chairs", "equipment", quantity=Decimal(1), price_fen=499_999, own_fen=499_999),
    ]

    def broken(*budget: Line) -> list[str]:
        return [f"{rules_[each.rule].kind} {'-'.join(rules_[each.rule].categories)}".strip()
                for each in judge(budget, rules_) if not each.kept]  # fmt: skip

    most, staff, office, chairs = edge
    short = ["min_share"] if match else []
    assert broken(*edge) == []
    assert broken(replace(most, price_fen=most.price_fen + 1), staff, office, chairs) == ["max_amount"]
    assert broken(
        replace(most, price_fen=most.price_fen - 1), replace(staff, price_fen=staff.price_fen + 1), *edge[2:]
    ) == ["max_share personnel"]
    assert broken(
        replace(most, price_fen=most.price_fen - 1), staff, replace(office, price_fen=office.price_fen + 1), chairs
    ) == ["max_share overhead"]
    assert "forbidden equipment" in broken(*edge[:3], replace(chairs, own_fen=499_998))
    assert "forbidden handout" in broken(*edge, Line("rice", "handout", quantity=Decimal(1), price_fen=1))
    bought = replace(most, category="material")
    assert broken(bought, staff, office, chairs) == []
    assert broken(replace(bought, has_quote=False), staff, office, chairs) == ["line_needs_quote"]
    if match:
        assert broken(replace(most, own_fen=own - 60_000, price_fen=most.price_fen - 60_000), *edge[1:3]) == short
