"""What donations earn by a round's rules: the ratio, the caps, the name, the points."""

import random
from datetime import date
from decimal import Decimal

import pytest

from grants.domain.giving import Terms, counts, earned, points_of, share_of
from tests.reviews.decide_factories import WAN

SEED = Terms(
    naming_share=5_000, match_share=20_000, match_cap_fen=50 * WAN, unmatched_cap_fen=30 * WAN, points=20,
    full_share=5_000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("given_", "public", "named", "points"),
    [
        # Nothing given: filled up to the budget, at most to the cap without a donation.
        ((0, 0, 20), (0, 20), False, "0.00"),
        ((0, 0, 40), (0, 30), False, "0.00"),
        # Four given of twenty: two for one is eight, and the rest is filled up.
        ((4, 0, 20), (8, 8), False, "8.00"),
        # Half the budget earns the name and all points; two for one would be more than is missing.
        ((10, 0, 20), (10, 0), True, "20.00"),
        # The cap with a donation stands above the one without.
        ((30, 0, 100), (50, 0), False, "12.00"),
        # Goods count for points and name, they are not matched here.
        ((0, 10, 20), (0, 10), True, "20.00"),
        # More than the budget leaves nothing for public money.
        ((25, 0, 20), (0, 0), True, "20.00"),
    ],
)
def test_money_is_matched_by_its_ratio_then_filled_up_within_the_caps(
    given_: tuple[int, int, int], public: tuple[int, int], named: bool, points: str
) -> None:
    money, goods, budget = given_
    found = earned(money * WAN, goods * WAN, budget * WAN, SEED)

    assert (found.matched_fen, found.topped_fen) == (public[0] * WAN, public[1] * WAN)
    assert (found.named, found.points) == (named, Decimal(points))
    assert found.counted_fen == (money + goods) * WAN


def test_goods_are_matched_where_the_round_says_so() -> None:
    terms = Terms(match_share=20_000, goods_matched=True)
    assert earned(0, 2 * WAN, 20 * WAN, terms).matched_fen == 4 * WAN


def test_a_round_without_ratio_naming_and_points_gives_none_of_them() -> None:
    found = earned(10 * WAN, 0, 20 * WAN, Terms())
    assert (found.matched_fen, found.topped_fen, found.named, found.points) == (0, 10 * WAN, False, Decimal(0))


def test_what_arrives_on_the_last_day_counts_and_a_day_later_does_not() -> None:
    last = date(2026, 1, 9)
    assert counts(last, last)
    assert not counts(date(2026, 1, 10), last)


def test_a_budget_that_is_unknown_gives_neither_share_nor_points() -> None:
    assert (share_of(WAN, 0), points_of(WAN, 0, SEED)) == (0, Decimal("0.00"))


def test_public_money_never_exceeds_what_the_donations_leave_nor_the_larger_cap() -> None:
    lot = random.Random(7)
    for _run in range(500):
        money, goods, budget = (lot.randint(0, 100 * WAN) for _each in range(3))
        terms = Terms(5_000, lot.randint(0, 40_000), lot.randint(1, 60 * WAN), lot.randint(1, 60 * WAN), points=20)

        found = earned(money, goods, budget, terms)

        assert 0 <= found.public_fen <= max(0, budget - money - goods)
        assert found.public_fen <= max(terms.match_cap_fen, terms.unmatched_cap_fen)
        assert min(found.matched_fen, found.topped_fen) >= 0
        assert Decimal(0) <= found.points <= terms.points
