"""What waits for the staff: one queue per kind of work, with a verb and the list behind the number."""

from collections.abc import Container
from datetime import datetime

from django.http import HttpRequest

from cockpit.queues.deciding import DECIDING
from cockpit.queues.kinds import Queue, Waiting, counted
from cockpit.queues.preparing import PREPARING
from venture.kernel import clock

__all__ = ["QUEUES", "Queue", "Waiting", "known", "waiting"]

QUEUES: tuple[Queue, ...] = (*PREPARING, *DECIDING)


def waiting(request: HttpRequest, now: datetime) -> list[Waiting]:
    """Return the queues of this person that are not empty, urgent ones first. One query, once per request."""
    states = [state for state in known(request, now=now) if not state.queue.silent]
    return sorted(states, key=lambda state: not state.queue.urgent)


def known(request: HttpRequest, keys: Container[str] | None = None, *, now: datetime | None = None) -> list[Waiting]:
    """Return what is not empty of all queues, or of those that ``keys`` name; whoever asks for some takes them from
    all where all are known.
    """
    found: list[Waiting] | None = getattr(request, "_waiting", None)
    if found is None:
        now = now or clock.now()
        mine = [queue for queue in QUEUES if (keys is None or queue.key in keys) and queue.may(request.user)]
        counts = counted([queue.rows(request.user, now) for queue in mine])
        states = [Waiting(queue, counts.get(place, 0)) for place, queue in enumerate(mine)]
        found = [state for state in states if state.count]
        if keys is None:
            request._waiting = found  # type: ignore[attr-defined]
    return [state for state in found if keys is None or state.queue.key in keys]
