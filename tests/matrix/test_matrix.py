"""Route × role × method. The resolver makes the list; ``table.py`` says who may come; an unlisted route fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.matrix.doors import METHODS, DoorLine
from tests.matrix.personas import ANONYMOUS, people
from tests.matrix.routes import Route, all_routes
from tests.matrix.table import TABLE, table_problems

ROUTES = all_routes()


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Client]]:
    """Load the demonstration once, sign everybody in, and roll all of it back after the module."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            call_command("load_demo", verbosity=0)
            clients = {ANONYMOUS: Client(raise_request_exception=False)}
            for name, user in people().items():
                clients[name] = Client(raise_request_exception=False)
                clients[name].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            yield clients
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            connection.close()


def test_every_route_stands_in_the_table_and_the_table_names_no_other() -> None:
    known = {route.name for route in ROUTES}

    assert (sorted(known - set(TABLE)), sorted(set(TABLE) - known), table_problems()) == ([], [], [])


def _expected(door: DoorLine, persona: str, method: str) -> frozenset[int]:
    api = door.kind == "api"
    if persona == ANONYMOUS and not door.public:
        return frozenset({401}) if api else frozenset({302})
    if persona != ANONYMOUS and not door.public and persona not in door.who:
        return frozenset({404})
    if method == "OPTIONS":
        return frozenset({200, 204, 405})
    if not door.ours:
        return door.get | door.post | {401, 403, 404, 405}
    if not door.answers(method):
        return frozenset({405})
    return door.get if method in {"GET", "HEAD"} else door.post


def _ask(client: Client, method: str, path: str) -> int:
    with transaction.atomic():
        try:
            return client.generic(method, path, content_type="application/x-www-form-urlencoded").status_code
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])
def test_each_role_gets_the_answer_of_the_table(route: Route, city: dict[str, Client]) -> None:
    door = TABLE[route.name]
    path = reverse(route.name, kwargs=dict(door.keys())) + door.query

    wrong = []
    for persona, client in city.items():
        for method in METHODS:
            status = _ask(client, method, path)
            expected = _expected(door, persona, method)
            if status not in expected:
                wrong.append(f"{persona} {method} {path}: {status}, expected {sorted(expected)}")
    assert wrong == []


@pytest.mark.parametrize("name", [name for name, door in TABLE.items() if door.foreign])
def test_a_row_that_is_not_theirs_looks_missing(name: str, city: dict[str, Client]) -> None:
    door = TABLE[name]
    assert door.foreign is not None
    path = reverse(name, kwargs=dict(door.foreign())) + door.query

    answers = {persona: _ask(client, "GET", path) for persona, client in city.items() if persona != ANONYMOUS}

    assert set(answers.values()) == {404}, answers


def test_anonymous_visitors_of_a_closed_page_are_sent_to_the_sign_in(city: dict[str, Client]) -> None:
    login = reverse(settings.LOGIN_URL)
    lost = []
    for route in ROUTES:
        door = TABLE[route.name]
        if door.public or door.kind == "api":
            continue
        path = reverse(route.name, kwargs=dict(door.keys()))
        answer = city[ANONYMOUS].get(path)
        if not answer.headers.get("Location", "").startswith(login):
            lost.append((path, answer.status_code, answer.headers.get("Location")))
    assert lost == []
