"""Taking over what the staff entered from paper: asked with a letter, looked at by one, let in by another."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from organizations import flows, queries
from organizations.domain.lifecycle import TAKE_OVER_LIFE
from organizations.enums import TakeOverState
from organizations.models import PROOF, Membership, Organization, TakeOver
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for, make_area, make_organization
from tests.projects.applications.complete import stored
from venture.audit.models import AuditEntry
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
CODE = code_for(777)


@pytest.fixture
def clerk() -> User:
    return make_user(Role.CLERK, name="陈经办")


@pytest.fixture
def head() -> User:
    return make_user(Role.HEAD, name="周科长")


@pytest.fixture
def person() -> User:
    return make_user(name="林秘书长", mobile="+8613900000077")


@pytest.fixture
def paper(clerk: User) -> Organization:
    return flows.register_organization(
        name="云溪市晚晴社会工作服务中心",
        code=CODE,
        authority="云溪市民政局",
        area=make_area(),
        owner=None,
        actor=clerk,
    )


def asked(person: User, code: str = CODE) -> TakeOver:
    proof = stored(person, "授权函.pdf", PROOF)
    return flows.ask_take_over(code=code, position="秘书长", proof=proof.key, actor=person)


def checked(person: User, clerk: User) -> TakeOver:
    return flows.check_take_over(take_over_id=asked(person).pk, note="拨打登记证书电话核实", actor=clerk)


def stands() -> tuple[Any, ...]:
    return (
        list(TakeOver.objects.values_list("pk", "state", "checked_by", "decided_by", "note", "reason")),
        Membership.objects.count(), AuditEntry.objects.count(), Message.objects.count(),
    )  # fmt: skip


def refused(act: Any, code: str) -> None:
    before = stands()
    with pytest.raises(RuleRefusal) as refusal:
        act()
    assert (refusal.value.code, stands()) == (code, before)


def test_two_of_the_staff_let_the_person_in_who_then_owns_it(
    paper: Organization, person: User, clerk: User, head: User
) -> None:
    request = checked(person, clerk)
    assert (request.state, request.checked_by, request.note) == ("checked", clerk, "拨打登记证书电话核实")
    assert not Membership.objects.exists()

    flows.grant_take_over(take_over_id=request.pk, actor=head)

    request.refresh_from_db()
    assert (request.state, request.decided_by) == (TakeOverState.GRANTED, head)
    part = Membership.objects.get()
    assert (part.organization, part.user, part.role) == (paper, person, "owner")
    assert list(Message.objects.filter(event="take_over_decided").values_list("person", flat=True)) == [person.pk]
    log = AuditEntry.objects.filter(verb__startswith="take_over.").order_by("pk")
    assert list(log.values_list("verb", "actor")) == [
        ("take_over.ask", person.pk), ("take_over.check", clerk.pk), ("take_over.grant", head.pk),
    ]  # fmt: skip
    # What the certificate bears is verified afterwards, as for everybody.
    paper.refresh_from_db()
    assert paper.state == "registered"


def test_who_looked_at_the_letter_does_not_let_in(paper: Organization, person: User, clerk: User) -> None:
    request = checked(person, clerk)
    refused(lambda: flows.grant_take_over(take_over_id=request.pk, actor=clerk), "same_person")


def test_nobody_is_let_in_before_somebody_has_looked(paper: Organization, person: User, head: User) -> None:
    request = asked(person)
    refused(lambda: flows.grant_take_over(take_over_id=request.pk, actor=head), "take_over_illegal_move")
    refused(lambda: flows.check_take_over(take_over_id=request.pk, note="  ", actor=head), "take_over_note_missing")


def test_an_organisation_with_members_is_not_taken_over(person: User, clerk: User, head: User) -> None:
    owned = make_organization()
    before = stands()
    with pytest.raises(RuleRefusal, match="organization_known"):
        flows.ask_take_over(code=owned.uscc, position="秘书长", proof="", actor=person)
    assert stands() == before


def test_the_first_who_is_let_in_shuts_the_door_behind(
    paper: Organization, person: User, clerk: User, head: User
) -> None:
    rival = make_user(name="另一人")
    mine, theirs = checked(person, clerk), checked(rival, clerk)
    flows.grant_take_over(take_over_id=mine.pk, actor=head)

    refused(lambda: flows.grant_take_over(take_over_id=theirs.pk, actor=head), "organization_known")
    flows.refuse_take_over(take_over_id=theirs.pk, reason="已由秘书长接管", actor=head)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.reason) == ("refused", "已由秘书长接管")
    assert list(Membership.objects.values_list("user", flat=True)) == [person.pk]


def test_an_unknown_code_a_second_request_and_the_staff_are_refused(
    paper: Organization, person: User, clerk: User
) -> None:
    refused(
        lambda: flows.ask_take_over(code=code_for(778), position="理事", proof="", actor=person), "take_over_unknown"
    )
    refused(lambda: flows.ask_take_over(code=CODE, position="理事", proof="", actor=clerk), "member_never_applies")
    asked(person)
    refused(lambda: flows.ask_take_over(code=CODE, position="理事", proof="", actor=person), "take_over_open")


def test_only_the_person_takes_a_request_back(paper: Organization, person: User, head: User) -> None:
    request = asked(person)
    refused(lambda: flows.withdraw_take_over(take_over_id=request.pk, actor=make_user()), "take_over_illegal_move")
    flows.withdraw_take_over(take_over_id=request.pk, actor=person)
    refused(lambda: flows.refuse_take_over(take_over_id=request.pk, reason="x", actor=head), "take_over_illegal_move")
    assert asked(person).state == "asked"


def test_every_move_leads_on_and_none_back() -> None:
    assert {verb: str(move.target) for verb, move in TAKE_OVER_LIFE.moves.items()} == {
        "check": "checked", "grant": "granted", "refuse": "refused", "withdraw": "withdrawn",
    }  # fmt: skip
    assert TAKE_OVER_LIFE.final == {TakeOverState.GRANTED, TakeOverState.REFUSED, TakeOverState.WITHDRAWN}


def test_the_letter_is_read_by_its_person_and_the_staff_of_the_area(
    paper: Organization, person: User, clerk: User
) -> None:
    request = asked(person)
    seen = {
        name: policy.allows(user, "take_overs.view", request)
        for name, user in {"person": person, "clerk": clerk, "stranger": make_user()}.items()
    }
    assert seen == {"person": True, "clerk": True, "stranger": False}
    assert list(queries.take_overs_of(person)) == [request]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_pages_lead_from_the_form_to_the_own_organisation(
    paper: Organization, person: User, clerk: User, head: User
) -> None:
    owner, first, second = client_of(person), client_of(clerk), client_of(head)
    request = asked(person)
    assert paper.name in owner.get("/organizations/take-over/").content.decode()
    desk = f"/admin/desk/take-overs/{request.pk}/"
    assert first.get(desk).status_code == 200

    first.post(f"{desk}check/", {"note": "拨打登记证书电话核实"})
    first.post(f"{desk}grant/")
    assert not Membership.objects.exists()
    second.post(f"{desk}grant/")

    assert owner.get(f"/organizations/{paper.pk}/").status_code == 200
    assert second.get(desk).status_code == 200
