"""Every act on a round in every state: it moves exactly where the table says, and a refusal moves nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from rounds import flows
from rounds.domain import lifecycle
from rounds.enums import RoundState
from rounds.models import Round
from tests.rounds.factories import make_crew, make_draft
from tests.rounds.flows.test_story import standing
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db

Crew = tuple[User, User, User]
ACTS: dict[str, Callable[[int, Crew], Any]] = {
    "propose": lambda pk, crew: flows.propose_round(round_id=pk, actor=crew[0]),
    "check": lambda pk, crew: flows.check_round(round_id=pk, actor=crew[1]),
    "publish": lambda pk, crew: flows.publish_round(round_id=pk, actor=crew[2]),
    "return": lambda pk, crew: flows.return_round(round_id=pk, actor=crew[1], reason="文号有误"),
    **{
        verb: lambda pk, crew, verb=verb: flows.advance_round(round_id=pk, verb=verb, actor=crew[2])
        for verb in ("start_review", "decide", "implement", "archive")
    },
}


def in_state(round_: Round, state: str, crew: Crew) -> None:
    operator, clerk, _head = crew
    Round.objects.filter(pk=round_.pk).update(
        state=state, proposed_by=operator, checked_by=clerk, published_at=clock.now()
    )


def tried(round_: Round, state: str, crew: Crew, act: Callable[[], Any]) -> tuple[str, bool]:
    """Try ``act`` on the round as if it stood in ``state`` and take it back; return what came of it and whether
    anything moved."""
    point = transaction.savepoint()
    in_state(round_, state, crew)
    before = standing(round_)
    try:
        came = str(act().state)
    except RuleRefusal as refusal:
        came = refusal.code
    moved = standing(round_) != before
    transaction.savepoint_rollback(point)
    return came, moved


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_moves_a_round_only_from_where_it_may(verb: str) -> None:
    crew, round_ = make_crew(), make_draft()
    move = lifecycle.MOVES[verb]

    assert {state: tried(round_, state, crew, lambda: ACTS[verb](round_.pk, crew)) for state in RoundState.values} == {
        state: (str(move.target), True) if state in move.sources else ("round_illegal_move", False)
        for state in RoundState.values
    }


def test_the_clock_opens_and_closes_only_what_is_published_or_open() -> None:
    crew, round_ = make_crew(), make_draft()
    assert round_.opens_at is not None
    assert round_.closes_at is not None
    instants = {"during": round_.opens_at + timedelta(days=1), "after": round_.closes_at}
    found: dict[tuple[str, str], str] = {}
    for state in RoundState.values:
        for when, instant in instants.items():
            with clock.at(instant):
                came, moved = tried(round_, state, crew, lambda: flows.announce_window(round_id=round_.pk))
            assert moved == (came != state)
            if moved:
                found[state, when] = came

    assert found == {
        ("published", "during"): "open", ("published", "after"): "closed", ("open", "after"): "closed",
    }  # fmt: skip


def test_an_amendment_is_asked_for_only_of_a_public_round() -> None:
    crew, round_ = make_crew(), make_draft()

    assert {
        state: tried(
            round_,
            state,
            crew,
            lambda: flows.ask_amendment(round_id=round_.pk, changes={"lead": "新"}, reason="更正", actor=crew[0]),
        )
        for state in RoundState.values
    } == {
        state: ("asked", True) if state in RoundState.public() else ("amendment_not_needed", False)
        for state in RoundState.values
    }
