"""The life of a job, readable in one place."""

from dataclasses import dataclass

from venture.jobs.enums import JobState as S
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
        Move("claim", frozenset({S.QUEUED}), S.RUNNING),
        Move("take_over", frozenset({S.RUNNING}), S.RUNNING),
        Move("finish", frozenset({S.RUNNING}), S.DONE),
        Move("retry", frozenset({S.RUNNING}), S.QUEUED),
        Move("park", frozenset({S.RUNNING}), S.PARKED),
        Move("stop", frozenset({S.RUNNING}), S.CANCELLED),
        Move("cancel", frozenset({S.QUEUED, S.PARKED}), S.CANCELLED),
        Move("rerun", frozenset({S.PARKED, S.CANCELLED}), S.QUEUED),
    )
}
FINAL: frozenset[S] = frozenset(S) - {source for move in MOVES.values() for source in move.sources}


def target_of(verb: str, state: str) -> S:
    """Return where ``verb`` leads from ``state``. Raise ``RuleRefusal("job_illegal_move")`` when it leads nowhere."""
    move = MOVES[verb]
    if state not in move.sources:
        raise RuleRefusal("job_illegal_move", state=S(state).label)
    return move.target


def verbs_from(state: str) -> frozenset[str]:
    return frozenset(verb for verb, move in MOVES.items() if state in move.sources)


def delay_seconds(attempt: int, *, base: int = 15, cap: int = 3600) -> int:
    """Return how many seconds to wait after failed attempt ``attempt`` (1, 2, …): doubling from ``base`` to ``cap``."""
    return min(cap, base * 2 ** min(attempt - 1, 30))
