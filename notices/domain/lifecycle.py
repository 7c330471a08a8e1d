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
        Move("propose", frozenset({S.DRAFT}), S.PROPOSED),
        Move("send_back", frozenset({S.PROPOSED}), S.DRAFT),
        Move("publish", frozenset({S.PROPOSED}), S.PUBLISHED),
        Move("correct", frozenset({S.PUBLISHED}), S.CORRECTED),
    )
}


def target_of(verb: str, current: str) -> S:
    """Return where ``verb`` leads from ``current``. Raise ``RuleRefusal`` when the table has no such move."""
    move = MOVES[verb]
    if current not in move.sources:
        raise RuleRefusal("notice_illegal_move", state=str(S(current).label))
    return move.target


def verbs_from(current: str) -> frozenset[str]:
    """Return the verbs that lead on from ``current``."""
    return frozenset(verb for verb, move in MOVES.items() if current in move.sources)
