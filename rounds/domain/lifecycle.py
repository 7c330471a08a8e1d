"""The life of a round, as data. Nothing here touches the database."""

from dataclasses import dataclass

from rounds.enums import RoundState as S
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Move:
    """One legal move: from any of ``sources`` to ``target``."""

    verb: str
    sources: frozenset[S]
    target: S


MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        Move("propose", frozenset({S.DRAFT}), S.PROPOSED),
        Move("return", frozenset({S.PROPOSED, S.CHECKED}), S.DRAFT),
        Move("check", frozenset({S.PROPOSED}), S.CHECKED),
        Move("publish", frozenset({S.CHECKED}), S.PUBLISHED),
        Move("open", frozenset({S.PUBLISHED}), S.OPEN),
        Move("close", frozenset({S.OPEN}), S.CLOSED),
        Move("start_review", frozenset({S.CLOSED}), S.REVIEWING),
        Move("decide", frozenset({S.REVIEWING}), S.DECIDED),
        Move("implement", frozenset({S.DECIDED}), S.IMPLEMENTING),
        Move("archive", frozenset({S.IMPLEMENTING}), S.ARCHIVED),
    )
}
FINAL: frozenset[S] = frozenset(S) - {source for move in MOVES.values() for source in move.sources}


def target_of(verb: str, state: str) -> S:
    """Return where ``verb`` leads from ``state``. Raise ``RuleRefusal("round_illegal_move")`` when it leads nowhere."""
    move = MOVES[verb]
    if state not in move.sources:
        raise RuleRefusal("round_illegal_move", state=S(state).label)
    return move.target


def verbs_from(state: str) -> tuple[str, ...]:
    return tuple(verb for verb, move in MOVES.items() if state in move.sources)
