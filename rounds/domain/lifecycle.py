"""The life of a round, as data. Nothing here touches the database."""

from rounds.enums import RoundState as S
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "round_illegal_move",
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
MOVES = LIFE.moves
FINAL = LIFE.final
target_of = LIFE.target_of
verbs_from = LIFE.verbs_from
