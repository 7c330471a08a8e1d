"""A bank account: in the organisation's own name, by two persons, masked, held for some days after a change."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings

from accounts.enums import Role
from accounts.models import User
from organizations import flows, queries
from organizations.enums import MemberRole
from organizations.models import BankAccount, Organization
from tests.accounts.factories import make_user
from tests.organizations.factories import make_organization
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "3200012309000012345", "3200012309000099999"
MONDAY = datetime(2026, 11, 23, 10, tzinfo=clock.BEIJING)


def propose(organization: Organization, actor: User, number: str = NUMBER, **facts: Any) -> BankAccount:
    given = {"holder": organization.name, "bank": "云溪银行", "branch": "东关支行", **facts}
    return flows.propose_account(organization_id=organization.pk, number=number, actor=actor, **given)


def with_finance() -> tuple[Organization, User, User]:
    owner, finance = make_user(), make_user()
    organization = make_organization(owner)
    flows.add_member(organization_id=organization.pk, user=finance, role=MemberRole.FINANCE, actor=owner)
    return organization, owner, finance


def refused(code: str, act: Any, **given: Any) -> None:
    """Try an act that must be refused; assert that nothing moved."""
    before = (list(BankAccount.objects.order_by("pk").values()), AuditEntry.objects.count(), Message.objects.count())
    with pytest.raises(RuleRefusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    assert before == (
        list(BankAccount.objects.order_by("pk").values()), AuditEntry.objects.count(), Message.objects.count()
    )  # fmt: skip


def test_a_first_account_is_confirmed_by_another_and_usable_at_once() -> None:
    organization, owner, finance = with_finance()
    with clock.at(MONDAY):
        account = propose(organization, owner)
        refused("account_second_person", flows.confirm_account, account_id=account.pk, actor=owner)
        flows.confirm_account(account_id=account.pk, actor=finance)

    account.refresh_from_db()
    assert (account.state, account.decided_by, account.usable_from) == ("current", finance, date(2026, 11, 23))
    assert (account.masked, queries.number_of(account)) == ("**** 2345", NUMBER)
    assert queries.current_account(organization) == account


def test_a_changed_account_replaces_the_old_one_and_waits_three_weekdays() -> None:
    organization, owner, finance = with_finance()
    with clock.at(MONDAY):
        first = propose(organization, owner)
        flows.confirm_account(account_id=first.pk, actor=finance)
        second = propose(organization, finance, OTHER)
        assert queries.current_account(organization) == first
        flows.confirm_account(account_id=second.pk, actor=owner)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.hold_days, second.usable_from) == (
        "replaced", "current", 3, date(2026, 11, 27)
    )  # fmt: skip


def test_who_answered_for_the_old_account_hears_of_the_change_even_after_leaving() -> None:
    organization, owner, finance = with_finance()
    first = propose(organization, owner)
    flows.confirm_account(account_id=first.pk, actor=finance)
    part = organization.memberships.get(user=finance)
    flows.end_membership(membership_id=part.pk, actor=owner)
    stranger = make_user()
    flows.add_member(organization_id=organization.pk, user=stranger, role=MemberRole.FINANCE, actor=owner)

    second = propose(organization, stranger, OTHER)

    told = Message.objects.filter(event="account_proposed", key=str(second.pk))
    assert set(told.values_list("person", flat=True)) == {owner.pk, finance.pk, stranger.pk}
    assert NUMBER[:-4] not in str(list(told.values_list("context", flat=True)))


def test_an_account_in_another_name_a_wrong_number_and_a_second_proposal_are_refused() -> None:
    organization, owner, finance = with_finance()
    for code, facts in (
        ("account_holder", {"holder": "周敏"}),
        ("account_number", {"number": "12"}),
        ("bank_code_shape", {"bank_code": "1021"}),
    ):
        refused(code, propose, organization=organization, actor=owner, **facts)
    account = propose(organization, owner)
    refused("account_waiting", propose, organization=organization, actor=finance, number=OTHER)
    flows.confirm_account(account_id=account.pk, actor=finance)
    refused("account_same", propose, organization=organization, actor=owner)
    refused("account_illegal_move", flows.withdraw_account, account_id=account.pk, actor=owner)


def test_staff_confirm_only_where_nobody_else_in_the_organisation_could() -> None:
    clerk = make_user(Role.CLERK)
    alone, crowded = make_user(), with_finance()
    single = propose(make_organization(alone), alone)
    shared = propose(crowded[0], crowded[1], OTHER)
    viewer = make_user()
    flows.add_member(organization_id=crowded[0].pk, user=viewer, role=MemberRole.VIEWER, actor=crowded[1])

    refused("account_members_decide", flows.confirm_account, account_id=shared.pk, actor=clerk)
    refused("account_members_decide", flows.confirm_account, account_id=shared.pk, actor=viewer)
    flows.confirm_account(account_id=single.pk, actor=clerk)

    single.refresh_from_db()
    assert (single.state, single.decided_by) == ("current", clerk)


def test_a_refused_account_keeps_the_reason_and_the_one_in_use_stays() -> None:
    organization, owner, finance = with_finance()
    first = propose(organization, owner)
    flows.confirm_account(account_id=first.pk, actor=finance)
    second = propose(organization, owner, OTHER)

    refused("organization_reason_missing", flows.refuse_account, account_id=second.pk, actor=finance, reason=" ")
    flows.refuse_account(account_id=second.pk, actor=finance, reason="户名不符")

    second.refresh_from_db()
    assert (second.state, second.reason, queries.current_account(organization)) == ("refused", "户名不符", first)


def test_the_log_and_the_row_never_hold_the_number_and_looking_at_it_is_written_down() -> None:
    organization, owner, finance = with_finance()
    account = propose(organization, owner)
    flows.confirm_account(account_id=account.pk, actor=finance)

    number = flows.reveal_account(account_id=account.pk, actor=finance)

    entry = AuditEntry.objects.latest("seq")
    assert (number, entry.verb, entry.actor, entry.facts) == (
        NUMBER, "account.reveal", finance, {"masked": "**** 2345"}
    )  # fmt: skip
    log = str(list(AuditEntry.objects.values_list("before", "after", "facts")))
    row = str(list(BankAccount.objects.values()))
    assert (NUMBER in log, NUMBER in row, NUMBER[:-4] in log) == (False, False, False)


def test_the_database_refuses_a_second_account_in_use_and_a_confirmation_by_the_proposer() -> None:
    organization, owner, finance = with_finance()
    account = propose(organization, owner)
    flows.confirm_account(account_id=account.pk, actor=finance)
    other = propose(organization, owner, OTHER)

    for changes in ({"state": "current"}, {"decided_by": owner}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BankAccount.objects.filter(pk=other.pk).update(decided_at=clock.now(), usable_from=clock.today(), **changes)


def test_after_the_sites_key_has_changed_numbers_open_and_compare_as_before() -> None:
    old, new = "o" * 60, "n" * 60
    out = io.StringIO()
    with override_settings(SECRET_KEY=old):
        organization, owner, _finance = with_finance()
        account = propose(organization, owner)
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[old]):
        call_command("rotate_keys", stdout=out)
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[]):
        account.refresh_from_db()
        number, fingerprint = queries.number_of(account), queries.sealed(NUMBER)["fingerprint"]

    assert (number, account.fingerprint) == (NUMBER, fingerprint)
    assert "1" in out.getvalue()


def test_the_page_shows_last_digits_and_the_number_only_after_a_fresh_proof(client: Client) -> None:
    organization, owner, finance = with_finance()
    account = propose(organization, owner)
    client.force_login(finance, "django.contrib.auth.backends.ModelBackend")
    address = f"/organizations/accounts/{account.pk}/reveal/"

    page = client.get(f"/organizations/{organization.pk}/account/").content.decode()
    stale = client.post(address)
    entries = AuditEntry.objects.filter(verb="account.reveal").count()
    client.post(stale.headers["Location"], {"password": "secret"})
    fresh = client.post(address)

    assert ("**** 2345" in page, NUMBER in page) == (True, False)
    assert (stale.status_code, stale.headers["Location"].startswith("/account/"), entries) == (302, True, 0)
    assert (fresh.status_code, "3200 0123 0900 0012 345" in fresh.content.decode()) == (200, True)
    assert "no-store" in fresh.headers["Cache-Control"]
    assert AuditEntry.objects.latest("seq").verb == "account.reveal"
    assert client.get(address).status_code == 405


def test_a_member_proposes_and_another_confirms_on_the_page(client: Client) -> None:
    organization, owner, finance = with_finance()
    address = f"/organizations/{organization.pk}/account/"
    form = {"holder": organization.name, "bank": "云溪银行", "branch": "东关支行", "secret_number": NUMBER}
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")

    wrong = client.post(address, {**form, "holder": "周敏"})
    right = client.post(address, {**form, "bank_code": "102100099990"}, follow=True)
    account = BankAccount.objects.get()
    client.force_login(finance, "django.contrib.auth.backends.ModelBackend")
    client.post(f"/organizations/accounts/{account.pk}/confirm/")

    account.refresh_from_db()
    assert (wrong.status_code, "周敏" in wrong.content.decode()) == (200, True)
    # The bank code is a warning: what is unknown to us may be right all the same.
    assert [message.level_tag for message in right.context["messages"]] == ["warning", "success"]
    assert (account.state, account.decided_by) == ("current", finance)


def test_a_reader_of_the_organisation_cannot_propose(client: Client) -> None:
    organization, owner, _finance = with_finance()
    viewer = make_user()
    flows.add_member(organization_id=organization.pk, user=viewer, role=MemberRole.VIEWER, actor=owner)
    client.force_login(viewer, "django.contrib.auth.backends.ModelBackend")
    form = {"holder": organization.name, "bank": "云溪银行", "branch": "东关支行", "secret_number": NUMBER}

    answer = client.post(f"/organizations/{organization.pk}/account/", form)

    assert (answer.status_code, BankAccount.objects.count()) == (302, 0)
