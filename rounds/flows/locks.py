"""The round's lock. Writers share it, closing takes it alone; the clock is read after the lock and decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from rounds.enums import RoundState
from rounds.models import Round
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@contextmanager
def intake(round_id: int) -> Iterator[datetime]:
    """Hold the round open for one writer and yield the instant that counts as the time of the act.

    Opens a transaction. Raise ``RuleRefusal`` ``round_not_open`` before the call and ``round_closed`` after closing
    time and grace, by the database's clock read after the lock was given.
    """
    with shared(round_id) as (round_, now):
        refuse_outside(round_, now)
        yield now


@contextmanager
def shared(round_id: int) -> Iterator[tuple[Round, datetime]]:
    """Share the round's lock with other writers and yield it with the instant of the act, whatever its window.

    Opens a transaction. The caller decides by the instant: this is for what came in time and is entered later.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT id FROM rounds_round WHERE id = %s FOR SHARE", [round_id])
        yield Round.objects.get(pk=round_id), clock.now()


def refuse_outside(round_: Round, now: datetime) -> None:
    """Raise the refusal that ``now`` deserves; return for an instant within the window and its grace."""
    if round_.state not in RoundState.public() or round_.opens_at is None or round_.closes_at is None:
        raise RuleRefusal("round_not_open")
    if now < round_.opens_at:
        raise RuleRefusal("round_not_open")
    if now >= round_.closes_at + timedelta(seconds=round_.grace_seconds):
        raise RuleRefusal("round_closed")


@contextmanager
def alone(round_id: int) -> Iterator[Round]:
    """Hold the round for oneself: whoever writes into it waits, whoever was writing is waited for."""
    with transaction.atomic():
        yield Round.objects.select_for_update().get(pk=round_id)
