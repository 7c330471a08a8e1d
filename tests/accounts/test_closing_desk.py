"""The staff's page of who wants to leave: seen by few, closed by a button, kept open by the person alone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.flows.closing import ask_to_close, take_back_closing
from accounts.models import ClosingRequest, User
from tests.accounts.factories import make_user
from tests.accounts.test_admin_people import client_of, lists, said
from venture.audit.models import AuditEntry
from venture.kernel import policy

pytestmark = pytest.mark.django_db
LIST = "closingrequest"


@pytest.fixture
def leaver() -> User:
    return make_user(name="周敏", mobile="+8613800138000")


def page(row: ClosingRequest) -> str:
    return reverse("admin:accounts_closing", args=[row.pk])


def press(user: User, row: ClosingRequest, verb: str = "close") -> Any:
    return client_of(user).post(reverse("admin:accounts_closing_act", args=[row.pk, verb]), follow=True)


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.SYSTEM_ADMIN])
def test_the_staff_close_an_account_that_its_person_asked_to_close(role: Role, leaver: User) -> None:
    staff, row = make_user(role), ask_to_close(leaver, "搬家")
    client = client_of(staff)
    listed = client.get(lists(LIST) + "?now=open").content.decode()
    shown = client.get(page(row)).content.decode()
    answer = press(staff, row)

    assert ("周敏" in listed, "138****8000" in shown, "13800138000" in shown) == (True, True, False)
    assert len(said(answer)) == 1
    row.refresh_from_db()
    leaver.refresh_from_db()
    assert (row.closed_by, leaver.is_active, leaver.mobile) == (staff, False, None)
    assert AuditEntry.objects.get(verb="account_closed").actor == staff
    assert "周敏" not in client.get(lists(LIST) + "?now=open").content.decode().split("<table", 1)[-1]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EXPERT, Role.FINANCE_MAKER, Role.EVALUATOR])
def test_for_others_list_page_and_button_are_missing(role: Role, leaver: User) -> None:
    user, row = make_user(role), ask_to_close(leaver, "")

    assert client_of(user).get(lists(LIST)).status_code == 404
    assert (client_of(user).get(page(row)).status_code, press(user, row).status_code) == (404, 404)
    row.refresh_from_db()
    assert row.closed_at is None


@pytest.mark.parametrize("role", [Role.SUPERVISION, Role.AUDITOR])
def test_watchers_read_and_close_nothing(role: Role, leaver: User) -> None:
    user, row = make_user(role), ask_to_close(leaver, "")
    shown = client_of(user).get(page(row))
    press(user, row)

    assert (shown.status_code, shown.content.decode().split("<main", 1)[1].count("<form")) == (200, 0)
    row.refresh_from_db()
    leaver.refresh_from_db()
    assert (row.closed_at, leaver.is_active) == (None, True)


def test_who_still_holds_a_role_is_sent_to_the_roles_and_stays(leaver: User) -> None:
    clerk, expert = make_user(Role.CLERK), make_user(Role.EXPERT, name="苏老师")
    row = ask_to_close(expert, "")
    shown = client_of(clerk).get(page(row)).content.decode()
    answer = press(clerk, row)

    assert (str(Role.EXPERT.label) in shown, reverse("admin:accounts_person", args=[expert.pk]) in shown) == (
        True,
        True,
    )
    assert reverse("admin:accounts_closing_act", args=[row.pk, "close"]) not in shown
    assert len(said(answer)) == 1
    row.refresh_from_db()
    expert.refresh_from_db()
    assert (row.closed_at, expert.is_active) == (None, True)


def test_a_wish_taken_back_leaves_no_button_and_closes_nothing(leaver: User) -> None:
    clerk, row = make_user(Role.CLERK), ask_to_close(leaver, "")
    take_back_closing(leaver)
    press(clerk, row)

    leaver.refresh_from_db()
    assert leaver.is_active
    assert "<form" not in client_of(clerk).get(page(row)).content.decode().split("<main", 1)[1]
    assert press(clerk, row, "keep").status_code == 404


def test_nobody_closes_the_own_account_at_the_desk() -> None:
    clerk = make_user(Role.CLERK)
    row = ask_to_close(clerk, "")

    assert not policy.allows(clerk, "accounts.close_account", row)
    assert client_of(clerk).get("/admin/").context["waiting"] == []


def test_the_desk_counts_the_wishes_that_wait(leaver: User) -> None:
    ask_to_close(leaver, "")
    take_back_closing(leaver)
    ask_to_close(make_user(name="王宁"), "")
    waiting = client_of(make_user(Role.CLERK)).get("/admin/").context["waiting"]

    assert [(state.queue.key, state.count) for state in waiting] == [("accounts.closings", 1)]
    assert waiting[0].url.endswith("/closingrequest/?now=open")


def test_three_wishes_cost_as_many_queries_as_one(leaver: User) -> None:
    client: Client = client_of(make_user(Role.CLERK))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(lists(LIST)).status_code == 200
        return len(queries)

    ask_to_close(leaver, "")
    cost()
    first = cost()
    for number in (1, 2, 3):
        ask_to_close(make_user(name=f"某人{number}"), "")

    assert cost() == first
