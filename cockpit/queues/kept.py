"""What the frame of every page of the staff's desk shows one person, kept for some seconds: counts, and which lists.

Counting the queues costs as much as the rest of a page, to ask for the right to each list a sixth of it. What somebody
does is seen at once: an act forgets both. What colleagues do is seen when they have grown old. A role that begins or
ends asks anew.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache

Counts = dict[str, int]


def counts_of(user: Any, count: Callable[[], Counts]) -> Counts:
    """Return what ``count`` answers, or answered for the same person in the same roles a moment ago."""
    known: Counts = _kept(user, counts_key, count)
    return known


def lists_of(user: Any, ask: Callable[[], frozenset[str]]) -> frozenset[str]:
    """Return the lists that the menu offers, as ``ask`` answers. Each list itself asks for the right again."""
    known: frozenset[str] = _kept(user, lists_key, ask)
    return known


def forget(user: Any) -> None:
    """Let the next page of the person count anew."""
    if settings.DESK_COUNTS_SECONDS:
        cache.delete_many([counts_key(user), lists_key(user)])


def counts_key(user: Any) -> str:
    """Return the name under which the counts of this person, in the roles of today, are kept."""
    return f"desk-counts:{_in_roles(user)}"


def lists_key(user: Any) -> str:
    return f"desk-lists:{_in_roles(user)}"


def _in_roles(user: Any) -> str:
    held = sha256(repr(sorted(user.held)).encode()).hexdigest()[:16]
    return f"{user.pk}:{held}"


def _kept(user: Any, key_of: Callable[[Any], str], ask: Callable[[], Any]) -> Any:
    seconds: int = settings.DESK_COUNTS_SECONDS
    if not seconds:
        return ask()
    key = key_of(user)
    known = cache.get(key)
    if known is None:
        known = ask()
        cache.set(key, known, seconds)
    return known
