"""How trainings, places in them and pairings with mentors move. Pure."""

from datetime import datetime, timedelta
from typing import Final

from organizations.enums import PairingState as P
from organizations.enums import SeatState as S
from organizations.enums import TrainingState as T
from venture.kernel.lifecycle import Lifecycle, Move

TRAINING_LIFE = Lifecycle(
    T,
    "training_illegal_move",
    Move("announce", frozenset({T.DRAFT}), T.OPEN),
    Move("close", frozenset({T.OPEN}), T.HELD),
    Move("cancel", frozenset({T.DRAFT, T.OPEN}), T.CANCELLED),
)
SEAT_LIFE = Lifecycle(
    S,
    "seat_illegal_move",
    Move("move_up", frozenset({S.WAITING}), S.SEATED),
    Move("arrive", frozenset({S.SEATED}), S.ATTENDED),
    # The staff mends the list: who was ticked by mistake, who came and was forgotten.
    Move("tick", frozenset({S.SEATED, S.WAITING, S.ABSENT}), S.ATTENDED),
    Move("untick", frozenset({S.ATTENDED}), S.ABSENT),
    Move("miss", frozenset({S.SEATED}), S.ABSENT),
    Move("leave", frozenset({S.SEATED, S.WAITING}), S.LEFT),
)
PAIRING_LIFE = Lifecycle(
    P,
    "pairing_illegal_move",
    Move("pair", frozenset({P.ASKED}), P.ACTIVE),
    Move("refuse", frozenset({P.ASKED}), P.REFUSED),
    Move("withdraw", frozenset({P.ASKED}), P.WITHDRAWN),
    Move("end", frozenset({P.ACTIVE}), P.ENDED),
)

# The door opens an hour before and stays open half an hour after; a code on the wall lives for ten minutes.
DOOR_BEFORE: Final = timedelta(hours=1)
DOOR_AFTER: Final = timedelta(minutes=30)
CODE_SECONDS: Final = 600
MINUTES_OF_HOUR: Final = 60


def door_is_open(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    return starts_at - DOOR_BEFORE <= now <= ends_at + DOOR_AFTER


def hours_of(minutes: int) -> int:
    """Return whole hours: what is begun and not finished does not count."""
    return minutes // MINUTES_OF_HOUR
