"""No screen asks the database more often than was promised: a page 15 times, a page of the staff about one row 30."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix.conftest import City
from tests.matrix.personas import ANONYMOUS
from tests.matrix.routes import all_routes, path_of
from tests.matrix.table import TABLE
from tests.matrix.tour import FIRST

pytestmark = pytest.mark.django_db

PAGE, ROW = 15, 30
# What opens and closes a transaction asks for nothing.
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
SCREENS = [
    route.name
    for route in all_routes()
    if route.name in TABLE and TABLE[route.name].screens and TABLE[route.name].answers("GET")
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_asks_no_more_often_than_was_promised(name: str, city: City) -> None:
    door, keys = TABLE[name], TABLE[name].keys()
    admitted = [each for each, (_client, user) in city.items() if each != ANONYMOUS and door.admits(each, user)]
    client = city[next((each for each in FIRST if each in admitted), (sorted(admitted) or [ANONYMOUS])[0])][0]
    path = path_of(name, door, keys)
    most = ROW if name.startswith("admin:") and keys else PAGE

    found = asked(client, path)
    # What a process keeps after its first page is not the page's cost.
    found = asked(client, path) if len(found) > most else found

    assert len(found) <= most, "\n".join(each for each in found)


def asked(client: object, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)  # type: ignore[attr-defined]
    return [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]
