"""The life of a job, readable in one place."""

from venture.jobs.enums import JobState as S
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "job_illegal_move",
    Move("claim", frozenset({S.QUEUED}), S.RUNNING),
    Move("take_over", frozenset({S.RUNNING}), S.RUNNING),
    Move("finish", frozenset({S.RUNNING}), S.DONE),
    Move("retry", frozenset({S.RUNNING}), S.QUEUED),
    Move("park", frozenset({S.RUNNING}), S.PARKED),
    Move("stop", frozenset({S.RUNNING}), S.CANCELLED),
    Move("cancel", frozenset({S.QUEUED, S.PARKED}), S.CANCELLED),
    Move("rerun", frozenset({S.PARKED, S.CANCELLED}), S.QUEUED),
)
MOVES = LIFE.moves
target_of = LIFE.target_of
verbs_from = LIFE.verbs_from


def delay_seconds(attempt: int, *, base: int = 15, cap: int = 3600) -> int:
    """Return how many seconds to wait after failed attempt ``attempt`` (1, 2, …): doubling from ``base`` to ``cap``."""
    return min(cap, base * 2 ** min(attempt - 1, 30))
