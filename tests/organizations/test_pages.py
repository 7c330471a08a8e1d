"""The organisation's own pages: registering, what is missing, handing over; the number of queries stays flat."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from organizations import flows
from organizations.enums import MemberRole
from organizations.models import HandOver, OperatorAffiliate, Organization
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for, make_area, make_organization, make_verified

pytestmark = pytest.mark.django_db


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_person_registers_an_organisation_and_is_told_what_is_wrong_with_the_code(client: Client) -> None:
    person, area = make_user(), make_area()
    signed_in(client, person)
    code = code_for(701)
    form = {"name": "和邻", "authority": "云溪市民政局", "area": area.pk}

    shown = {
        wrong: client.post("/organizations/new/", {**form, "code": wrong}).context["form"].errors["code"]
        for wrong in (code[:-1], code.replace("0", "O", 1), "11330700002592580J")
    }
    before = Organization.objects.count()
    right = client.post("/organizations/new/", {**form, "code": f" {code.lower()} "})
    again = client.post("/organizations/new/", {**form, "code": code})

    made = Organization.objects.get()
    assert [len(errors) for errors in shown.values()] == [1, 1, 1]
    assert code in shown[code.replace("0", "O", 1)][0]
    assert "11" in shown["11330700002592580J"][0]
    assert (before, right.headers["Location"], again.status_code) == (0, f"/organizations/{made.pk}/edit/", 200)
    assert [part.user for part in made.memberships.all()] == [person]


def test_who_works_on_the_rounds_finds_no_page_to_register(client: Client) -> None:
    signed_in(client, make_user(Role.CLERK))

    assert client.get("/organizations/new/").status_code == 404


def test_the_first_page_says_what_is_missing_and_why_somebody_can_never_apply(client: Client) -> None:
    owner, clerk, head = make_user(), make_user(Role.CLERK), make_user(Role.HEAD)
    organization = make_organization(owner, grade="4A", grade_awarded_on=date(2015, 1, 1))
    signed_in(client, owner)
    address = f"/organizations/{organization.pk}/"

    context = client.get(address).context
    operator = flows.name_operator(name="中心", code=code_for(702), since=date(2020, 1, 1), actor=clerk)
    tied = flows.enter_affiliate(
        operator_id=operator.pk, name=organization.name, code=organization.uscc, reason="同一负责人",
        since=date(2020, 1, 1), actor=clerk,
    )  # fmt: skip
    flows.second_affiliate(affiliate_id=tied.pk, actor=head)
    barred = client.get(address).context["barred"]

    assert (context["left"], context["barred"], context["grade_today"]) == (6, "", "")
    assert barred != ""
    assert OperatorAffiliate.objects.get().state == "seconded"


def test_the_entry_is_completed_and_reversed_days_are_named(client: Client) -> None:
    owner = make_user()
    organization = make_organization(owner)
    signed_in(client, owner)
    form = {
        "name": organization.name, "authority": "云溪市民政局", "supervising_unit": "", "registered_on": "2016-04-12",
        "certificate_from": "2024-04-12", "certificate_until": "2028-04-12", "legal_representative": "甲",
        "business_scope": "为老服务", "address": "东关街道1号", "phone": "0000-1", "grade": "4A",
        "grade_awarded_on": "2023-12-06", "full_time_staff": "12", "certified_staff": "7", "party_members": "",
    }  # fmt: skip
    address = f"/organizations/{organization.pk}/edit/"

    wrong = client.post(address, {**form, "certificate_until": "2020-01-01", "grade_awarded_on": ""})
    right = client.post(address, form)

    organization.refresh_from_db()
    assert set(wrong.context["form"].errors) == {"certificate_until", "grade_awarded_on"}
    assert (right.status_code, organization.grade_valid_until) == (302, date(2028, 12, 6))
    assert (organization.business_scope, organization.party_members) == ("为老服务", None)


def test_a_new_certificate_is_asked_for_on_its_page(client: Client) -> None:
    owner = make_user()
    organization = make_verified(owner)
    signed_in(client, owner)
    form = {
        "name": organization.name, "authority": organization.authority, "supervising_unit": "", "registered_on": "",
        "certificate_from": "", "certificate_until": "", "legal_representative": "甲", "business_scope": "",
        "papers": ["0"],
    }  # fmt: skip
    address = f"/organizations/{organization.pk}/change/"

    nothing = client.post(address, form)
    asked = client.post(address, {**form, "legal_representative": "乙"})

    case = organization.cases.latest("pk")
    assert (nothing.status_code, asked.status_code) == (200, 302)
    assert (case.state, case.proposed) == ("submitted", {"legal_representative": "乙"})


def test_the_ownership_is_handed_over_on_the_page(client: Client) -> None:
    owner, heir = make_user(), make_user()
    organization = make_organization(owner)
    part = flows.add_member(organization_id=organization.pk, user=heir, role=MemberRole.EDITOR, actor=owner)
    signed_in(client, owner).post(f"/organizations/members/{part.pk}/hand-over/", {"stays_as": "leave"})
    offer = HandOver.objects.get()

    seen = signed_in(client, heir).get(f"/organizations/{organization.pk}/members/").context["offer"]
    client.post(f"/organizations/hand-overs/{offer.pk}/accept/")

    members = organization.memberships.filter(ended_at__isnull=True)
    assert (seen, offer.stays_as) == (offer, "")
    assert list(members.values_list("user", "role")) == [(heir.pk, "owner")]


@pytest.mark.parametrize(
    ("page", "queries"), [("", 18), ("documents/", 12), ("records/", 13), ("account/", 13), ("members/", 13)]
)
def test_a_page_asks_the_same_number_of_queries_however_much_there_is(
    client: Client, django_assert_max_num_queries: Any, page: str, queries: int
) -> None:
    owner, clerk = make_user(), make_user(Role.CLERK)
    organization = make_organization(owner, registered_on=date(2010, 1, 1))
    for year in (2022, 2023, 2024):
        flows.enter_inspection(organization_id=organization.pk, year=year, outcome="passed", actor=clerk)
        flows.enter_sanction(
            organization_id=organization.pk, kind="penalty", authority="局", grounds="因", since=date(year, 1, 1),
            actor=clerk,
        )  # fmt: skip
        flows.add_member(organization_id=organization.pk, user=make_user(), role=MemberRole.EDITOR, actor=owner)
    signed_in(client, owner).get(f"/organizations/{organization.pk}/{page}")

    with django_assert_max_num_queries(queries):
        assert client.get(f"/organizations/{organization.pk}/{page}").status_code == 200
