"""A published round by the clock, and its later stages by hand."""

from datetime import timedelta
from typing import Any

from rounds.domain import lifecycle
from rounds.enums import RoundState
from rounds.flows.locks import alone
from rounds.flows.moving import move
from rounds.flows.telling import tell_later
from rounds.models import Round
from venture.kernel import clock


def announce_window(*, round_id: int) -> Round:
    """Bring the state in line with the clock: opened when it opened, closed when grace is over. Safe to run twice."""
    with alone(round_id) as round_:
        now = clock.now()
        if round_.state == RoundState.PUBLISHED and round_.opens_at is not None and now >= round_.opens_at:
            move(round_, "open", actor=None)
            tell_later(round_)
        end = round_.closes_at and round_.closes_at + timedelta(seconds=round_.grace_seconds)
        if round_.state == RoundState.OPEN and end is not None and now >= end:
            move(round_, "close", actor=None)
        return round_


def advance_round(*, round_id: int, verb: str, actor: Any) -> Round:
    """Take a closed round on to its next stage (``start_review``, ``decide``, ``implement``, ``archive``).

    Raise ``RuleRefusal("round_illegal_move")`` where the table has no such move; ``ValueError`` for the verbs that have
    a story of their own.
    """
    if verb not in {"start_review", "decide", "implement", "archive"} or verb not in lifecycle.MOVES:
        raise ValueError(f"{verb} has a flow of its own")
    with alone(round_id) as round_:
        return move(round_, verb, actor=actor)
