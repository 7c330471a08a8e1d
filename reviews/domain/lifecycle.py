"""The life of a screening, as data."""

from reviews.enums import ScreeningState as S
from venture.kernel.lifecycle import Lifecycle, Move

SCREENING_LIFE = Lifecycle(
    S,
    "screening_illegal_move",
    Move("begin", frozenset({S.UNSEEN}), S.BEGUN),
    Move("pass", frozenset({S.BEGUN}), S.PASSED),
    Move("correct", frozenset({S.BEGUN}), S.CORRECTING),
    Move("resume", frozenset({S.CORRECTING}), S.UNSEEN),
    Move("lapse", frozenset({S.CORRECTING}), S.LAPSED),
    Move("propose_refusal", frozenset({S.BEGUN}), S.REFUSAL),
    Move("confirm_refusal", frozenset({S.REFUSAL}), S.REFUSED),
    Move("decline_refusal", frozenset({S.REFUSAL}), S.BEGUN),
)
