"""The day on which the tests find the invented city, whatever the machine's: its open call is open."""

from datetime import datetime, timedelta, timezone

TODAY = datetime(2026, 11, 27, 20, tzinfo=timezone(timedelta(hours=8)))
# The city is laid down a little before, so that nothing of it lies ahead.
MADE = TODAY - timedelta(hours=1)
