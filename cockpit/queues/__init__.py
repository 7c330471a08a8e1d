"""What waits for the staff: one queue per kind of work, with a verb and the list behind the number."""

from datetime import datetime

from django.http import HttpRequest

from cockpit.queues.deciding import DECIDING
from cockpit.queues.ending import ENDING
from cockpit.queues.giving import GIVING
from cockpit.queues.granting import GRANTING
from cockpit.queues.kept import Counts, counts_of
from cockpit.queues.kinds import Queue, Waiting, counted
from cockpit.queues.ledger import LEDGER
from cockpit.queues.linking import LINKING
from cockpit.queues.paying import PAYING
from cockpit.queues.preparing import PREPARING
from cockpit.queues.running import RUNNING
from venture.kernel import clock

__all__ = ["QUEUES", "Queue", "Waiting", "known", "waiting"]

QUEUES: tuple[Queue, ...] = (*PREPARING, *DECIDING, *GRANTING, *PAYING, *LEDGER, *GIVING, *RUNNING, *ENDING, *LINKING)


def waiting(request: HttpRequest, now: datetime) -> list[Waiting]:
    """Return the queues of this person that are not empty, urgent ones first. One query, once per request."""
    states = [state for state in known(request, now) if not state.queue.silent]
    return sorted(states, key=lambda state: not state.queue.urgent)


def known(request: HttpRequest, now: datetime | None = None) -> list[Waiting]:
    """Return the queues of this person that are not empty, the silent ones too. They are counted once per request."""
    found: list[Waiting] | None = getattr(request, "_waiting", None)
    if found is None:
        counts = counts_of(request.user, lambda: _counted(request, now or clock.now()))
        found = [Waiting(queue, counts[queue.key]) for queue in QUEUES if queue.key in counts]
        request._waiting = found  # type: ignore[attr-defined]
    return found


def _counted(request: HttpRequest, now: datetime) -> Counts:
    mine = [queue for queue in QUEUES if queue.may(request.user)]
    counts = counted([queue.rows(request.user, now) for queue in mine])
    return {queue.key: counts[place] for place, queue in enumerate(mine) if counts.get(place)}
