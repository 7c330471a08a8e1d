"""The pool and the experts of rounds by program: for those who keep it, without a number or an address."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from tests.accounts.factories import make_user
from tests.api.conftest import calling
from tests.reviews.pool.factories import NOW, give, make_entered, make_expert, make_part, make_round
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


def test_staff_read_the_pool_by_field_and_nobody_reads_a_number() -> None:
    make_expert("沈怀远", key="1", fields=["elderly"], mobile="+8613800138000", address="府前路18号")
    make_expert("王立诚", key="2", fields=[], finance=True, account=False)
    caller = calling(make_user(Role.CLERK))
    listed = caller.get("/api/v1/experts/")

    rows = [(each["key"], each["finance"], each["has_account"]) for each in listed.json()["results"]]
    assert sorted(rows) == [("1", False, True), ("2", True, False)]
    assert "13800138000" not in listed.content.decode()
    assert "府前路" not in listed.content.decode()
    assert [each["key"] for each in caller.get("/api/v1/experts/?field=elderly").json()["results"]] == ["1"]
    assert [each["key"] for each in caller.get("/api/v1/experts/?finance=true&q=立").json()["results"]] == ["2"]


@pytest.mark.parametrize("role", [Role.EXPERT, Role.FINANCE_MAKER, Role.LEADER])
def test_others_find_nothing(role: Role) -> None:
    make_part()
    caller = calling(make_user(role))

    assert caller.get("/api/v1/experts/").json()["results"] == []
    assert caller.get("/api/v1/appointments/").json()["results"] == []


def test_a_part_in_a_round_says_how_far_it_is() -> None:
    round_ = make_round()
    part = make_part(make_expert("何岚", key="7"), round_)
    give(make_entered(round_), part)
    make_part(round_=round_, state="invited")
    found = calling(make_user(Role.CLERK)).get("/api/v1/appointments/?round=2025&state=pledged").json()["results"]

    assert [(each["expert"], each["name"], each["given"], each["done"]) for each in found] == [("7", "何岚", 1, 0)]


def test_a_list_costs_the_same_for_one_row_and_for_four() -> None:
    caller, costs = calling(make_user(Role.CLERK)), []
    for more in (1, 3):
        for _each in range(more):
            make_part()
        with CaptureQueriesContext(connection) as asked:
            assert caller.get("/api/v1/experts/").status_code == 200
            assert caller.get("/api/v1/appointments/").status_code == 200
        costs.append(len(asked))
    assert costs[1] <= costs[0]  # the first call also notes that the token was used
