"""The staff's pages of people: masked, by district, forbidden looks missing, and every button is a flow."""

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.flows.inviting import invite
from accounts.flows.recovering import ask_recovery
from accounts.flows.roles import propose_role
from accounts.models import Area, Recovery, RoleGrant, RoleInvitation, RoleProposal, User
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.kernel import policy

pytestmark = pytest.mark.django_db

LISTS = ("user", "rolegrant", "roleproposal", "roleinvitation", "recovery")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def lists(name: str) -> str:
    return reverse(f"admin:accounts_{name}_changelist")


@pytest.fixture
def admin() -> User:
    return make_user(Role.SYSTEM_ADMIN, name="管理员")


@pytest.fixture
def head() -> User:
    return make_user(Role.HEAD, name="赵明华")


@pytest.fixture
def newcomer() -> User:
    return make_user(name="新人", mobile="+8613800138000", email="newcomer@city.example")


@pytest.fixture
def district() -> Area:
    city = Area.objects.create(code="999900000000", name="云溪市")
    return Area.objects.create(code="999901000000", name="临溪区", parent=city)


@pytest.fixture
def local(district: Area) -> User:
    user = make_user(name="区处长")
    RoleGrant.objects.create(user=user, role=Role.HEAD, area=district, starts_on=date(2020, 1, 1))
    return user


def test_contacts_stand_masked_and_no_hash_stands_anywhere(head: User, newcomer: User) -> None:
    client = client_of(head)
    for path in (lists("user"), reverse("admin:accounts_person", args=[newcomer.pk])):
        page = client.get(path).content.decode()
        assert "138****8000" in page
        assert "13800138000" not in page
        assert "newcomer@city.example" not in page
        assert newcomer.password not in page
        assert "md5$" not in page


def test_a_person_is_found_by_name_or_by_the_whole_number_never_by_a_part(head: User, newcomer: User) -> None:
    client = client_of(head)

    def found(words: str) -> list[str]:
        return [user.display_name for user in client.get(lists("user"), {"q": words}).context["cl"].result_list]

    assert (found("新"), found("138 0013 8000"), found("newcomer@city.example")) == (["新人"],) * 3
    assert (found("13800138"), found("newcomer@")) == ([], [])


def test_district_staff_see_the_people_and_roles_of_their_district_only(
    local: User, district: Area, head: User
) -> None:
    street = Area.objects.create(code="999901001000", name="东关街道", parent=district)
    other = Area.objects.create(code="999902000000", name="云岭区")
    mine, theirs = make_user(name="街道经办"), make_user(name="别区经办")
    RoleGrant.objects.create(user=mine, role=Role.CLERK, area=street, starts_on=date(2020, 1, 1))
    RoleGrant.objects.create(user=theirs, role=Role.CLERK, area=other, starts_on=date(2020, 1, 1))
    client = client_of(local)

    people = {user.display_name for user in client.get(lists("user")).context["cl"].result_list}
    grants = {str(grant.user) for grant in client.get(lists("rolegrant")).context["cl"].result_list}

    assert people == grants == {"区处长", "街道经办"}
    assert client.get(reverse("admin:accounts_person", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("admin:accounts_person", args=[head.pk])).status_code == 404


def test_district_staff_see_the_organisations_of_their_district_only(district: Area) -> None:
    from organizations.models import Organization

    clerk = make_user(name="区经办")
    RoleGrant.objects.create(user=clerk, role=Role.CLERK, area=district, starts_on=date(2020, 1, 1))
    other = Area.objects.create(code="999902000000", name="云岭区")
    for number, area in enumerate((district, other)):
        Organization.objects.create(
            name=area.name, kind="52", uscc=f"52990000MJ000000{number}A", authority="民政局", area=area
        )

    listed = client_of(clerk).get(reverse("admin:organizations_organization_changelist")).context["cl"].result_list

    assert [each.name for each in listed] == ["临溪区"]


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_missing_for_who_has_no_right(name: str) -> None:
    operator = client_of(make_user(Role.OPERATOR))
    open_to_operators = {"roleproposal", "roleinvitation"}  # the experts that the operator may bring in

    assert operator.get(lists(name)).status_code == (200 if name in open_to_operators else 404)
    assert client_of(make_user(Role.EXPERT)).get(lists(name)).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_watcher_reads_and_has_no_button(name: str, admin: User, head: User, newcomer: User) -> None:
    world(admin, newcomer)
    client = client_of(make_user(Role.SUPERVISION))
    pages = {
        "user": reverse("admin:accounts_person", args=[newcomer.pk]),
        "rolegrant": reverse("admin:accounts_person", args=[head.pk]),
        "roleproposal": reverse("admin:accounts_proposal", args=[RoleProposal.objects.get().pk]),
        "roleinvitation": reverse("admin:accounts_invitation", args=[RoleInvitation.objects.get().pk]),
        "recovery": reverse("admin:accounts_recovery", args=[Recovery.objects.get().pk]),
    }

    assert client.get(lists(name)).status_code == 200
    page = client.get(pages[name])
    assert page.status_code == 200
    assert page.content.decode().split("<main", 1)[1].count("<form") == 0


def world(admin: User, newcomer: User, times: int = 1) -> None:
    """Make a row of each list, ``times`` over."""
    for number in range(times):
        somebody = make_user(name=f"某人{number}")
        Authenticator.objects.create(user=somebody, type="totp", data={})
        ask_recovery(user_id=somebody.pk, reason="手机丢失", actor=None)
        propose_role(user_id=somebody.pk, role=Role.CLERK, actor=admin, reason="分工")
        invite(name="王新", address=f"w{User.objects.count()}@city.example", role=Role.CLERK, actor=admin)
        make_user(Role.CLERK)


@pytest.mark.parametrize("name", [*LISTS, "area"])
def test_a_list_costs_the_same_for_one_and_for_more(name: str, admin: User, head: User, newcomer: User) -> None:
    client = client_of(head)
    world(admin, newcomer)
    Area.objects.create(code="999900000000", name="云溪市")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(lists(name)).status_code == 200
        return len(queries)

    cost()
    first = cost()
    world(admin, newcomer, times=3)
    parent = Area.objects.get()
    for number in (1, 2, 3):
        Area.objects.create(code=f"99990{number}000000", name=f"区{number}", parent=parent)

    assert cost() == first


def test_the_page_of_a_person_costs_the_same_for_one_role_and_for_three(head: User, newcomer: User) -> None:
    client, path = client_of(head), reverse("admin:accounts_person", args=[newcomer.pk])
    days = {"user": newcomer, "starts_on": date(2020, 1, 1), "ends_on": date(2020, 2, 1), "granted_by": head}
    RoleGrant.objects.create(role=Role.AUDITOR, **days)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    cost()
    first = cost()
    for role in (Role.AUDITOR, Role.EVALUATOR):
        RoleGrant.objects.create(role=role, **days)

    assert cost() == first


# --- Buttons ---


def test_two_of_the_staff_give_a_role_in_the_admin(admin: User, head: User, newcomer: User) -> None:
    page = reverse("admin:accounts_person", args=[newcomer.pk])
    form = {"role": "finance_maker", "reason": "新到岗"}
    answer = client_of(admin).post(reverse("admin:accounts_propose", args=[newcomer.pk]), form, follow=True)
    assert (answer.redirect_chain[-1][0], RoleProposal.objects.get().state) == (page, "proposed")

    path = reverse("admin:accounts_proposal_act", args=[RoleProposal.objects.get().pk, "confirm"])
    assert client_of(admin).post(path, follow=True).status_code == 200
    assert RoleProposal.objects.get().state == "proposed"

    client_of(head).post(path)

    assert RoleProposal.objects.get().state == "confirmed"
    assert User.objects.get(pk=newcomer.pk).roles == {"finance_maker"}


def test_a_superuser_gets_no_second_vote(newcomer: User) -> None:
    root = make_user(Role.HEAD, is_superuser=True)
    client = client_of(root)
    client.post(reverse("admin:accounts_propose", args=[newcomer.pk]), {"role": "leader", "reason": "x"})
    proposal = RoleProposal.objects.get()

    client.post(reverse("admin:accounts_proposal_act", args=[proposal.pk, "confirm"]))

    proposal.refresh_from_db()
    assert (proposal.state, RoleGrant.objects.filter(user=newcomer).exists()) == ("proposed", False)
    assert client.post(reverse("admin:accounts_propose", args=[root.pk]), {"role": "clerk"}).status_code == 404


def test_the_form_offers_only_what_one_may_give(head: User, newcomer: User, local: User) -> None:
    def offered(user: User, about: User) -> tuple[set[str], bool]:
        form = client_of(user).get(reverse("admin:accounts_person", args=[about.pk])).context["propose"]
        return {role for role, _label in form.fields["role"].choices}, form.fields["area"].required

    assert offered(head, newcomer) == ({"clerk", "operator", "expert", "evaluator", "auditor", "supervision"}, False)
    mine = make_user(name="街道经办")
    RoleGrant.objects.create(
        user=mine, role=Role.CLERK, area=Area.objects.get(name="临溪区"), starts_on=date(2020, 1, 1)
    )
    assert offered(local, mine)[1] is True


def test_a_role_is_ended_with_a_reason(head: User) -> None:
    clerk = make_user(Role.CLERK)
    path = reverse("admin:accounts_end_role", args=[clerk.role_grants.get().pk])

    client_of(head).post(path, {"reason": ""})
    assert User.objects.get(pk=clerk.pk).roles == {"clerk"}
    client_of(head).post(path, {"reason": "调离"})

    assert User.objects.get(pk=clerk.pk).roles == frozenset()
    assert client_of(head).post(path, {"reason": "调离"}).status_code == 404


def test_a_head_lends_for_a_clerk_and_takes_back(head: User, admin: User) -> None:
    clerk = make_user(Role.CLERK)
    grant = clerk.role_grants.get()
    page = client_of(head).get(reverse("admin:accounts_person", args=[clerk.pk]))
    form = next(each["lend"] for each in page.context["grants"] if each["grant"].pk == grant.pk)
    day = form["starts_on"].value().isoformat()
    data = {"to": admin.pk, "starts_on": day, "ends_on": day, "reason": "病假"}

    client_of(head).post(
        reverse("admin:accounts_lend_role", args=[grant.pk]), {f"lend{grant.pk}-{key}": it for key, it in data.items()}
    )

    loan = RoleGrant.objects.get(lent_from=grant)
    assert (loan.user, loan.granted_by) == (admin, head)
    client_of(head).post(reverse("admin:accounts_take_back_role", args=[loan.pk]))
    loan.refresh_from_db()
    assert loan.ended_by == head


def test_an_invitation_is_sent_again_and_taken_back(admin: User) -> None:
    client = client_of(admin)
    assert client.get(reverse("admin:accounts_roleinvitation_add")).headers["Location"] == reverse(
        "admin:accounts_invite"
    )
    wrong = client.post(reverse("admin:accounts_invite"), {"name": "王新", "address": "nowhere", "role": "clerk"})
    assert (wrong.status_code, wrong.context["form"]["name"].value()) == (422, "王新")

    client.post(reverse("admin:accounts_invite"), {"name": "王新", "address": "w@city.example", "role": "clerk"})
    invitation = RoleInvitation.objects.get()
    for verb in ("resend", "revoke"):
        client.post(reverse("admin:accounts_invitation_act", args=[invitation.pk, verb]))

    invitation.refresh_from_db()
    assert (invitation.sent, invitation.state) == (2, "revoked")
    assert client.post(reverse("admin:accounts_invitation_act", args=[invitation.pk, "accept"])).status_code == 404


def test_two_of_the_staff_restore_access(head: User, newcomer: User) -> None:
    clerk = make_user(Role.CLERK)
    Authenticator.objects.create(user=newcomer, type="totp", data={})
    client_of(clerk).post(reverse("admin:accounts_recover", args=[newcomer.pk]), {"reason": "手机丢失"})
    recovery = Recovery.objects.get()

    def act(user: User, verb: str, **data: str) -> str:
        client_of(user).post(reverse("admin:accounts_recovery_act", args=[recovery.pk, verb]), data)
        recovery.refresh_from_db()
        return recovery.state

    assert act(clerk, "approve") == "asked"
    assert act(clerk, "identify", how="in_person") == "asked"
    assert act(clerk, "identify", how="in_person", note="身份证原件") == "identified"
    assert act(clerk, "approve") == "identified"
    assert Authenticator.objects.filter(user=newcomer).exists()
    assert act(head, "approve") == "done"
    assert not Authenticator.objects.filter(user=newcomer).exists()


def test_the_desk_counts_what_waits_for_this_person(admin: User, head: User, newcomer: User) -> None:
    world(admin, newcomer, times=2)

    def waits(user: User) -> dict[str, int]:
        waiting = client_of(user).get("/admin/").context["waiting"]
        return {state.queue.key: state.count for state in waiting if state.queue.key.startswith("accounts")}

    assert waits(head) == {"accounts.proposals": 2, "accounts.recoveries": 2}
    assert waits(admin) == {"accounts.recoveries": 2}  # one's own proposals wait for others
    assert waits(make_user(Role.OPERATOR)) == {}


# --- Areas ---


def test_an_area_is_entered_and_renamed_but_its_code_stays(admin: User) -> None:
    client = client_of(admin)
    client.post(reverse("admin:accounts_area_add"), {"code": "999900000000", "name": "云溪市"})
    city = Area.objects.get()
    client.post(reverse("admin:accounts_area_change", args=[city.pk]), {"code": "110000000000", "name": "云溪新市"})

    city.refresh_from_db()
    assert (city.code, city.name) == ("999900000000", "云溪新市")
    assert list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True)) == ["area.add", "area.rename"]


@pytest.mark.parametrize(("code", "parent"), [("99", False), ("98990100000x", False), ("989901000000", True)])
def test_an_area_has_a_code_inside_the_one_above(code: str, parent: bool, admin: User) -> None:
    city = Area.objects.create(code="999900000000", name="云溪市")
    data = {"code": code, "name": "错区", "parent": str(city.pk) if parent else ""}

    answer = client_of(admin).post(reverse("admin:accounts_area_add"), data)

    assert (answer.status_code, Area.objects.count(), AuditEntry.objects.count()) == (200, 1, 0)


def test_a_clerk_reads_areas_and_does_not_change_them() -> None:
    city = Area.objects.create(code="999900000000", name="云溪市")
    client = client_of(make_user(Role.CLERK))

    assert client.get(reverse("admin:accounts_area_add")).status_code == 404
    client.post(reverse("admin:accounts_area_change", args=[city.pk]), {"name": "x"})
    city.refresh_from_db()
    assert city.name == "云溪市"


def test_a_right_that_leaves_no_row_is_no_right() -> None:
    nobody = make_user(Role.OPERATOR)

    for permission in (
        "accounts.view_people",
        "accounts.view_roles",
        "accounts.decide_role",
        "accounts.view_recoveries",
    ):
        assert policy.condition(nobody, permission) == policy.NOBODY
