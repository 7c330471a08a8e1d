"""The life of a need, as data."""

from projects.enums import NeedState as S
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "need_illegal_move",
    Move("edit", frozenset({S.COLLECTED}), S.COLLECTED),
    Move("merge", frozenset({S.COLLECTED}), S.MERGED),
    Move("publish", frozenset({S.COLLECTED}), S.PUBLISHED),
    Move("match", frozenset({S.PUBLISHED}), S.MATCHED),
    Move("release", frozenset({S.MATCHED}), S.PUBLISHED),
    Move("meet", frozenset({S.MATCHED}), S.MET),
)
MOVES = LIFE.moves
target_of = LIFE.target_of
verbs_from = LIFE.verbs_from
