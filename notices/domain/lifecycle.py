"""The life of a notice, as data. A published notice is never taken back: a later one corrects it."""

from notices.enums import NoticeState as S
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "notice_illegal_move",
    Move("edit", frozenset({S.DRAFT}), S.DRAFT),
    Move("propose", frozenset({S.DRAFT}), S.PROPOSED),
    Move("send_back", frozenset({S.PROPOSED}), S.DRAFT),
    Move("publish", frozenset({S.PROPOSED}), S.PUBLISHED),
    Move("correct", frozenset({S.PUBLISHED}), S.CORRECTED),
)
MOVES = LIFE.moves
target_of = LIFE.target_of
verbs_from = LIFE.verbs_from
