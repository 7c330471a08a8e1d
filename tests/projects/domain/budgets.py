"""Budgets for the tests: any that can be typed, and what following a remedy does to one."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from projects.domain.budget import Act, Line, Remedy, Rule
from projects.domain.budget.lines import MONEY
from rounds.enums import Base, BudgetRuleKind

CATEGORIES = ("activity", "personnel", "overhead", "equipment")


def line(key: str, category: str, yuan: int, *, own: int = 0, donation: int = 0, quantity: str = "1", **more) -> Line:  # type: ignore[no-untyped-def]
    """A line of whole yuan."""
    return Line(
        key,
        category,
        item=key,
        quantity=Decimal(quantity),
        price_fen=yuan * 100,
        own_fen=own * 100,
        donation_fen=donation * 100,
        **more,
    )


@st.composite
def lines(draw: st.DrawFn, least: int = 0) -> list[Line]:
    """Lines that a careful person could have typed: nothing is paid above its cost."""
    found = []
    for number in range(draw(st.integers(least, 6))):
        bare = Line(
            f"r{number}",
            draw(st.sampled_from(CATEGORIES)),
            quantity=draw(st.decimals(0, 2000, places=2)),
            price_fen=draw(st.integers(0, 500_000)),
            basis=draw(st.sampled_from(["", "24 × 900"])),
            has_quote=draw(st.booleans()),
        )
        own = draw(st.integers(0, bare.total_fen))
        donation = draw(st.sampled_from([0, (bare.total_fen - own) // 2, bare.total_fen - own]))
        found.append(replace(bare, own_fen=own, donation_fen=donation))
    return found


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    kind = draw(st.sampled_from(BudgetRuleKind.values))
    share = kind in {BudgetRuleKind.MAX_SHARE, BudgetRuleKind.MIN_SHARE}
    return Rule(
        "a rule",
        kind,
        categories=tuple(draw(st.lists(st.sampled_from(CATEGORIES), unique=True, max_size=3))),
        sources=tuple(draw(st.lists(st.sampled_from(MONEY), unique=True, max_size=3))),
        base=draw(st.sampled_from(Base.values)),
        value=draw(st.sampled_from([0, 1, 500, 3000, 4000, 9999, 10_000]) if share else st.integers(0, 50_000_000)),
        blocks=draw(st.booleans()),
    )


def follow(budget: list[Line], remedy: Remedy, *, less: int = 0) -> list[Line]:
    """Return the budget after the remedy, or after all of it but ``less`` fen. Each line becomes one of quantity 1, so
    that its cost can be any whole number of fen."""
    parts = {one.key: [one, one.grant_fen, one.own_fen, one.donation_fen] for one in budget}
    left = remedy.fen - less
    match remedy.act:
        case Act.CUT | Act.SWAP:
            for purse in remedy.money:
                for each in parts.values():
                    if not remedy.categories or each[0].category in remedy.categories:
                        take = min(left, each[1 + MONEY.index(purse)])
                        each[1 + MONEY.index(purse)] -= take
                        if remedy.act == Act.SWAP:
                            each[1 + MONEY.index(remedy.into)] += take
                        left -= take
            assert left == 0
        case Act.ADD:
            (purse,) = remedy.money
            fresh = Line("new", (remedy.categories or CATEGORIES)[0])
            parts["new"] = [fresh, 0, 0, 0]
            parts["new"][1 + MONEY.index(purse)] = left
        case Act.TRIM:
            for key, over in remedy.lines:
                cut = over - less
                for purse in remedy.money:
                    take = min(cut, parts[key][1 + MONEY.index(purse)])
                    parts[key][1 + MONEY.index(purse)] -= take
                    cut -= take
                assert cut == 0
        case Act.DROP:
            for key, _fen in remedy.lines[less:]:
                del parts[key]
    papers = {key for key, _fen in remedy.lines[less:]} if remedy.act in {Act.BASIS, Act.QUOTE} else set()
    return [
        replace(
            one,
            quantity=Decimal(1),
            price_fen=grant + own + donation,
            own_fen=own,
            donation_fen=donation,
            basis="calculated" if one.key in papers else one.basis,
            has_quote=one.has_quote or one.key in papers,
        )
        for one, grant, own, donation in parts.values()
    ]
