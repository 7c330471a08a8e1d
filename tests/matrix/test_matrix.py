"""Route × role × method. The resolver makes the list; tests/matrix/table says who may come; an unlisted route fails.

The gate asks for every route: visitors, the first who may come and the first who may not; of the others a part that is
another one at each route and commit. ``--whole`` and ``--soak`` ask all of them.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cockpit.queues.kept import counts_key, lists_key
from tests.drawing import drawn, whole
from tests.matrix.conftest import City
from tests.matrix.doors import METHODS, READ, DoorLine
from tests.matrix.personas import ANONYMOUS
from tests.matrix.routes import Route, all_routes, path_of
from tests.matrix.table import TABLE, table_problems

# Each test is a savepoint inside the module's transaction: what it makes is gone before the next.
pytestmark = pytest.mark.django_db

ROUTES = all_routes()
# Of the others who may come, and of those who may not, one in so many at each route.
SHARE_INSIDE, SHARE_OUTSIDE = 4, 8
RARE = tuple(each for each in METHODS if each not in {"GET", "POST"})
LISTED = [route for route in ROUTES if route.name in TABLE]


@pytest.fixture(autouse=True)
def _clean_cache(settings: Any, city: City) -> Iterator[None]:
    """Empty the cache between tests, but for each desk's counts and menu: to ask anew would be a sixth of the run."""
    settings.DESK_COUNTS_SECONDS = 3600
    users = [user for _client, user in city.values() if user]
    yield
    counted = cache.get_many([key(user) for user in users for key in (counts_key, lists_key)])
    cache.clear()
    cache.set_many(counted, 3600)


@pytest.mark.always
def test_every_route_stands_in_the_table_and_the_table_names_no_other() -> None:
    assert table_problems({route.name for route in ROUTES}) == []


@pytest.mark.sampled
@pytest.mark.parametrize("route", LISTED, ids=[route.name for route in LISTED])
def test_each_role_gets_the_answer_of_the_table(route: Route, city: City, request: pytest.FixtureRequest) -> None:
    door = TABLE[route.name]
    path, data = path_of(route.name, door, door.keys()), urlencode(door.data())

    wrong = []
    seen: set[bool] = set()
    every = whole(request.config)
    for persona, (client, user) in city.items():
        admitted = door.admits(persona, user)
        # What a method answers depends on being let in, not on the role: all methods for the first of either kind,
        # and for each of the others those that the door answers to somebody.
        first = persona == ANONYMOUS or admitted not in seen
        share = SHARE_INSIDE if admitted else SHARE_OUTSIDE
        if not (first or every or drawn(f"{route.name} {persona}", share)):
            continue
        methods = [each for each in ("GET", "POST") if first or door.answers(each) or not door.who]
        if first:
            methods += [each for each in RARE if every or drawn(f"{route.name} {persona} {each}", SHARE_INSIDE)]
        seen |= {admitted} if persona != ANONYMOUS else set()
        for method in methods:
            status = _ask(client, method, path, data)
            expected = _expected(door, persona, user, admitted, method)
            if status not in expected:
                wrong.append(f"{persona} {method} {path}: {status}, expected {sorted(expected)}")
    assert wrong == []


@pytest.mark.sampled
@pytest.mark.parametrize("name", [name for name, door in TABLE.items() if door.foreign])
def test_a_row_that_is_not_theirs_looks_missing(name: str, city: City) -> None:
    door = TABLE[name]
    assert door.foreign is not None
    method = "GET" if door.answers("GET") else "POST"
    path = path_of(name, door, door.foreign())

    # Whoever may come to a row of their own, and one of the others: they are refused whatever the row.
    inside = [persona for persona, (_client, user) in city.items() if door.admits(persona, user)]
    outside = [persona for persona in city if persona not in inside and persona != ANONYMOUS][:1]
    answers = {persona: _ask(city[persona][0], method, path) for persona in [*inside, *outside]}

    assert set(answers.values()) == {404}, answers


def test_anonymous_visitors_of_a_closed_page_are_sent_to_the_sign_in(city: City) -> None:
    login = reverse(settings.LOGIN_URL)
    lost = []
    for route in LISTED:
        door = TABLE[route.name]
        if door.public or door.kind == "api":
            continue
        path = path_of(route.name, door, door.keys())
        answer = city[ANONYMOUS][0].get(path)
        if not answer.headers.get("Location", "").startswith(login):
            lost.append((path, answer.status_code, answer.headers.get("Location")))
    assert lost == []


def test_the_stock_address_of_a_row_leads_to_a_page(city: City) -> None:
    lost = []
    for name, door in TABLE.items():
        if not (name.startswith("admin:") and name.endswith("_change") and door.answers("GET")):
            continue
        client = next((client for persona, (client, user) in city.items() if door.admits(persona, user)), None)
        if client is None:
            continue
        answer = client.get(path_of(name, door, door.keys()), follow=True)
        if answer.status_code != 200:
            lost.append((name, answer.redirect_chain, answer.status_code))
    assert lost == []


def _expected(door: DoorLine, persona: str, user: Any, admitted: bool, method: str) -> frozenset[int]:
    if not admitted:
        refusal = 404 if persona != ANONYMOUS else 401 if door.kind == "api" else 302
        # A method that nobody has may be refused before the row is looked for: that tells nothing about the row.
        return frozenset({refusal} if persona == ANONYMOUS or door.answers(method) else {refusal, 405})
    if not door.ours:
        return door.get | door.post | {401, 403, 404, 405, 429}
    if method == "OPTIONS":
        return frozenset({200, 204, 405})
    if not door.answers(method):
        return frozenset({405})
    if method in READ:
        return door.get
    return door.post if door.writers is None or door.writers(user) else frozenset({404})


def _ask(client: Client, method: str, path: str, data: str = "") -> int:
    """Ask once and take everything back, the client's cookies included: a sign-out must not end the test."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        body = data if method == "POST" else ""
        status = client.generic(method, path, body, content_type="application/x-www-form-urlencoded").status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return status
