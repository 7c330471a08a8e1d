"""The best selection there is, held against every subset of up to fourteen projects."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings

from reviews.domain.selection import Candidate, Envelope, Limits, Override, optimise, select
from tests.reviews.domain.reckonings import Market, markets, ranked


def payable(chosen: Sequence[tuple[Candidate, int]], left: dict[str, int], market: Market) -> bool:
    """Whether all can be paid at once, by trying every envelope for every project; by fen where they may be split."""
    if not chosen:
        return True
    (first, needs), *rest = chosen
    serving = [each for each in market.envelopes if each.serves(first)]
    if market.limits.split:
        return any(payable(rest, after, market) for after in spread(serving, needs, left))
    return any(
        left[each.key] >= needs and payable(rest, {**left, each.key: left[each.key] - needs}, market)
        for each in serving
    )


def spread(serving: Sequence[Envelope], needs: int, left: dict[str, int]) -> Iterator[dict[str, int]]:
    if not needs:
        yield left
    elif serving:
        key = serving[0].key
        for part in range(min(needs, left[key]) + 1):
            yield from spread(serving[1:], needs - part, {**left, key: left[key] - part})


def within_caps(chosen: Sequence[Candidate], amounts: dict[str, int], market: Market) -> bool:
    """Caps bind whoever was not taken in by override."""
    limits = market.limits
    free = [each for each in chosen if market.overrides.get(each.code, Override()).place != "in"]
    count = Counter(each.organisation for each in chosen)
    for each in free:
        spent = sum(amounts[one.code] for one in chosen if one.organisation == each.organisation)
        if limits.projects_per_organisation and count[each.organisation] > limits.projects_per_organisation:
            return False
        if limits.fen_per_organisation and spent > limits.fen_per_organisation:
            return False
    return True


def best_of(market: Market) -> tuple[Decimal, int]:
    """The most points, then the most projects, of every subset that keeps every limit."""
    asked = market.overrides
    amounts = {each.code: asked.get(each.code, Override()).fen or each.fen for each in market.candidates}
    forced = [each for each in market.candidates if asked.get(each.code, Override()).place == "in"]
    free = [
        each
        for each in market.candidates
        if not asked.get(each.code, Override()).place and not each.withdrawn and market.limits.passes(each)
    ]
    best = (Decimal("-1"), 0)
    for size in range(len(free) + 1):
        for some in combinations(free, size):
            chosen = [*forced, *some]
            worth = (sum((each.points or Decimal() for each in chosen), Decimal()), len(chosen))
            if worth > best and within_caps(chosen, amounts, market):
                left = {each.key: each.fen for each in market.envelopes}
                if payable([(each, amounts[each.code]) for each in chosen], left, market):
                    best = worth
    return best


def small(market: Market) -> Market:
    """The same with money in single fen for three envelopes at most where projects may be split: every way is tried."""
    if not market.limits.split:
        return market
    return replace(market, candidates=ranked(market.candidates[:5]), overrides={})


def is_the_best(market: Market) -> None:
    found = optimise(market.candidates, market.envelopes, market.limits, market.overrides)
    ranking = select(market.candidates, market.envelopes, market.limits, market.overrides)
    by_code = {each.code: each for each in market.candidates}

    assert (found.points, found.count, found.exact, found.bound) == (*best_of(market), True, found.points)
    assert found.points >= sum((by_code[each.code].points or Decimal() for each in ranking.selected), Decimal())


@settings(max_examples=12, deadline=None)
@given(markets(6).map(small))
def test_no_subset_is_better(market: Market) -> None:
    is_the_best(market)


@pytest.mark.soak
@settings(max_examples=300, deadline=None)
@given(markets(14, overridden=False).map(small))
def test_no_subset_of_fourteen_is_better(market: Market) -> None:
    is_the_best(market)


def city(projects: int, seed: int) -> tuple[list[Candidate], list[Envelope]]:
    """A round as the demonstration's: five fields, amounts in hundreds of yuan, money for a third of the projects."""
    random = Random(seed)
    candidates = [
        Candidate(
            f"B-{number:03}", f"c{number % 5}", f"O-{number}", Decimal(random.randrange(6_000, 9_500)).scaleb(-2), 1,
            random.randrange(500, 2_001) * 10_000,
        )
        for number in range(projects)
    ]  # fmt: skip
    money = sum(each.fen for each in candidates) // 3
    return ranked(candidates), [Envelope(f"e{number}", f"c{number}", "lottery", money // 5) for number in range(5)]


def test_the_best_of_a_city_s_round_is_found_and_is_no_worse_than_the_ranking() -> None:
    candidates, envelopes = city(130, 1)
    found = optimise(candidates, envelopes, Limits(pass_mark=Decimal(60)))
    ranking = select(candidates, envelopes, Limits(pass_mark=Decimal(60)))
    by_code = {each.code: each for each in candidates}

    assert (found.exact, found.bound) == (True, found.points)
    assert found.points > sum(by_code[each.code].points or 0 for each in ranking.selected)


def test_where_the_work_is_bounded_the_gap_is_told() -> None:
    candidates, envelopes = city(60, 2)
    found = optimise(candidates, envelopes, Limits(), most_nodes=3)
    whole = optimise(candidates, envelopes, Limits())

    assert (found.exact, whole.exact) == (False, True)
    assert found.points <= whole.points <= found.bound
