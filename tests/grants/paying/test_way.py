"""The way of a tranche, from the request to the bank's word, and what keeps it back."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from grants.flows import paying
from grants.flows.paying.guarding import ticks_now
from grants.models import (
    BANK_PURPOSE,
    Grant,
    JournalEntry,
    Payment,
    PaymentSettings,
    Report,
    YearClosing,
)
from grants.queries.ledger import Balances, balances_of_grant
from notices.models import Hold
from organizations.models import BankAccount, Membership, Organization, Sanction
from reviews.flows.awards import lose_award
from rounds.models import FundSource
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED, make_payment
from tests.grants.paying import cases
from tests.grants.paying.cases import NOW, Crew
from tests.reviews.decide_factories import WAN, loose
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


def refused(code: str, act: Any, *args: Any, **given: Any) -> RuleRefusal:
    """Assert that the act is refused with this code and that neither log nor ledger moved."""
    before = AuditEntry.objects.count(), JournalEntry.objects.count()
    with clock.at(NOW), pytest.raises(RuleRefusal) as told:
        act(*args, **given)
    assert told.value.code == code
    assert (AuditEntry.objects.count(), JournalEntry.objects.count()) == before
    return told.value


def approving(payment: Payment, code: str = "payment_checks") -> RuleRefusal:
    return refused(code, paying.approve_request, payment_id=payment.pk, actor=make_user(Role.CLERK))


def state(payment: Payment) -> str:
    payment.refresh_from_db()
    return payment.state


def test_a_tranche_goes_its_whole_way_and_every_fen_follows() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    assert balances_of_grant(grant) == Balances(committed=5 * WAN, payable=5 * WAN)
    order = cases.sent([payment], crew)
    assert (state(payment), order.state) == ("sent", "sent")
    cases.settle(payment, crew)

    assert state(payment) == "paid"
    assert balances_of_grant(grant) == Balances(committed=5 * WAN, paid=5 * WAN, given=5 * WAN, special=5 * WAN)
    order.refresh_from_db()
    assert order.state == "settled"
    assert payment.settled_by == crew.maker
    assert all(each["ok"] for each in payment.ticks)
    told = set(Message.objects.filter(person=cases.owner_of(grant)).values_list("event", flat=True))
    assert {"payment_requested", "payment_approved", "payment_paid"} <= told


def test_parts_follow_the_shares_of_the_sources() -> None:
    one, two = (FundSource.objects.create(slug=f"source-{each}", name=f"来源{each}") for each in "甲乙")
    grant = cases.ready(shares=[(one, 2025, 6 * WAN), (two, 2025, 4 * WAN)])
    payment = cases.ask(grant)
    assert list(payment.parts.values_list("share__source", "amount_fen")) == [(one.pk, 3 * WAN), (two.pk, 2 * WAN)]


def test_the_same_key_is_one_request_and_nobody_elses() -> None:
    grant = cases.ready()
    first = cases.ask(grant, key="k1")
    again = cases.ask(grant, key="k1")
    assert again.pk == first.pk
    assert Payment.objects.count() == 1
    other = make_user()
    Membership.objects.create(organization=grant.organization, user=other, role="finance", since=GRANTED)
    with pytest.raises(RuleRefusal) as told:
        cases.ask(grant, key="k1", actor=other)
    assert told.value.code == "payment_key_used"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"receipt_number": " "}, "payment_receipt_number"),
        ({"receipt_fen": 5 * WAN - 1}, "payment_receipt_amount"),
        ({"key": ""}, "payment_key_missing"),
        ({"receipt_key": "0" * 32}, "file_foreign"),
    ],
)
def test_a_request_needs_its_receipt_over_the_very_amount(given: dict[str, Any], code: str) -> None:
    grant = cases.ready()
    with pytest.raises(RuleRefusal) as told:
        cases.ask(grant, **given)
    assert told.value.code == code
    assert Payment.objects.count() == 0


def test_only_those_who_answer_for_the_account_ask() -> None:
    grant = cases.ready()
    editor = make_user()
    Membership.objects.create(organization=grant.organization, user=editor, role="editor", since=GRANTED)
    for actor in (editor, make_user(Role.CLERK)):
        with pytest.raises(RuleRefusal) as told:
            cases.ask(grant, actor=actor)
        assert told.value.code == "payment_not_treasurer"


def test_a_tranche_is_asked_for_once_at_a_time_and_only_when_it_is_due() -> None:
    grant = cases.ready()
    cases.ask(grant)
    for order, code in ((1, "payment_asked_already"), (2, "payment_not_due")):
        with pytest.raises(RuleRefusal) as told:
            cases.ask(grant, order)
        assert told.value.code == code


def test_a_request_taken_back_or_refused_lets_the_tranche_be_asked_for_again() -> None:
    crew, grant = Crew(), cases.ready()
    first = cases.ask(grant)
    with clock.at(NOW):
        paying.withdraw_request(payment_id=first.pk, actor=cases.owner_of(grant))
    second = cases.ask(grant)
    refused("payment_reason_missing", paying.refuse_request, payment_id=second.pk, reason=" ", actor=crew.clerk)
    with clock.at(NOW):
        paying.refuse_request(payment_id=second.pk, reason="抬头有误", actor=crew.clerk)
    third = cases.ask(grant)
    assert [each.number[-4:] for each in (first, second, third)] == ["0101", "0102", "0103"]
    assert (state(first), state(second), state(third)) == ("withdrawn", "refused", "requested")


def hold(grant: Grant) -> None:
    Hold.objects.create(project=grant.project, reason="异议", placed_at=GRANTED)


def suspend(grant: Grant) -> None:
    Grant.objects.filter(pk=grant.pk).update(state="suspended")


def unverify(grant: Grant) -> None:
    Organization.objects.filter(pk=grant.organization_id).update(state="suspended")


def sanction(grant: Grant) -> None:
    Sanction.objects.create(
        organization=grant.organization, kind="penalty", authority="云溪市民政局", grounds="违规",
        since=GRANTED.date(), entered_by=make_user(Role.CLERK), entered_at=GRANTED,
    )  # fmt: skip


def change_account(grant: Grant) -> None:
    BankAccount.objects.filter(organization=grant.organization).update(state="replaced")
    cases.with_account(grant)


def propose_account(grant: Grant) -> None:
    account = BankAccount.objects.get(organization=grant.organization)
    BankAccount.objects.create(
        organization=grant.organization, holder=account.holder, bank="另一银行", branch="一支行", sealed="-",
        tail="0001", fingerprint="f" * 64, state="proposed", proposed_by=cases.owner_of(grant), proposed_at=NOW,
    )  # fmt: skip


def owe_report(grant: Grant) -> None:
    Report.objects.create(grant=grant, kind="progress", order=9, due_on=NOW.date() - timedelta(days=1))


def want_invoice(grant: Grant) -> None:
    PaymentSettings.objects.create(round=grant.round, receipt="invoice")


def stop(grant: Grant) -> None:
    with clock.at(NOW):
        paying.place_stop(organization_id=grant.organization_id, reason="线索核查", actor=make_user(Role.HEAD))


def lose(grant: Grant) -> None:
    """As an objection does that was upheld after both had signed."""
    with clock.at(NOW):
        lose_award(award_id=grant.award_id, reason="异议成立", actor=None)


KEEPERS = [
    (hold, "held"), (lose, "award_gone"), (suspend, "not_under_way"), (unverify, "unverified"),
    (sanction, "sanctioned"), (change_account, "account_changed"), (propose_account, "account_changing"),
    (owe_report, "reports_open"), (want_invoice, "receipt_kind"), (stop, "stopped"),
]  # fmt: skip


@pytest.mark.parametrize(("keep", "why"), KEEPERS)
def test_each_keeper_stops_the_approval_and_says_why(keep: Any, why: str) -> None:
    grant = cases.ready()
    payment = cases.ask(grant)
    keep(grant)
    approving(payment)
    with clock.at(NOW):
        bad = [each.why for each in ticks_now(payment) if not each.ok]
    assert bad == [why]
    assert state(payment) == "requested"


@pytest.mark.parametrize("keep", [hold, lose, suspend, unverify, sanction, change_account, propose_account, stop])
def test_what_happens_after_the_approval_stops_the_order_its_check_and_its_sending(keep: Any) -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    order = cases.ordered([payment], crew)
    with clock.at(NOW):
        paying.check_order(order_id=order.pk, document_number="1号", actor=crew.checker)
    keep(grant)

    refused("payment_order_checks", paying.send_order, order_id=order.pk, actor=crew.maker)
    with clock.at(NOW):
        paying.drop_order(order_id=order.pk, reason="暂缓", actor=crew.maker)
    refused("payment_order_checks", paying.make_order, payment_ids=[payment.pk], actor=crew.maker)
    assert state(payment) == "approved"


def test_the_second_tranche_waits_for_the_evaluation_and_for_what_must_be_spent() -> None:
    grant = cases.ready()
    make_payment(grant, 1, "paid")
    PaymentSettings.objects.create(round=grant.round, spent_before_next=7000)
    with pytest.raises(RuleRefusal) as told:
        cases.ask(grant, 2)
    assert (told.value.code, told.value.details["why"]) == ("payment_not_due", "midterm_passed")
    grant.evaluations.create(
        phase="midterm", state="confirmed", passed=True, total=8000, opened_at=GRANTED, confirmed_at=GRANTED
    )
    payment = cases.ask(grant, 2)
    approving(payment)
    with clock.at(NOW):
        [cross] = [each for each in ticks_now(payment) if not each.ok]
    assert (cross.why, cross.details["needed"], cross.details["spent"]) == ("spent_too_little", 35_000_00, 0)


def test_an_approval_is_taken_back_before_the_money_leaves() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    order = cases.ordered([payment], crew)
    refused("payment_in_order", paying.cancel_approval, payment_id=payment.pk, reason="有误", actor=crew.head)
    with clock.at(NOW):
        paying.take_out(payment_id=payment.pk, reason="暂缓", actor=crew.maker)
        paying.cancel_approval(payment_id=payment.pk, reason="有误", actor=crew.head)
    assert (state(payment), order.payments.count()) == ("cancelled", 0)
    assert balances_of_grant(grant) == Balances(committed=10 * WAN)


def test_what_was_checked_is_what_is_sent() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    order = cases.ordered([payment], crew)
    refused("payment_order_document", paying.check_order, order_id=order.pk, document_number="", actor=crew.checker)
    with clock.at(NOW):
        paying.check_order(order_id=order.pk, document_number="1号", actor=crew.checker)
    BankAccount.objects.filter(pk=payment.account_id).update(fingerprint="e" * 64)
    refused("payment_order_changed", paying.send_order, order_id=order.pk, actor=crew.maker)
    assert state(payment) == "approved"


def test_a_payment_that_came_back_is_committed_again_and_may_be_asked_for_again() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    cases.sent([payment], crew)
    cases.settle(payment, crew)
    refused(
        "payment_bank_receipt_missing", paying.return_payment, payment_id=payment.pk, reason="账户已销", voucher="R1",
        on=NOW.date(), actor=crew.maker,
    )  # fmt: skip
    with clock.at(NOW):
        paying.return_payment(
            payment_id=payment.pk, reason="账户已销", voucher="R1", on=NOW.date(), actor=crew.maker,
            file_key=loose(crew.maker, BANK_PURPOSE).key,
        )  # fmt: skip
    assert state(payment) == "returned"
    assert balances_of_grant(grant) == Balances(committed=10 * WAN)
    assert cases.ask(grant).number.endswith("0102")


def test_a_failed_payment_and_a_lost_answer_move_no_money() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    cases.sent([payment], crew)
    with clock.at(NOW):
        paying.lose_payment(payment_id=payment.pk, reason="银行系统无回执", actor=crew.maker)
    assert state(payment) == "unknown"
    assert balances_of_grant(grant) == Balances(committed=5 * WAN, payable=5 * WAN)
    with pytest.raises(RuleRefusal) as told:
        cases.ask(grant)
    assert told.value.code == "payment_asked_already"
    with clock.at(NOW):
        paying.fail_payment(payment_id=payment.pk, reason="账号不符", on=NOW.date(), actor=crew.maker)
    assert state(payment) == "failed"
    assert balances_of_grant(grant) == Balances(committed=10 * WAN)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"voucher": ""}, "payment_voucher_missing"),
        ({"on": NOW.date() + timedelta(days=1)}, "payment_day_unknown"),
        ({"on": NOW.date() - timedelta(days=1)}, "payment_day_unknown"),
        ({"on": None}, "payment_day_unknown"),
        ({"file_key": ""}, "payment_bank_receipt_missing"),
    ],
)
def test_nothing_is_paid_without_voucher_day_and_the_banks_receipt(given: dict[str, Any], code: str) -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    cases.sent([payment], crew)
    facts = {"voucher": "V1", "on": NOW.date(), "file_key": loose(crew.maker, BANK_PURPOSE).key, **given}
    refused(code, paying.confirm_payment, payment_id=payment.pk, actor=crew.maker, **facts)
    assert state(payment) == "sent"


def test_nothing_is_paid_in_a_year_whose_books_are_closed() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    cases.sent([payment], crew)
    YearClosing.objects.create(
        year=NOW.year, state="approved", document_number="1号", asked_by=crew.clerk, asked_at=NOW,
        decided_by=crew.head, decided_at=NOW,
    )  # fmt: skip
    refused(
        "payment_year_closed", paying.confirm_payment, payment_id=payment.pk, voucher="V1", on=NOW.date(),
        actor=crew.maker, file_key=loose(crew.maker, BANK_PURPOSE).key,
    )  # fmt: skip
    assert state(payment) == "sent"
