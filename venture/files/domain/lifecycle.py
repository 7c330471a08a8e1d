"""The life of a stored file, readable in one place."""

from dataclasses import dataclass

from venture.files.enums import FileState as S
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
        Move("pass", frozenset({S.WAITING}), S.READY),
        Move("quarantine", frozenset({S.WAITING}), S.QUARANTINED),
        Move("remove", frozenset({S.WAITING, S.READY, S.QUARANTINED}), S.REMOVED),
    )
}
FINAL: frozenset[S] = frozenset(S) - {source for move in MOVES.values() for source in move.sources}


def target_of(verb: str, state: str) -> S:
    """Return where ``verb`` leads from ``state``. Raise ``RuleRefusal("file_illegal_move")`` when it leads nowhere."""
    move = MOVES[verb]
    if state not in move.sources:
        raise RuleRefusal("file_illegal_move", state=S(state).label)
    return move.target
