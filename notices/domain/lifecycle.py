"""The life of a notice, as data. A published notice is never taken back: a later one corrects it."""

from dataclasses import dataclass

from notices.enums import NoticeState as S
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Move:
    verb: str
    sources: frozenset[S]
    target: S


MOVES = {
    move.verb: move
    for move in (
        Move("edit", frozenset({S.DRAFT}), S.DRAFT),
        Move("sign_off", frozenset({S.DRAFT}), S.SIGNED_OFF),
        Move("send_back", frozenset({S.SIGNED_OFF}), S.DRAFT),
        Move("publish", frozenset({S.SIGNED_OFF}), S.PUBLISHED),
        Move("correct", frozenset({S.PUBLISHED}), S.CORRECTED),
    )
}


def target_of(verb: str, current: str) -> S:
    """Return where ``verb`` leads from ``current``. Raise ``RuleRefusal`` when the table has no such move."""
    move = MOVES[verb]
    if current not in move.sources:
        raise RuleRefusal("notice_illegal_move", state=str(S(current).label))
    return move.target
