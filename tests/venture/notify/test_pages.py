"""The inbox is one's own; the tray is the demonstration's."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.factories import make_user
from venture.notify import flows
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_user()


@pytest.fixture
def client(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_inbox_shows_ones_own_messages_and_opening_one_reads_it(client: Client, person: User) -> None:
    mine = flows.tell(person, "password_changed", "k", path="/desk/")
    flows.tell(make_user(), "recovery_asked", "k")
    page = client.get("/inbox/")
    opened = client.post(f"/inbox/{mine.pk}/")
    mine.refresh_from_db()

    assert [message.pk for message in page.context["page"]] == [mine.pk]
    assert (opened.status_code, opened.headers["Location"], mine.read_at is not None) == (302, "/desk/", True)
    assert list(client.get("/inbox/?show=unread").context["page"]) == []


def test_a_message_of_somebody_else_looks_missing_and_stays_unread(client: Client) -> None:
    other = flows.tell(make_user(), "password_changed", "k")
    answer = client.post(f"/inbox/{other.pk}/")

    assert (answer.status_code, Message.objects.get().read_at) == (404, None)


def test_the_bell_counts_and_all_can_be_read_at_once(client: Client, person: User) -> None:
    for key in "abc":
        flows.tell(person, "password_changed", key)
    before = client.get("/inbox/unread/").content.decode()
    client.post("/inbox/read/")
    after = client.get("/inbox/unread/").content.decode()

    assert (">3<" in before, after.strip()) == (True, "")


def test_a_page_in_english_opens_the_english_page(client: Client, person: User) -> None:
    mine = flows.tell(person, "password_changed", "k", path="/desk/")

    assert client.post(f"/en/inbox/{mine.pk}/").headers["Location"] == "/en/desk/"


def test_three_messages_cost_as_many_queries_as_one(client: Client, person: User) -> None:
    flows.tell(person, "password_changed", "1")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/inbox/")
    for key in "23":
        flows.tell(person, "password_changed", key)
    with CaptureQueriesContext(connection) as three:
        client.get("/inbox/")

    assert len(three) == len(one)


def test_outside_the_demonstration_there_is_no_tray(settings: Any) -> None:
    there = Client().get("/tray/").status_code
    settings.DEMO_TRAY = False

    assert (there, Client().get("/tray/").status_code) == (200, 404)
