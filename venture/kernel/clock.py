"""Time is the database's, read at the moment of asking.

A deadline is decided inside the transaction that holds the lock, after the lock: PostgreSQL's ``now()`` is the
start of the transaction and would let a waiter keep an old time, so ``clock_timestamp()`` is read instead.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import DateField, Func

BEIJING = ZoneInfo("Asia/Shanghai")
_moved_to: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the database's clock as an aware UTC instant. One query; never cached."""
    if _moved_to is not None:
        return _moved_to()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0].astimezone(UTC)
        cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
        return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)


def today() -> date:
    """Return the calendar day in Beijing by the database's clock."""
    return now().astimezone(BEIJING).date()


class _Today(Func):
    """The calendar day in Beijing, told by the database within the query that asks for it."""

    output_field = DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        return "(clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date", ()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        return "date('now', '+8 hours')", ()


def is_moved() -> bool:
    """Tell whether ``at`` moved the clock: then a query cannot tell the time by itself."""
    return _moved_to is not None


def day_in_query() -> Any:
    """Return what stands for ``today()`` in a condition: the query itself reads the clock, without one before it."""
    return _Today() if _moved_to is None else today()


@contextmanager
def at(instant: datetime, *, going: bool = False) -> Iterator[None]:
    """Move the clock of this process to ``instant`` while the block runs. It stands there, or goes on if ``going``.

    For tests and the demonstration's loader only. Raise ``ImproperlyConfigured`` where ``CLOCK_MOVABLE`` is not set,
    which production never does, ``ValueError`` for an instant without a zone, and ``RuntimeError`` if two threads
    moved it at once: the later one would leave it moved for ever.
    """
    global _moved_to  # noqa: PLW0603 -- one clock for the process, so that a live server in a thread follows it
    if not getattr(settings, "CLOCK_MOVABLE", False):
        raise ImproperlyConfigured("the clock cannot be moved here: CLOCK_MOVABLE is not set")
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    moved, begun = instant.astimezone(UTC), monotonic()
    before, own = _moved_to, lambda: moved + timedelta(seconds=monotonic() - begun) if going else moved
    _moved_to = own
    try:
        yield
    finally:
        left, _moved_to = _moved_to, before
        if left is not own:
            raise RuntimeError("the clock was moved by two threads at once")
