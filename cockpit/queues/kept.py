"""The counts of one person's queues, kept for some seconds: they are drawn on every page of the staff's desk.

Counting them costs as much as the rest of a page. What the person does is seen at once: an act forgets the counts.
What colleagues do is seen when they have grown old. A role that begins or ends counts anew.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache

Counts = dict[str, int]


def counts_of(user: Any, count: Callable[[], Counts]) -> Counts:
    """Return what ``count`` answers, or answered for the same person in the same roles a moment ago."""
    seconds: int = settings.DESK_COUNTS_SECONDS
    if not seconds:
        return count()
    key = counts_key(user)
    known: Counts | None = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, seconds)
    return known


def forget(user: Any) -> None:
    """Let the next page of the person count anew."""
    if settings.DESK_COUNTS_SECONDS:
        cache.delete(counts_key(user))


def counts_key(user: Any) -> str:
    """Return the name under which the counts of this person, in the roles of today, are kept."""
    held = sha256(repr(sorted(user.held)).encode()).hexdigest()[:16]
    return f"desk-counts:{user.pk}:{held}"
