"""The life of a stored file, readable in one place."""

from venture.files.enums import FileState as S
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "file_illegal_move",
    Move("pass", frozenset({S.WAITING}), S.READY),
    Move("quarantine", frozenset({S.WAITING}), S.QUARANTINED),
    Move("remove", frozenset({S.WAITING, S.READY, S.QUARANTINED}), S.REMOVED),
)
MOVES = LIFE.moves
FINAL = LIFE.final
target_of = LIFE.target_of
