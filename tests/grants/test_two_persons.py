"""Nobody does both halves of the other acts with money either: by flow and page, superusers with every role included.

Requests for payment and their orders are tried in ``tests/grants/paying``. What is tried here has no other door: no
API, no bulk act and no shell command does the second half.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from grants.flows import ledger
from grants.flows.annual import check_account, make_account
from grants.flows.closing import close_grant
from grants.flows.measures import approve_measure, ask_measure, refuse_measure
from grants.flows.recovering import claim_money, write_off
from grants.models import JournalEntry, YearClosing
from organizations import flows as organizations
from organizations.enums import MemberRole
from tests.accounts.factories import make_user
from tests.grants.closing.cases import LATER, Case, make_case
from tests.grants.closing.test_closing import begun, ended
from tests.grants.factories import GRANTED, make_payment
from tests.organizations.factories import make_organization
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
WAN = 1_000_000
ROLES = (Role.CLERK, Role.HEAD, Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
LATEST = LATER + timedelta(days=1)


def everything() -> User:
    """Return a superuser with every role that has a half in it."""
    user = make_user(*ROLES)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return User.objects.get(pk=user.pk)


@dataclass
class Half:
    """The first half done by ``person``: the row that waits, the second half by flow and by page, and its refusal."""

    row: Any
    second: Callable[[User], Any]
    path: str
    code: str
    data: dict[str, str]
    # Where the page leads when another person comes; nothing where more has to stand first.
    done: str = ""


def paid(case: Case) -> Case:
    make_payment(case.grant, 1, "paid")
    case.grant.refresh_from_db()
    return case


def allotment(person: User) -> Half:
    grant = make_case().grant
    row = ledger.propose_allotment(
        category_id=grant.project.category_id or 0, source_id=grant.shares.get().source_id, year=GRANTED.year,
        amount_fen=WAN, document_number="财社〔2025〕9号", key="half", actor=person,
    )  # fmt: skip
    return Half(
        row, lambda actor: ledger.confirm_allotment(allotment_id=row.pk, actor=actor),
        f"/admin/desk/allotments/{row.pk}/act/approve/", "allotment_by_two", {}, "approved",
    )  # fmt: skip


def year_closing(person: User) -> Half:
    row = YearClosing.objects.create(
        year=GRANTED.year - 1, document_number="结账1号", asked_by=person, asked_at=GRANTED
    )  # fmt: skip
    return Half(
        row, lambda actor: ledger.confirm_year_closing(closing_id=row.pk, actor=actor),
        f"/admin/desk/years/{row.pk}/act/approve/", "year_closing_by_two", {}, "approved",
    )  # fmt: skip


def annual_account(person: User) -> Half:
    share = paid(make_case()).grant.shares.get()
    row = make_account(source_id=share.source_id, year=share.year, actor=person)
    return Half(
        row, lambda actor: check_account(account_id=row.pk, actor=actor),
        f"/admin/desk/annual-accounts/{row.pk}/check/", "same_person", {}, "checked",
    )  # fmt: skip


def recovery(person: User) -> Half:
    grant = paid(make_case()).grant
    row = claim_money(
        grant_id=grant.pk, share_id=grant.shares.get().pk, ground="breach", amount_fen=WAN, reason="违约", key="half",
        actor=person,
    )  # fmt: skip
    return Half(
        row, lambda actor: write_off(recovery_id=row.pk, document="核销1号", actor=actor),
        f"/admin/desk/claims/{row.pk}/write-off/", "same_person", {"document": "核销1号"}, "written_off",
    )  # fmt: skip


def measure(person: User) -> Half:
    row = ask_measure(grant_id=make_case().grant.pk, kind="suspension", reason="核查", actor=person)
    return Half(
        row, lambda actor: approve_measure(measure_id=row.pk, answer="", actor=actor),
        f"/admin/desk/measures/{row.pk}/approve/", "same_person", {"words": "同意"}, "approved",
    )  # fmt: skip


def refused_measure(person: User) -> Half:
    half = measure(person)
    return Half(
        half.row, lambda actor: refuse_measure(measure_id=half.row.pk, answer="否", actor=actor),
        f"/admin/desk/measures/{half.row.pk}/refuse/", "same_person", {"words": "否"}, "refused",
    )  # fmt: skip


def closure(person: User) -> Half:
    """The checked close-out; another person still needs what is owed and the archive, so the page leads no further."""
    row = begun(ended())
    row.grant.recoveries.update(returned_fen=WAN, state="settled")
    type(row).objects.filter(pk=row.pk).update(state="checked", checked_by=person)
    row.refresh_from_db()
    return Half(
        row, lambda actor: close_grant(closure_id=row.pk, actor=actor),
        f"/admin/desk/closures/{row.pk}/close/", "same_person", {},
    )  # fmt: skip


HALVES = [allotment, year_closing, annual_account, recovery, measure, refused_measure]


@pytest.mark.parametrize("first", [*HALVES, closure])
def test_who_did_the_first_half_does_the_second_through_no_door_even_as_superuser(
    first: Callable[[User], Half],
) -> None:
    person = everything()
    with clock.at(LATEST):
        half = first(person)
        state, log, entries = half.row.state, AuditEntry.objects.count(), JournalEntry.objects.count()
        with pytest.raises(RuleRefusal) as told:
            half.second(person)
        client = Client()
        client.force_login(person)
        logged = AuditEntry.objects.count()
        answer = client.post(half.path, half.data)

    half.row.refresh_from_db()
    assert (told.value.code, answer.status_code, half.row.state) == (half.code, 302, state)
    assert (logged, AuditEntry.objects.count(), JournalEntry.objects.count()) == (log, logged, entries)


@pytest.mark.parametrize("first", HALVES)
def test_the_same_page_takes_the_second_half_from_another(first: Callable[[User], Half]) -> None:
    """What refuses above does not refuse for another reason."""
    with clock.at(LATEST):
        half = first(everything())
        client = Client()
        client.force_login(everything())
        client.post(half.path, half.data)
    half.row.refresh_from_db()
    assert half.row.state == half.done


def test_a_changed_account_is_confirmed_by_its_proposer_through_no_door_even_as_superuser() -> None:
    person = everything()
    organization = make_organization(person)
    with clock.at(LATEST):
        account = organizations.propose_account(
            organization_id=organization.pk, holder=organization.name, bank="云溪银行", branch="东关支行",
            number="3200012309000012345", actor=person,
        )  # fmt: skip
        with pytest.raises(RuleRefusal) as told:
            organizations.confirm_account(account_id=account.pk, actor=person)
        client = Client()
        client.force_login(person)
        client.post(f"/organizations/accounts/{account.pk}/confirm/")
        client.post(f"/admin/desk/bank-accounts/{account.pk}/confirm/")
        client.post("/admin/organizations/bankaccount/", {"action": "confirm", "_selected_action": [account.pk]})
        account.refresh_from_db()
        assert (told.value.code, account.state, account.decided_by) == ("account_second_person", "proposed", None)

        second = make_user()
        organizations.add_member(
            organization_id=organization.pk, user=second, role=MemberRole.FINANCE, actor=person
        )  # fmt: skip
        client.force_login(second)
        client.post(f"/organizations/accounts/{account.pk}/confirm/")
    account.refresh_from_db()
    assert (account.state, account.decided_by) == ("current", second)
