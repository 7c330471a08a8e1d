"""What can be reached, what a text may not name, and how prizes follow points."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from projects.domain.ideas import (
    CONTEST_LIFE,
    IDEA_LIFE,
    OFFER_LIFE,
    Reach,
    private_in,
    ranked,
    reach,
    refuse_unfair,
    suggested,
    summed,
    withheld,
)
from projects.enums import ContestState, IdeaState, OfferState
from venture.kernel.errors import RuleRefusal
from venture.kernel.lifecycle import Lifecycle

CLOSES = datetime(2026, 12, 11, 9, tzinfo=UTC)
OPENS = CLOSES - timedelta(days=25)
CRITERIA = [{"name": "新", "points": 60}, {"name": "行", "points": 40}]
LEGAL = {
    "idea": {
        ("edit", "open"): "open", ("mend", "hidden"): "hidden", ("carry", "open"): "open", ("pair", "open"): "paired",
        ("part", "paired"): "open", ("award", "open"): "awarded", ("withdraw", "open"): "withdrawn",
        ("hide", "open"): "hidden", ("show", "hidden"): "open",
    },
    "offer": {
        ("accept", "made"): "accepted", ("decline", "made"): "declined", ("pass", "made"): "passed",
        ("take_back", "made"): "taken_back", ("end", "accepted"): "ended",
    },
    "contest": {
        ("propose", "judging"): "proposed", ("send_back", "proposed"): "judging", ("decide", "proposed"): "decided",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "life", "states"),
    [("idea", IDEA_LIFE, IdeaState), ("offer", OFFER_LIFE, OfferState), ("contest", CONTEST_LIFE, ContestState)],
)
def test_each_life_moves_exactly_as_its_table_says(name: str, life: Lifecycle[Any], states: type[Any]) -> None:
    moves = {(verb, str(each.value)): move.target.value for verb, move in life.moves.items() for each in move.sources}
    assert moves == LEGAL[name]
    for verb, state in product(life.moves, states):
        if (verb, state.value) not in moves:
            with pytest.raises(RuleRefusal, match=f"{name}_illegal_move"):
                life.target_of(verb, state)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (OPENS - timedelta(seconds=1), Reach.NONE),
        (OPENS, Reach.TIME),
        (CLOSES - timedelta(days=10, seconds=1), Reach.TIME),
        (CLOSES - timedelta(days=10), Reach.SHORT),
        (CLOSES - timedelta(seconds=1), Reach.SHORT),
        (CLOSES, Reach.CLOSED),
    ],
)
def test_what_can_be_reached_follows_the_window(now: datetime, said: Reach) -> None:
    assert reach(now, OPENS, CLOSES) == said
    assert reach(now, None, None) == Reach.NONE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("打我电话13912345678吧", "13912345678"),
        ("+86 139 1234 5678", "+86 139 1234 5678"),
        ("座机0571-88001234", "0571-88001234"),
        ("写信给a.b@example.com", "a.b@example.com"),
        ("证号110101199003071233", "110101199003071233"),
        ("每月两次，每次20人，2026年12月开始，共120000元", ""),
    ],
)
def test_a_text_names_no_number_and_no_address_of_a_person(text: str, found: str) -> None:
    assert private_in(text) == found


def test_points_stay_within_each_criterion() -> None:
    assert summed({"0": 60, "1": 0}, CRITERIA) == 60
    for points in ({"0": 61, "1": 0}, {"0": -1, "1": 3}, {"0": 5}):
        with pytest.raises(RuleRefusal, match="points_outside"):
            summed(points, CRITERIA)


def test_equal_points_share_a_place_and_no_award_is_drawn_by_chance() -> None:
    totals = {1: 80, 2: 90, 3: 80, 4: 70}

    assert [(each.entry, each.place) for each in ranked(totals)] == [(2, 1), (1, 2), (3, 2), (4, 4)]
    assert suggested(totals, [(7, 1), (8, 2), (9, 1)]) == {2: 7, 1: 8, 3: 8, 4: 9}
    assert suggested(totals, [(7, 1), (8, 1), (9, 3)]) == {2: 7}


@pytest.mark.parametrize(
    ("picks", "code"),
    [
        ({1: 7, 2: 8}, "prize_order"),
        ({3: 7}, "prize_order"),
        ({1: 7, 2: 7}, "prize_places"),
        ({9: 7}, "prize_unknown"),
        ({1: 99}, "prize_unknown"),
    ],
)
def test_prizes_that_do_not_follow_the_points_are_refused(picks: dict[int, int], code: str) -> None:
    with pytest.raises(RuleRefusal, match=code):
        refuse_unfair(picks, {1: 80, 2: 90, 3: 70}, [(7, 1), (8, 2)])


@pytest.mark.parametrize("picks", [{}, {2: 7}, {2: 8}, {2: 7, 1: 8, 3: 8}, {2: 8, 1: 8}])
def test_a_prize_may_stay_vacant(picks: dict[int, int]) -> None:
    refuse_unfair(picks, {1: 80, 2: 90, 3: 70}, [(7, 1), (8, 2)])


@pytest.mark.parametrize(("fen", "tax"), [(300_000, 60_000), (0, 0), (3, 1), (2, 0), (12_345, 2_469)])
def test_a_fifth_is_withheld_to_the_fen(fen: int, tax: int) -> None:
    assert withheld(fen, 2_000) == tax
    assert withheld(fen, 0) == 0
