"""A list costs the same number of queries for one row and for three."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix.conftest import City
from tests.matrix.routes import all_routes, path_of
from tests.matrix.table import TABLE

pytestmark = pytest.mark.django_db

LISTS = [route.name for route in all_routes() if route.name in TABLE and TABLE[route.name].rows]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_three(
    name: str, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = TABLE[name]
    assert door.rows is not None
    client = next(client for persona, (client, user) in city.items() if door.admits(persona, user))
    path = path_of(name, door, door.keys())

    asked: list[list[str]] = []
    shown: list[Any] = []
    for rows in (1, 3):
        address = path + door.rows(rows, monkeypatch)
        client.get(address)  # what a process keeps after its first page is not the list's cost
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200
        asked.append([query["sql"] for query in queries])
        shown.append(_rows_of(answer))

    assert shown == [None, None] or 1 <= shown[0] < shown[1], (
        f"{name}: the demonstration has too few rows; add some or give a factory"
    )
    assert len(asked[0]) == len(asked[1]), "\n".join(sorted(set(asked[1]) - set(asked[0])))


def _rows_of(answer: Any) -> int | None:
    """Return how many rows the page shows, where the page tells."""
    context = getattr(answer, "context", None)
    if context and "cl" in context:
        return len(context["cl"].result_list)
    if context and "page" in context:
        return len(context["page"].object_list)
    if answer.headers["Content-Type"].startswith("application/json"):
        return len(answer.json()["results"])
    return None
