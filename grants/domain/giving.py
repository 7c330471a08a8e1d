"""What a donation earns by a round's rules: public money, the project's name, points. Pure; money is fen, shares are
basis points. Nothing is earned by money that came too late or was never confirmed: who calls hands in what counts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from reviews.domain.ranking import Component
from reviews.domain.ranking.components import WHOLE, gained

# How donations are named among what makes a result.
DONATIONS: Final = "donations"


@dataclass(frozen=True)
class Terms:
    """A round's rules of donations. A cap of nought limits nothing; shares of nought switch their rule off."""

    naming_share: int = 0
    match_share: int = 0
    match_cap_fen: int = 0
    unmatched_cap_fen: int = 0
    points: int = 0
    full_share: int = WHOLE
    points_on_top: bool = False
    goods_matched: bool = False


@dataclass(frozen=True)
class Earned:
    """What the rules make of a project's donations. ``public_fen`` is what public money may give at most."""

    counted_fen: int
    matched_fen: int
    topped_fen: int
    share: int
    named: bool
    points: Decimal

    @property
    def public_fen(self) -> int:
        return self.matched_fen + self.topped_fen


def counts(on: date, until: date) -> bool:
    """Tell whether what arrived on a day counts: before the final review, by the round's last day for it."""
    return on <= until


def share_of(fen: int, budget_fen: int) -> int:
    """Return what part of the budget ``fen`` is, rounded down; nothing of a budget that is unknown."""
    return fen * WHOLE // budget_fen if budget_fen > 0 else 0


def component_of(terms: Terms) -> Component | None:
    """Return what donations are in a result; ``None`` where the round gives no points for them."""
    if terms.points == 0 or terms.full_share == 0:
        return None
    return Component(DONATIONS, terms.points, terms.full_share, terms.points_on_top)


def points_of(counted_fen: int, budget_fen: int, terms: Terms) -> Decimal:
    """Return the points: all of them from ``full_share`` of the budget on, in proportion below, rounded half-up."""
    component = component_of(terms)
    return gained(counted_fen, budget_fen, component) if component is not None else Decimal("0.00")


def earned(money_fen: int, goods_fen: int, budget_fen: int, terms: Terms) -> Earned:
    """Return what a project earns with the donations that count.

    A donation is matched by its ratio up to the cap; what is then still missing of the budget is filled as far as a
    project without a donation would get. Public money never exceeds what the donations leave of the budget.
    """
    counted = money_fen + goods_fen
    open_fen = max(0, budget_fen - counted)
    base = counted if terms.goods_matched else money_fen
    matched = min(_capped(base * terms.match_share // WHOLE, terms.match_cap_fen), open_fen)
    filled = _capped(open_fen, terms.unmatched_cap_fen)
    share = share_of(counted, budget_fen)
    return Earned(
        counted_fen=counted,
        matched_fen=matched,
        topped_fen=max(0, filled - matched),
        share=share,
        named=0 < terms.naming_share <= share,
        points=points_of(counted, budget_fen, terms),
    )


def _capped(fen: int, cap_fen: int) -> int:
    return min(fen, cap_fen) if cap_fen else fen
