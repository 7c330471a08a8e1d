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
        Move("resend", frozenset({S.FAILED}), S.QUEUED),
    )
}


def target_of(verb: str, state: str) -> S:
    """Return where ``verb`` leads from ``state``. Raise ``RuleRefusal("delivery_illegal_move")`` when nowhere."""
    move = MOVES[verb]
    if state not in move.sources:
        raise RuleRefusal("delivery_illegal_move", state=S(state).label)
    return move.target
