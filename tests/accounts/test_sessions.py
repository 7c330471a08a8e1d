"""Signing out everywhere reaches every session of the person, also one that no list knows, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.flows.sessions import end_all_sessions
from accounts.models import User
from tests.accounts.people import inside, known, sign_in
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

SOMEBODY_ELSE = "other@city.example"


def _listed(user: User) -> Client:
    client = Client()
    sign_in(client, str(user.email))
    return client


def _unlisted(user: User) -> Client:
    """A session that Django made and the list of sessions never heard of."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _renamed(user: User) -> Client:
    """A listed session whose key was changed since: the list knows it by a name that it no longer has."""
    client = _listed(user)
    session = client.session
    session.cycle_key()
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def _forgotten(user: User) -> Client:
    client = _listed(user)
    UserSession.objects.filter(user=user).delete()
    return client


WAYS: list[Callable[[User], Client]] = [_listed, _unlisted, _renamed, _forgotten]


def _answers(*clients: Client) -> list[int]:
    return [client.get("/account/").status_code for client in clients]


@pytest.mark.parametrize("way", WAYS)
def test_whichever_way_a_session_began_it_ends(way: Callable[[User], Client]) -> None:
    user, other = known(), known(email=SOMEBODY_ELSE, mobile=None)
    client, stranger = way(user), _listed(other)
    assert _answers(client, stranger) == [200, 200]

    end_all_sessions(user)

    assert _answers(client, stranger) == [302, 200]
    assert inside(client) is None
    assert not UserSession.objects.filter(user=user).exists()
    assert UserSession.objects.filter(user=other).count() == 1


@pytest.mark.parametrize("way", WAYS)
def test_signing_out_everywhere_else_reaches_it_too_and_keeps_this_place(way: Callable[[User], Client]) -> None:
    user = known()
    elsewhere, here = way(user), _listed(user)

    answer = here.post("/account/sessions/", {"others": "1"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/sessions/")
    assert _answers(elsewhere, here, here) == [302, 200, 200]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [here.session.session_key]


def test_an_ended_session_leaves_nothing_to_come_back_to() -> None:
    user = known()
    client = _unlisted(user)
    end_all_sessions(user)
    client.get("/account/")

    assert Session.objects.count() == 0


def test_who_was_signed_out_signs_in_again() -> None:
    user = known()
    end_all_sessions(user)
    end_all_sessions(user)
    user.refresh_from_db()

    assert user.session_epoch == 2
    assert _answers(_listed(user)) == [200]


def test_only_what_the_list_showed_is_counted_and_told(client: Client) -> None:
    user = known()
    _listed(user), _unlisted(user)
    sign_in(client)

    client.post("/account/sessions/", {"others": "1"})

    entry: Any = AuditEntry.objects.get(verb="sessions_ended")
    assert (entry.actor, entry.facts["number"]) == (user, 1)


def test_sealed_under_an_older_key_it_ends_all_the_same(settings: Any) -> None:
    user = known()
    client = _listed(user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new"
    assert _answers(client) == [200]

    end_all_sessions(user)

    assert _answers(client) == [302]
