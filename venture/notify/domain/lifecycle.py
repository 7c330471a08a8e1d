"""The life of a delivery, readable in one place."""

from venture.kernel.lifecycle import Lifecycle, Move
from venture.notify.enums import DeliveryState as S

LIFE = Lifecycle(
    S,
    "delivery_illegal_move",
    Move("hand_over", frozenset({S.QUEUED, S.FAILED}), S.SENT),
    Move("fail", frozenset({S.QUEUED, S.FAILED}), S.FAILED),
    Move("park", frozenset({S.QUEUED, S.FAILED}), S.PARKED),
    Move("resend", frozenset({S.PARKED}), S.QUEUED),
    Move("drop", frozenset({S.QUEUED, S.FAILED, S.PARKED}), S.DROPPED),
)
MOVES = LIFE.moves
target_of = LIFE.target_of

# After this many failures in a row nobody tries by himself any more: some four hours by the back-off of the jobs.
MOST_ATTEMPTS = 8
