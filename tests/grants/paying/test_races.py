"""Payments under many hands at once, on PostgreSQL."""

from functools import partial

import pytest

from accounts.enums import Role
from grants.flows import paying
from grants.forms.statement import lines_of
from grants.models import BANK_PURPOSE, RECEIPT_PURPOSE, BankStatement, JournalEntry, Payment
from grants.queries.ledger import Balances, balances_of_grant
from notices.models import Hold
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED
from tests.grants.paying import cases
from tests.grants.paying.cases import NOW, Crew
from tests.grants.paying.test_statement import csv_of, kept, paid_row
from tests.reviews.decide_factories import WAN, loose
from tests.together import at_once, outcomes
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_one_key_twenty_times_at_once_is_one_request() -> None:
    grant = cases.ready()
    owner, tranche = cases.owner_of(grant), grant.tranches.get(order=1)
    receipts = [loose(owner, RECEIPT_PURPOSE).key for _each in range(20)]
    acts = [
        partial(
            paying.request_payment, tranche_id=tranche.pk, key="one", receipt_number="PJ1",
            receipt_fen=tranche.amount_fen, receipt_key=receipt, actor=owner,
        )
        for receipt in receipts
    ]  # fmt: skip
    with clock.at(NOW):
        found = at_once(acts)
    assert {getattr(each, "pk", each) for each in found} == {Payment.objects.get().pk}
    assert sum(part.amount_fen for part in Payment.objects.get().parts.all()) == 5 * WAN


def test_two_approvers_at_once_book_the_money_once() -> None:
    grant = cases.ready()
    payment = cases.ask(grant)
    people = [make_user(Role.CLERK) for _each in range(4)]
    with clock.at(NOW):
        said = outcomes([partial(paying.approve_request, payment_id=payment.pk, actor=each) for each in people])
    assert sorted(said) == ["done", *["payment_illegal_move"] * 3]
    assert JournalEntry.objects.filter(kind="approve").count() == 1
    assert balances_of_grant(grant) == Balances(committed=5 * WAN, payable=5 * WAN)


def test_a_hold_beside_the_approval_never_lets_the_money_leave() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.ask(grant)
    with clock.at(NOW):
        outcomes(
            [
                partial(paying.approve_request, payment_id=payment.pk, actor=crew.clerk),
                partial(Hold.objects.create, project=grant.project, reason="异议", placed_at=GRANTED),
            ]
        )
        payment.refresh_from_db()
        if payment.state == "approved":
            with pytest.raises(RuleRefusal) as told:
                paying.make_order(payment_ids=[payment.pk], actor=crew.maker)
            assert told.value.code == "payment_order_checks"
    payment.refresh_from_db()
    assert payment.state in {"requested", "approved"}


def test_settled_twice_at_once_is_paid_once() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    order = cases.sent([payment], crew)
    acts = [
        partial(
            paying.confirm_payment, payment_id=payment.pk, voucher=f"V{number}", on=NOW.date(), actor=crew.maker,
            file_key=loose(crew.maker, BANK_PURPOSE).key,
        )
        for number in range(6)
    ]  # fmt: skip
    with clock.at(NOW):
        said = outcomes(acts)
    assert sorted(said) == ["done", *["payment_illegal_move"] * 5]
    assert balances_of_grant(grant) == Balances(committed=5 * WAN, paid=5 * WAN, given=5 * WAN, special=5 * WAN)
    order.refresh_from_db()
    assert order.state == "settled"


def test_paid_and_failed_at_once_is_one_of_both() -> None:
    crew = Crew()
    grant = cases.ready()
    payment = cases.approved(grant, crew)
    order = cases.sent([payment], crew)
    with clock.at(NOW):
        said = outcomes(
            [
                partial(
                    paying.confirm_payment, payment_id=payment.pk, voucher="V1", on=NOW.date(), actor=crew.maker,
                    file_key=loose(crew.maker, BANK_PURPOSE).key,
                ),
                partial(paying.fail_payment, payment_id=payment.pk, reason="失败", on=NOW.date(), actor=crew.maker),
            ]
        )  # fmt: skip
    assert sorted(said) == ["done", "payment_illegal_move"]
    order.refresh_from_db()
    assert order.state == "settled"


def test_the_same_statement_loaded_by_two_at_once_is_one_statement() -> None:
    crew = Crew()
    payment = cases.approved(cases.ready(), crew)
    cases.sent([payment], crew)
    files = [kept(csv_of(paid_row(payment)), crew.maker) for _each in range(3)]
    with clock.at(NOW):
        said = outcomes(
            [
                partial(
                    paying.load_statement, round_id=payment.grant.round_id, file_key=file.key, lines=lines_of(file),
                    actor=crew.maker,
                )
                for file in files
            ]
        )  # fmt: skip
    assert sorted(said) == ["done", *["statement_loaded_already"] * 2]
    assert BankStatement.objects.get().lines.count() == 1
    payment.refresh_from_db()
    assert payment.state == "paid"
