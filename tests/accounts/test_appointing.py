"""The way back when the last who could confirm a role is gone: on the server, in the log, told to every keeper."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from accounts.enums import Role
from accounts.flows.roles import confirm_role, propose_role
from accounts.models import Area, RoleGrant, User
from organizations.enums import MemberRole
from organizations.models import Membership, Organization
from tests.accounts.factories import make_user
from tests.accounts.people import inside, newest_code
from venture.audit.models import AuditEntry
from venture.audit.queries import first_fault
from venture.health import house
from venture.health.findings import Level
from venture.kernel import clock
from venture.notify.models import Delivery, Message

pytestmark = pytest.mark.django_db

SUCCESSOR = "successor@weinan.example"
REASON = "渭民任〔2027〕3号"


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def site() -> tuple[User, User]:
    """A production site as bootstrap leaves it: an administrator and a head."""
    call_command(
        "bootstrap", no_input=True, stdout=io.StringIO(), city_code="610500000000", city_name="渭南市",
        sponsor="渭南市民政局", admin_name="管理员", admin_contact="admin@weinan.example", head_name="负责人",
        head_contact="13900000001", year=2027,
    )  # fmt: skip
    return User.objects.get(display_name="管理员"), User.objects.get(display_name="负责人")


def _appoint(role: str = "head", **given: Any) -> str:
    out = io.StringIO()
    call_command("appoint", role, stdout=out, **{"contact": SUCCESSOR, "name": "继任者", "reason": REASON, **given})
    return out.getvalue()


def _refused(**given: Any) -> str:
    """Return what the command says; nothing may have moved."""
    before = _state()
    with pytest.raises(CommandError) as refusal:
        _appoint(**given)
    assert _state() == before
    return str(refusal.value)


def _state() -> list[Any]:
    return [
        list(RoleGrant.objects.order_by("pk").values()),
        list(User.objects.order_by("pk").values()),
        AuditEntry.objects.count(),
        Delivery.objects.count(),
    ]


def _gone(person: User) -> None:
    """Take the person away as staff do when somebody left for good: the account is closed."""
    User.objects.filter(pk=person.pk).update(is_active=False)


def test_a_successor_gives_roles_again_by_two_persons(site: tuple[User, User]) -> None:
    admin, head = site
    _gone(head)
    assert house.keepers().level == Level.FAIL

    said = _appoint()

    successor = User.objects.get(email=SUCCESSOR)
    clerk = propose_role(user_id=make_user().pk, role=Role.CLERK, actor=admin, reason="分工")
    confirm_role(proposal_id=clerk.pk, actor=successor)
    assert said == "继任者 holds the role “Head of section”. The log says so, and every keeper of the roles is told.\n"
    assert (successor.roles, successor.has_usable_password()) == (frozenset({Role.HEAD}), False)
    assert (house.keepers().level, first_fault()) == (Level.OK, None)


def test_the_successor_comes_in_by_a_code(site: tuple[User, User], client: Client) -> None:
    _gone(site[1])
    _appoint()

    client.post("/account/login/code/", {"contact": SUCCESSOR})
    client.post("/account/code/", {"code": newest_code()})

    assert inside(client) == str(User.objects.get(email=SUCCESSOR).pk)


def test_who_holds_the_role_still_loses_it_only_when_that_is_said(site: tuple[User, User], client: Client) -> None:
    _admin, head = site
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert "--instead" in _refused()

    _appoint(instead=True)

    former = RoleGrant.objects.get(user=head)
    assert (former.ended_at is not None, former.ended_by, User.objects.get(pk=head.pk).roles) == (True, None, set())
    assert client.get("/account/").status_code == 302
    entries = AuditEntry.objects.filter(verb__in=["role.end", "role.appoint"]).order_by("seq")
    assert [(entry.verb, entry.actor, entry.facts["reason"]) for entry in entries] == [
        ("role.end", None, REASON),
        ("role.appoint", None, REASON),
    ]


def test_every_keeper_hears_of_it(site: tuple[User, User]) -> None:
    admin, head = site

    _appoint(instead=True)

    told = set(Message.objects.values_list("person", "event"))
    successor = User.objects.get(email=SUCCESSOR)
    assert told == {(admin.pk, "keeper_appointed"), (head.pk, "role_ended"), (successor.pk, "role_given")}


def test_an_account_that_is_there_is_taken(site: tuple[User, User]) -> None:
    clerk = make_user(Role.CLERK, email=SUCCESSOR, name="经办")
    _gone(site[1])

    _appoint(name="")

    assert User.objects.get(email=SUCCESSOR).pk == clerk.pk
    assert User.objects.get(pk=clerk.pk).roles == {Role.CLERK, Role.HEAD}


def test_the_administrator_is_replaced_likewise(site: tuple[User, User]) -> None:
    _gone(site[0])

    _appoint("system_admin")

    assert User.objects.get(email=SUCCESSOR).roles == {Role.SYSTEM_ADMIN}
    assert house.keepers().level == Level.OK


def _member(_site: tuple[User, User]) -> None:
    organization = Organization.objects.create(
        name="向阳社工", kind="52", uscc="52990000MJ0000001A", authority="渭南市民政局", area=Area.objects.get()
    )
    Membership.objects.create(
        organization=organization, user=make_user(email=SUCCESSOR), role=MemberRole.OWNER, since=clock.now()
    )


UNFIT: dict[str, Any] = {
    "kept_apart": lambda site: make_user(Role.FINANCE_MAKER, email=SUCCESSOR),
    "closed": lambda site: make_user(email=SUCCESSOR, is_active=False),
    "applicant": _member,
    "the_same": lambda site: User.objects.filter(pk=site[1].pk).update(email=SUCCESSOR),
}


@pytest.mark.parametrize("case", UNFIT)
def test_who_may_not_hold_the_role_does_not_get_it_here_either(site: tuple[User, User], case: str) -> None:
    UNFIT[case](site)

    assert _refused(instead=True)


@pytest.mark.parametrize("wrong", [{"contact": "nobody"}, {"reason": "  "}], ids=["contact", "reason"])
def test_a_wrong_answer_changes_nothing(site: tuple[User, User], wrong: dict[str, str]) -> None:
    _gone(site[1])

    assert _refused(**wrong)


def test_bootstrap_changes_nothing_on_such_a_site(site: tuple[User, User]) -> None:
    _gone(site[1])
    before = _state()

    call_command(
        "bootstrap", no_input=True, stdout=io.StringIO(), city_code="610500000000", city_name="渭南市",
        sponsor="渭南市民政局", head_name="闯入者", head_contact="intruder@example.org",
    )  # fmt: skip

    assert _state() == before
