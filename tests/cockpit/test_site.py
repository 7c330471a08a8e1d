"""The admin site: who may come in, what looks missing, which side doors stay shut."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Area, RoleGrant, User
from tests.cockpit.urls import OUTSIDE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cockpit.urls")]


def person(name: str, *roles: Role) -> User:
    user = User.objects.create_user(f"{name}@yunxi.example", display_name=name)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, starts_on=date(2020, 1, 1))
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk() -> Client:
    return client_of(person("clerk", Role.CLERK))


@pytest.fixture
def area() -> Area:
    return Area.objects.create(code="330100", name="河坊区")


def test_an_anonymous_visitor_is_sent_to_the_sign_in() -> None:
    answer = Client().get("/admin/accounts/area/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/admin/accounts/area/")


def test_the_admin_is_missing_for_people_without_a_staff_role() -> None:
    applicant = client_of(person("applicant"))

    assert [applicant.get(path).status_code for path in ("/admin/", "/admin/login/", "/admin/nowhere/")] == [404] * 3


def test_a_page_without_the_right_is_missing_by_every_method(clerk: Client) -> None:
    methods = ("get", "post", "put", "delete")

    assert [getattr(clerk, method)("/admin/jobs/job/").status_code for method in methods] == [404] * 4


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/area/", "/admin/jsi18n/"])
def test_a_wrong_method_is_answered_with_405(clerk: Client, path: str) -> None:
    assert clerk.put(path).status_code == 405


def test_the_sign_out_takes_a_post_only(clerk: Client) -> None:
    assert (clerk.get("/admin/logout/").status_code, clerk.post("/admin/logout/").status_code) == (405, 307)


def test_the_menu_shows_only_what_may_be_opened(clerk: Client) -> None:
    administrator = client_of(person("administrator", Role.SYSTEM_ADMIN))

    def addresses(client: Client) -> set[str]:
        groups: Any = client.get("/admin/").context["menu"]
        return {line.url for group in groups for line in group["entries"]}

    assert addresses(clerk) == {"/admin/", "/admin/accounts/area/", "/admin/accounts/user/"}
    assert addresses(administrator) == {"/admin/", "/admin/jobs/job/"}


@pytest.mark.parametrize("filter_", ["mobile__startswith=1", "password__contains=a", "role_grants__role=clerk"])
def test_a_filter_may_not_name_what_the_page_does_not_show(clerk: Client, filter_: str) -> None:
    assert clerk.get(f"/admin/accounts/user/?{filter_}").status_code == 400


def test_a_filter_of_the_page_works(clerk: Client) -> None:
    assert clerk.get("/admin/accounts/user/?is_active__exact=1").status_code == 200


def test_a_popup_may_not_ask_for_another_key(clerk: Client) -> None:
    assert clerk.get("/admin/accounts/user/?_to_field=email&_popup=1").status_code == 400


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_a_row_outside_the_right_looks_missing(clerk: Client, page: str) -> None:
    outside = Area.objects.create(code=OUTSIDE, name="外区")

    assert clerk.get(f"/admin/accounts/area/{outside.pk}/{page}/").status_code == 404


def test_an_action_touches_only_rows_of_the_page(clerk: Client, area: Area) -> None:
    outside = Area.objects.create(code=OUTSIDE, name="外区")

    answer = clerk.post(
        "/admin/accounts/area/", {"action": "count_them", "_selected_action": [area.pk, outside.pk]}, follow=True
    )

    assert [str(message) for message in answer.context["messages"]] == ["河坊区"]


def test_a_refusal_shows_the_form_again_with_what_was_typed(clerk: Client, area: Area) -> None:
    answer = clerk.post(f"/admin/accounts/area/{area.pk}/change/", {"code": "330199", "name": "不许"})

    area.refresh_from_db()
    form = answer.context["adminform"].form
    assert (answer.status_code, form.non_field_errors(), form["code"].value()) == (
        200,
        ["desk_tests.refused"],
        "330199",
    )
    assert area.name == "河坊区"


def test_nothing_is_deleted_in_the_admin(clerk: Client, area: Area) -> None:
    assert clerk.post(f"/admin/accounts/area/{area.pk}/delete/", {"post": "yes"}).status_code == 404
    assert Area.objects.filter(pk=area.pk).exists()


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/area/"])
def test_a_page_costs_the_same_for_one_and_three_rows(clerk: Client, area: Area, path: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert clerk.get(path).status_code == 200
        return len(queries)

    first = cost()
    for number in (1, 2):
        Area.objects.create(code=f"33011{number}", name=f"区{number}", parent=area)
    Area.objects.filter(pk=area.pk).update(parent=area)
    assert cost() == first <= 18


def test_no_page_carries_a_style_or_script_of_its_own(clerk: Client, area: Area) -> None:
    paths = ("/admin/", "/admin/accounts/area/", f"/admin/accounts/area/{area.pk}/change/", "/admin/accounts/area/add/")

    for path in paths:
        page = clerk.get(path).content.decode()
        assert ("<style" in page, ' style="' in page, " onclick=" in page, "<script>" in page) == (False,) * 4
