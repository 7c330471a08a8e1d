"""When a telephone may ring. Only texts wait for the morning: mail makes no noise, the inbox neither."""

from datetime import datetime, timedelta


def earliest(local: datetime, *, quiet_from: int, quiet_until: int) -> datetime:
    """Return the first instant from ``local`` on that lies outside the quiet hours.

    ``local`` is an aware instant on the reader's clock. ``quiet_from`` and ``quiet_until`` are full hours; the quiet
    may reach over midnight (21, 8). Equal hours mean that there is no quiet.
    """
    if quiet_from == quiet_until:
        return local
    over_midnight = quiet_from > quiet_until
    late, early = local.hour >= quiet_from, local.hour < quiet_until
    quiet = (late or early) if over_midnight else (late and early)
    if not quiet:
        return local
    morning = local.replace(hour=quiet_until, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=1) if over_midnight and late else morning
