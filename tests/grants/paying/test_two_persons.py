"""Nobody does both halves: tried through page, API, admin, bulk act and shell command, superusers included."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from grants.flows import paying
from grants.models import Grant, OrganizationStop, Payment
from organizations.models import BankAccount, Membership
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED
from tests.grants.paying import cases
from tests.grants.paying.cases import NOW, Crew
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def superuser(*roles: Role) -> User:
    """Return a superuser who holds these roles as well: everything the site could ever give."""
    user = make_user(*roles)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return User.objects.get(pk=user.pk)


def asked_it(payment: Payment, person: User) -> None:
    Payment.objects.filter(pk=payment.pk).update(requested_by=person)


def proposed_the_account(payment: Payment, person: User) -> None:
    BankAccount.objects.filter(pk=payment.account_id).update(proposed_by=person)


def confirmed_the_account(payment: Payment, person: User) -> None:
    BankAccount.objects.filter(pk=payment.account_id).update(decided_by=person)


def belongs_to_it(payment: Payment, person: User) -> None:
    Membership.objects.create(organization=payment.grant.organization, user=person, role="viewer", since=GRANTED)


PARTS = [
    (asked_it, "payment_by_two"), (proposed_the_account, "payment_account_hand"),
    (confirmed_the_account, "payment_account_hand"), (belongs_to_it, "own_organization"),
]  # fmt: skip


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def by_flow(payment: Payment, person: User) -> None:
    with pytest.raises(RuleRefusal):
        paying.approve_request(payment_id=payment.pk, actor=person)


def by_page(payment: Payment, person: User) -> None:
    answer = signed_in(person).post(f"/admin/desk/payments/{payment.pk}/act/approve/")
    assert answer.status_code == 302


def by_bulk(payment: Payment, person: User) -> None:
    answer = signed_in(person).post("/admin/desk/payments/several/approve/", {"payment": [payment.pk]})
    assert answer.status_code == 302


def by_list(payment: Payment, person: User) -> None:
    sent = {"action": "approve", "_selected_action": [payment.pk]}
    assert signed_in(person).post("/admin/grants/payment/", sent).status_code in {200, 302}


def by_api(payment: Payment, person: User) -> None:
    answer = signed_in(person).post(f"/api/v1/payments/{payment.number}/approve/", {}, content_type="application/json")
    assert answer.status_code == 409


def by_shell(payment: Payment, person: User) -> None:
    with pytest.raises(CommandError):
        call_command("pay", "approve", payment.number, by=person.email)


DOORS = [by_flow, by_page, by_bulk, by_list, by_api, by_shell]


@pytest.mark.parametrize("door", DOORS)
def test_whoever_had_a_part_approves_through_no_door_even_as_superuser(door: Callable[[Payment, User], None]) -> None:
    """One grant for all parts: each is tried on the same request, and nothing moves."""
    grant = cases.ready()
    payment = cases.ask(grant)
    before = AuditEntry.objects.filter(verb__startswith="payment.").count()
    with clock.at(NOW):
        for part, code in PARTS:
            person = superuser(Role.CLERK)
            kept = Payment.objects.values("requested_by").get(pk=payment.pk)["requested_by"]
            account = BankAccount.objects.values("proposed_by", "decided_by").get(pk=payment.account_id)
            part(payment, person)
            with pytest.raises(RuleRefusal) as told:
                paying.approve_request(payment_id=payment.pk, actor=person)
            assert told.value.code == code
            door(payment, person)
            payment.refresh_from_db()
            assert (payment.state, payment.decided_by) == ("requested", None)
            Payment.objects.filter(pk=payment.pk).update(requested_by=kept)
            BankAccount.objects.filter(pk=payment.account_id).update(
                proposed_by=account["proposed_by"], decided_by=account["decided_by"]
            )
    assert AuditEntry.objects.filter(verb__startswith="payment.").count() == before


@pytest.mark.parametrize("door", [by_page, by_bulk, by_list, by_api, by_shell])
def test_the_same_doors_take_the_act_of_the_second_person(door: Callable[[Payment, User], None]) -> None:
    """What refuses above does not refuse for another reason."""
    grant = cases.ready()
    payment = cases.ask(grant)
    with clock.at(NOW):
        clerk = make_user(Role.CLERK)
        if door is by_shell:
            call_command("pay", "approve", payment.number, by=clerk.email)
        elif door is by_api:
            answer = signed_in(clerk).post(
                f"/api/v1/payments/{payment.number}/approve/", {}, content_type="application/json"
            )
            assert (answer.status_code, answer.json()["state"]) == (200, "approved")
        else:
            door(payment, clerk)
    payment.refresh_from_db()
    assert (payment.state, payment.decided_by) == ("approved", clerk)


@pytest.mark.parametrize("role", [Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.AUDITOR, Role.SUPERVISION])
def test_other_roles_approve_through_no_door(role: Role) -> None:
    payment = cases.ask(cases.ready())
    with clock.at(NOW):
        person = superuser(role)
        client = signed_in(person)
        client.post(f"/admin/desk/payments/{payment.pk}/act/approve/")
        client.post("/admin/desk/payments/several/approve/", {"payment": [payment.pk]})
        client.post("/admin/grants/payment/", {"action": "approve", "_selected_action": [payment.pk]})
        client.post(f"/api/v1/payments/{payment.number}/approve/", {}, content_type="application/json")
        with pytest.raises(CommandError):
            call_command("pay", "approve", payment.number, by=person.email)
    payment.refresh_from_db()
    assert payment.state == "requested"


def test_who_made_an_order_does_not_check_it_and_who_checked_it_does_not_send_it() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    both = superuser(Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
    with clock.at(NOW):
        order = paying.make_order(payment_ids=[payment.pk], actor=both)
        with pytest.raises(RuleRefusal) as told:
            paying.check_order(order_id=order.pk, document_number="1号", actor=both)
        assert told.value.code == "payment_order_by_two"
        signed_in(both).post(f"/admin/desk/payment-orders/{order.pk}/act/check/", {"document_number": "1号"})
        with pytest.raises(CommandError):
            call_command("pay", "check", order.number, by=both.email, document_number="1号")
        order.refresh_from_db()
        assert order.state == "draft"

        second = superuser(Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
        paying.check_order(order_id=order.pk, document_number="1号", actor=second)
        with pytest.raises(RuleRefusal) as told:
            paying.send_order(order_id=order.pk, actor=second)
        assert told.value.code == "payment_order_sent_by_checker"
        signed_in(second).post(f"/admin/desk/payment-orders/{order.pk}/act/send/")
        with pytest.raises(CommandError):
            call_command("pay", "send", order.number, by=second.email)
    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.state, payment.state) == ("checked", "approved")


def test_who_approved_pays_nothing_of_it() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    with clock.at(NOW), pytest.raises(RuleRefusal) as told:
        paying.make_order(payment_ids=[payment.pk], actor=crew.clerk)
    assert told.value.code == "payment_order_approver"
    order = cases.ordered([payment], crew)
    with clock.at(NOW), pytest.raises(RuleRefusal) as told:
        paying.check_order(order_id=order.pk, document_number="1号", actor=crew.clerk)
    assert told.value.code == "payment_order_approver"
    order.refresh_from_db()
    assert order.state == "draft"


@pytest.mark.parametrize("state", ["requested", "refused"])
def test_the_database_itself_refuses_one_person(state: str) -> None:
    payment = cases.ask(cases.ready())
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(decided_by=payment.requested_by, state=state)


def test_one_person_stops_the_money_and_another_lets_it_flow() -> None:
    grant: Grant = cases.ready()
    head = superuser(Role.HEAD, Role.CLERK)
    with clock.at(NOW):
        stop = paying.place_stop(organization_id=grant.organization_id, reason="线索核查", actor=head)
        with pytest.raises(RuleRefusal) as told:
            paying.place_stop(organization_id=grant.organization_id, reason="线索核查", actor=head)
        assert told.value.code == "stop_stands_already"
        with pytest.raises(RuleRefusal) as told:
            paying.lift_stop(stop_id=stop.pk, reason="查清", actor=head)
        assert told.value.code == "stop_by_two"
        signed_in(head).post(f"/admin/desk/stops/{stop.pk}/lift/", {"reason": "查清"})
        assert OrganizationStop.objects.get(pk=stop.pk).lifted_at is None
        paying.lift_stop(stop_id=stop.pk, reason="查清", actor=make_user(Role.CLERK))
    assert OrganizationStop.objects.get(pk=stop.pk).lifted_reason == "查清"
