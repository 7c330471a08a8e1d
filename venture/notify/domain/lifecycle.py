"""The life of a delivery, readable in one place."""

from dataclasses import dataclass

from venture.kernel.errors import RuleRefusal
from venture.notify.enums import DeliveryState as S


@dataclass(frozen=True)
class Move:
    """One legal move: from any of ``sources`` to ``target``."""

    verb: str
    sources: frozenset[S]
    target: S


MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        Move("hand_over", frozenset({S.QUEUED, S.FAILED}), S.SENT),
        Move("fail", frozenset({S.QUEUED, S.FAILED}), S.FAILED),
        Move("park", frozenset({S.QUEUED, S.FAILED}), S.PARKED),
        Move("resend", frozenset({S.PARKED}), S.QUEUED),
        Move("drop", frozenset({S.QUEUED, S.FAILED, S.PARKED}), S.DROPPED),
    )
}
# After this many failures in a row nobody tries by himself any more: some four hours by the back-off of the jobs.
MOST_ATTEMPTS = 8


def target_of(verb: str, state: str) -> S:
    """Return where ``verb`` leads from ``state``. Raise ``RuleRefusal("delivery_illegal_move")`` when nowhere."""
    move = MOVES[verb]
    if state not in move.sources:
        raise RuleRefusal("delivery_illegal_move", state=S(state).label)
    return move.target
