"""The life of a need, as data."""

from dataclasses import dataclass

from projects.enums import NeedState as S
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Move:
    verb: str
    sources: frozenset[S]
    target: S


MOVES = {
    move.verb: move
    for move in (
        Move("edit", frozenset({S.COLLECTED}), S.COLLECTED),
        Move("merge", frozenset({S.COLLECTED}), S.MERGED),
        Move("publish", frozenset({S.COLLECTED}), S.PUBLISHED),
        Move("match", frozenset({S.PUBLISHED}), S.MATCHED),
        Move("release", frozenset({S.MATCHED}), S.PUBLISHED),
        Move("meet", frozenset({S.MATCHED}), S.MET),
    )
}


def target_of(verb: str, current: str) -> S:
    """Return where ``verb`` leads from ``current``. Raise ``RuleRefusal`` when the table has no such move."""
    move = MOVES[verb]
    if current not in move.sources:
        raise RuleRefusal("need_illegal_move", state=str(S(current).label))
    return move.target


def verbs_from(current: str) -> frozenset[str]:
    """Return the verbs that lead on from ``current``."""
    return frozenset(verb for verb, move in MOVES.items() if current in move.sources)
