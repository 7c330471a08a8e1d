"""The inbox is one's own; the tray is the demonstration's."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.factories import make_user
from venture.kernel import clock
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


def test_the_bell_counts_in_the_readers_language_and_all_can_be_read_at_once(client: Client, person: User) -> None:
    other = flows.tell(make_user(), "password_changed", "k")
    for key in "abc":
        flows.tell(person, "password_changed", key)
    before = client.get("/en/inbox/unread/")
    read = client.post("/inbox/read/")
    after = client.get("/en/inbox/unread/").json()
    other.refresh_from_db()

    assert before.json() == {"unread": 3, "short": "3", "words": "3 unread messages"}
    assert before.headers["Cache-Control"] == "no-store"
    assert (read.headers["Location"], after) == ("/inbox/", {"unread": 0, "short": "0", "words": ""})
    assert other.read_at is None


def test_the_bell_stops_at_two_digits(client: Client, person: User) -> None:
    now = clock.now()
    Message.objects.bulk_create(
        Message(person=person, event="password_changed", key=f"{n}", created_at=now) for n in range(100)
    )

    assert client.get("/inbox/unread/").json()["short"] == "99+"


def test_the_count_costs_one_query_beside_who_asks(client: Client, person: User) -> None:
    flows.tell(person, "password_changed", "a")
    with CaptureQueriesContext(connection) as queries:
        client.get("/inbox/unread/")

    assert sum("notify_" in query["sql"] for query in queries) == 1


def test_a_message_from_an_earlier_version_is_shown_and_breaks_nothing(client: Client, person: User) -> None:
    Message.objects.create(person=person, event="gone.event", key="k", created_at=clock.now())
    Message.objects.create(person=person, event="role_given", key="k", created_at=clock.now())  # without its role
    page = client.get("/en/inbox/")

    assert page.status_code == 200
    assert page.content.decode().count("This message was written by an earlier version of the platform.") == 2


def test_what_a_message_quotes_cannot_become_markup(client: Client, person: User) -> None:
    flows.tell(person, "contact_changed", "k", new="<script>alert(1)</script>")
    page = client.get("/inbox/").content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_every_page_says_where_the_inbox_is_and_works_without_a_script(client: Client) -> None:
    page = client.get("/").content.decode()

    assert 'href="/inbox/" data-unread="/inbox/unread/"' in page
    assert "/static/js/bell.js" in page
    assert "data-unread" not in Client().get("/").content.decode()


def test_a_page_in_english_opens_the_english_page(client: Client, person: User) -> None:
    mine = flows.tell(person, "password_changed", "k", path="/desk/")

    assert client.post(f"/en/inbox/{mine.pk}/").headers["Location"] == "/en/desk/"


def test_three_messages_cost_as_many_queries_as_one(client: Client, person: User) -> None:
    flows.tell(person, "password_changed", "1")
    with CaptureQueriesContext(connection) as one:
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
