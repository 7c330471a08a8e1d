"""Grants under way with everything that a payment needs, and the people of its way."""

from datetime import timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.flows import paying
from grants.models import BANK_PURPOSE, RECEIPT_PURPOSE, Agreement, Grant, Payment, PaymentOrder
from organizations.models import BankAccount
from organizations.queries import sealed
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED, make_bank_account, make_grant
from tests.reviews.decide_factories import WAN, loose
from venture.kernel import clock

NOW = GRANTED + timedelta(days=10)
NUMBER = "6222020903001483077"
_numbers = count(1)


class Crew:
    """The people of a payment's way, each another person."""

    def __init__(self) -> None:
        self.clerk, self.head = make_user(Role.CLERK), make_user(Role.HEAD)
        self.maker, self.checker = make_user(Role.FINANCE_MAKER), make_user(Role.FINANCE_CHECKER)


def signed(grant: Grant) -> Agreement:
    """Lay a signed agreement straight in its table."""
    return Agreement.objects.create(
        grant=grant, version=1, number=f"XY-{grant.pk}", state="signed", sha256="a" * 64,
        drafted_by=make_user(Role.CLERK), drafted_at=GRANTED, signed_by_organization=owner_of(grant),
        signed_by_organization_at=GRANTED, signed_by_funder=make_user(Role.HEAD), signed_on=GRANTED.date(),
    )  # fmt: skip


def ready(amount: int = 10 * WAN, state: str = "active", **fields: Any) -> Grant:
    """Return a grant whose first tranche may be asked for."""
    grant = make_grant(amount, state, **fields)
    signed(grant)
    with_account(grant)
    return grant


def with_account(grant: Grant) -> BankAccount:
    account = make_bank_account(grant.organization)
    BankAccount.objects.filter(pk=account.pk).update(**sealed(NUMBER))
    account.refresh_from_db()
    return account


def owner_of(grant: Grant) -> User:
    return grant.organization.memberships.order_by("pk")[0].user


def ask(grant: Grant, order: int = 1, **given: Any) -> Payment:
    """Ask for a tranche as the owner, through the flow."""
    owner, tranche, number = owner_of(grant), grant.tranches.get(order=order), next(_numbers)
    facts: dict[str, Any] = {
        "tranche_id": tranche.pk, "key": f"ask-{number}", "receipt_number": f"PJ{number:06d}",
        "receipt_fen": tranche.amount_fen, "actor": owner, **given,
    }  # fmt: skip
    facts.setdefault("receipt_key", loose(facts["actor"], RECEIPT_PURPOSE).key)
    with clock.at(NOW):
        return paying.request_payment(**facts)


def approved(grant: Grant, crew: Crew, order: int = 1) -> Payment:
    payment = ask(grant, order)
    with clock.at(NOW):
        return paying.approve_request(payment_id=payment.pk, actor=crew.clerk)


def ordered(payments: list[Payment], crew: Crew) -> PaymentOrder:
    with clock.at(NOW):
        return paying.make_order(payment_ids=[each.pk for each in payments], actor=crew.maker)


def sent(payments: list[Payment], crew: Crew) -> PaymentOrder:
    """Return the order of these approved payments, with the bank."""
    order = ordered(payments, crew)
    with clock.at(NOW):
        paying.check_order(order_id=order.pk, document_number="云民拨〔2025〕1号", actor=crew.checker)
        return paying.send_order(order_id=order.pk, actor=crew.maker)


def settle(payment: Payment, crew: Crew, voucher: str = "V1") -> Payment:
    with clock.at(NOW):
        return paying.confirm_payment(
            payment_id=payment.pk, voucher=voucher, on=NOW.date(), actor=crew.maker,
            file_key=loose(crew.maker, BANK_PURPOSE).key,
        )  # fmt: skip
