"""The staff's desks of verification and communities, through the browser's own requests."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from organizations import flows
from organizations.models import Community, VerificationCase
from tests.accounts.factories import make_user
from tests.organizations.factories import PAPERS, make_area, make_community, make_organization, make_verified

pytestmark = pytest.mark.django_db


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def waiting_case() -> VerificationCase:
    owner = make_user()
    organization = make_organization(owner)
    return flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)


def test_a_clerk_compares_every_line_and_verifies(client: Client) -> None:
    case = waiting_case()
    signed_in(client, make_user(Role.CLERK))
    lines = {f"item-{name}": "yes" for name in case.claimed}

    part = client.post(f"/admin/desk/verification/{case.pk}/verify/", {"item-name": "yes"})
    case.refresh_from_db()
    state_after_part = case.state
    whole = client.post(f"/admin/desk/verification/{case.pk}/verify/", lines)

    case.refresh_from_db()
    assert (part.status_code, state_after_part) == (200, "submitted")
    assert (whole.status_code, case.state, case.organization.state) == (302, "verified", "verified")


def test_after_a_decision_the_next_request_opens_unless_one_likes_to_stay(client: Client) -> None:
    first, second, third = waiting_case(), waiting_case(), waiting_case()
    signed_in(client, make_user(Role.CLERK))

    def verify(case: VerificationCase, **more: str) -> str:
        lines = {f"item-{name}": "yes" for name in case.claimed}
        return client.post(f"/admin/desk/verification/{case.pk}/verify/", {**lines, **more}).headers["Location"]

    assert verify(second).endswith(f"/verification/{first.pk}/")
    assert verify(first, stay="1").endswith(f"/verification/{first.pk}/")
    assert verify(third).endswith("/admin/organizations/verificationcase/")


def test_a_refused_step_shows_the_page_again_with_everything_that_was_filled_in(client: Client) -> None:
    case = waiting_case()
    signed_in(client, make_user(Role.CLERK))

    filled = {"item-name": "no", "item-uscc": "yes", "fault-name": "多写了“市”", "reason": "另有一处"}
    page = client.post(f"/admin/desk/verification/{case.pk}/verify/", filled)

    html = page.content.decode()
    case.refresh_from_db()
    assert (page.status_code, case.state, case.compared) == (200, "submitted", {})
    assert ("多写了“市”" in html, "另有一处" in html) == (True, True)
    assert 'name="item-uscc" value="yes" checked' in html


def test_the_desk_tells_what_the_organisation_has_in_common_with_others(client: Client) -> None:
    case = waiting_case()
    other = make_organization()
    signed_in(client, make_user(Role.CLERK))

    page = client.get(f"/admin/desk/verification/{case.pk}/").content.decode()

    assert other.name in page


def test_returning_keeps_what_differs_and_why_and_a_bare_return_moves_nothing(client: Client) -> None:
    case = waiting_case()
    signed_in(client, make_user(Role.HEAD))
    address = f"/admin/desk/verification/{case.pk}/return/"

    client.post(address, {"reason": " ", "item-name": "no", "item-uscc": "no", "fault-name": "多写了“市”"})
    case.refresh_from_db()
    assert case.state == "submitted"
    client.post(address, {"item-name": "no", "item-uscc": "maybe", "fault-name": "多写了“市”", "reason": "名称不符"})

    case.refresh_from_db()
    assert (case.state, case.compared, case.reason, case.faults) == (
        "returned", {"name": False}, "名称不符", {"name": "多写了“市”"}
    )  # fmt: skip


def test_the_auditor_reads_the_desk_and_decides_nothing(client: Client) -> None:
    case = waiting_case()
    signed_in(client, make_user(Role.AUDITOR))
    lines = {f"item-{name}": "yes" for name in case.claimed}

    assert client.get(f"/admin/desk/verification/{case.pk}/").status_code == 200
    client.post(f"/admin/desk/verification/{case.pk}/verify/", lines)

    case.refresh_from_db()
    assert case.state == "submitted"


def test_a_verb_that_no_desk_knows_is_missing(client: Client) -> None:
    case = waiting_case()
    signed_in(client, make_user(Role.CLERK))

    assert client.post(f"/admin/desk/verification/{case.pk}/approve/").status_code == 404


def test_a_head_suspends_with_a_reason_that_the_organisation_desk_shows(client: Client) -> None:
    organization = make_verified()
    signed_in(client, make_user(Role.HEAD))

    client.post(f"/admin/desk/organizations/{organization.pk}/suspend/", {"reason": "台账不符"})

    organization.refresh_from_db()
    assert organization.state == "suspended"
    assert "台账不符" in client.get(f"/admin/desk/organizations/{organization.pk}/").content.decode()


def test_a_community_is_entered_in_its_street_and_a_person_with_an_account_answers_for_it(client: Client) -> None:
    from accounts.models import Area

    signed_in(client, make_user(Role.OPERATOR))
    street = make_area("999902003000", "松台街道")
    Area.objects.filter(pk=street.pk).update(parent=make_area("999902000000", "云岭区"))
    form = {"street": street.pk, "name": "松台社区", "phone": ""}

    wrong = client.post("/admin/desk/communities/new/", {**form, "code": "999901003001"})
    right = client.post("/admin/desk/communities/new/", {**form, "code": "999902003001"})

    community = Community.objects.get()
    assert (wrong.status_code, right.status_code, community.code) == (200, 302, "999902003001")
    worker = make_user(email="wu@a.example")
    address = f"/admin/desk/communities/{community.pk}/workers/"
    client.post(address, {"address": "nobody@a.example"})
    client.post(address, {"address": "WU@a.example"})
    client.post(address, {"address": "wu@a.example"})
    assert list(community.workers.values_list("user", "ended_at")) == [(worker.pk, None)]


def test_ending_a_worker_takes_the_form_of_needs_away(client: Client) -> None:
    worker = make_user()
    community = make_community(worker=worker)
    signed_in(client, make_user(Role.CLERK))

    client.post(f"/admin/desk/workers/{community.workers.get().pk}/end/")

    assert community.workers.get().ended_at is not None
    assert signed_in(client, worker).get("/needs/new/").status_code == 404
