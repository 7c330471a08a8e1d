"""Sessions: where a person is signed in, and ending it there."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F

from accounts.domain.traces import device_of, masked_ip
from accounts.models import User
from venture.audit.flows import record


@dataclass(frozen=True)
class Place:
    """One place where a person is signed in."""

    pk: int
    device: str
    network: str
    since: datetime
    here: bool


def places_of(user: User, here: str | None) -> list[Place]:
    """Return where ``user`` is signed in, this place first. ``here`` is the key of the asking session."""
    rows = sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.created_at, reverse=True)
    places = [
        Place(row.pk, device_of(row.user_agent), masked_ip(row.ip), row.created_at, row.session_key == here)
        for row in rows
    ]
    return sorted(places, key=lambda place: not place.here)


@transaction.atomic
def end_session(user: User, pk: int) -> bool:
    """End one of the person's sessions; say whether there was one."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return False
    row.end()
    record(actor=user, verb="session_ended", subject=user)
    return True


@transaction.atomic
def end_other_sessions(user: User, here: SessionBase) -> int:
    """End every session of the person but ``here``; return how many of them were listed."""
    number = _end_listed(user, but=here.session_key)
    _raise_epoch(user)
    here[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if number:
        record(actor=user, verb="sessions_ended", subject=user, number=number)
    return number


@transaction.atomic
def end_all_sessions(user: User) -> int:
    """End every session of the person, as when an account is closed or a lost factor is given back.

    Return how many of them were listed. Those that no list knows (made by a script, renamed since) end as well.
    """
    number = _end_listed(user)
    _raise_epoch(user)
    return number


def _end_listed(user: User, *, but: str | None = None) -> int:
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for row in rows:
        row.end()
    return len(rows)


def _raise_epoch(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
