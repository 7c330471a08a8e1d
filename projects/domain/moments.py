"""The hours before an application closes: when to remind, and when to say that handing in comes first."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

REMINDERS: Final = {
    "week": timedelta(days=7),
    "three_days": timedelta(days=3),
    "day": timedelta(days=1),
    "hours": timedelta(hours=3),
}
# In the last hour the page says: hand in first, mend afterwards by calling back.
LAST_HOUR: Final = timedelta(hours=1)


def hurries(closes_at: datetime | None, now: datetime) -> bool:
    """Tell whether the last hour runs."""
    return closes_at is not None and closes_at - LAST_HOUR <= now < closes_at


def received_in_time(received_on: date | None, last_day: date | None) -> bool:
    """Tell whether a paper came no later than the day on which the call closes, by the calendar of Beijing."""
    return received_on is not None and last_day is not None and received_on <= last_day


def moments(closes_at: datetime, *, after: datetime, until: datetime | None = None) -> Iterator[tuple[str, datetime]]:
    """Yield the reminders that are due from ``after`` on, and before ``until`` where that is given, the first first."""
    for name, before in REMINDERS.items():
        at = closes_at - before
        if after <= at and (until is None or at < until):
            yield name, at
