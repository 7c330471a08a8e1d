"""What the bank said of a payment: paid, failed, came back; or nothing yet. Never paid twice, never guessed."""

from datetime import date
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.domain.lifecycle import ORDER_LIFE, PAYMENT_LIFE
from grants.enums import BatchState, PaymentState
from grants.flows import ledger
from grants.flows.paying.guarding import paying, stated
from grants.flows.paying.telling import tell_organization, tell_staff
from grants.models import BANK_PURPOSE, Payment
from grants.queries.paying import closed_years
from venture.audit.flows import step
from venture.files.flows import attach
from venture.files.models import StoredFile
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 40
WAITS = (PaymentState.SENT, PaymentState.UNKNOWN)


def confirm_payment(
    *, payment_id: int, voucher: str, on: date | None, actor: User, file_key: str = "",
    statement: StoredFile | None = None,
) -> Payment:  # fmt: skip
    """Record that the bank paid, with the number and day of its voucher and its receipt.

    ``statement`` stands for the receipt where a statement of the bank settles it. Raise ``RuleRefusal``:
    ``payment_illegal_move``; ``payment_voucher_missing``, ``payment_day_unknown``, ``payment_year_closed``,
    ``payment_bank_receipt_missing``; ``own_organization``; what the ledger refuses.
    """
    with paying(payment_id, actor=actor) as payment:
        PAYMENT_LIFE.target_of("confirm", payment.state)
        number, day = _voucher(voucher), _day(on, payment)
        paper = statement or _bank_paper(file_key, actor, needed=True)
        tell_organization(payment, "payment_paid", day=day.isoformat())
        ledger.pay_payment(payment, on=day, voucher=number, file=paper, actor=actor)
        step(
            payment, PAYMENT_LIFE, "confirm", noun="payment", actor=actor,
            facts={
                "application": payment.grant.project.code, "number": payment.number, "fen": payment.amount_fen,
                "voucher": number, "day": day,
            },
            voucher=number, settled_on=day, settled_by=actor, bank_receipt=paper, moved_at=clock.now(),
        )  # fmt: skip
        _settle_order(payment, actor)
        return payment


def fail_payment(
    *, payment_id: int, reason: str, on: date | None, actor: User, file_key: str = "",
    statement: StoredFile | None = None,
) -> Payment:  # fmt: skip
    """Record that the bank did not carry it out: the money is committed again, the tranche may be asked for again.

    Raise ``RuleRefusal``: ``payment_illegal_move``, ``payment_reason_missing``, ``payment_day_unknown``,
    ``own_organization``.
    """
    with paying(payment_id, actor=actor) as payment:
        PAYMENT_LIFE.target_of("fail", payment.state)
        why, day = stated(reason), _day(on, payment)
        paper = statement or _bank_paper(file_key, actor)
        _tell_again(payment, "payment_failed", why)
        ledger.cancel_payment(payment, actor=actor, document=payment.number)
        step(
            payment, PAYMENT_LIFE, "fail", noun="payment", actor=actor,
            facts={"application": payment.grant.project.code, "number": payment.number, "reason": why, "day": day},
            reason=why, settled_on=day, settled_by=actor, bank_receipt=paper, moved_at=clock.now(),
        )  # fmt: skip
        _settle_order(payment, actor)
        return payment


def lose_payment(*, payment_id: int, reason: str, actor: User) -> Payment:
    """Say that no answer of the bank came: nothing is sent again; the statement settles it.

    Raise ``RuleRefusal``: ``payment_illegal_move``, ``payment_reason_missing``, ``own_organization``.
    """
    with paying(payment_id, actor=actor) as payment:
        PAYMENT_LIFE.target_of("lose", payment.state)
        why = stated(reason)
        step(
            payment, PAYMENT_LIFE, "lose", noun="payment", actor=actor,
            facts={"application": payment.grant.project.code, "number": payment.number, "reason": why}, reason=why,
            moved_at=clock.now(),
        )  # fmt: skip
        return payment


def return_payment(
    *, payment_id: int, reason: str, on: date | None, voucher: str, actor: User, file_key: str = "",
    statement: StoredFile | None = None,
) -> Payment:  # fmt: skip
    """Record that the money came back from the receiving bank: it is committed again, the tranche may be asked again.

    Raise ``RuleRefusal``: ``payment_illegal_move``; ``payment_reason_missing``, ``payment_voucher_missing``,
    ``payment_day_unknown``, ``payment_year_closed``, ``payment_bank_receipt_missing``; ``own_organization``; what the
    ledger refuses where the organisation has entered expenses from it.
    """
    with paying(payment_id, actor=actor) as payment:
        PAYMENT_LIFE.target_of("return", payment.state)
        why, number, day = stated(reason), _voucher(voucher), _day(on, payment)
        paper = statement or _bank_paper(file_key, actor, needed=True)
        _tell_again(payment, "payment_returned", why)
        ledger.bounce_payment(payment, on=day, voucher=number, file=paper, actor=actor)
        step(
            payment, PAYMENT_LIFE, "return", noun="payment", actor=actor,
            facts={
                "application": payment.grant.project.code, "number": payment.number, "fen": payment.amount_fen,
                "reason": why, "voucher": number, "day": day,
            },
            reason=why, settled_by=actor, moved_at=clock.now(),
        )  # fmt: skip
        return payment


def _voucher(number: str) -> str:
    if not number.strip() or len(number.strip()) > LONGEST:
        raise RuleRefusal("payment_voucher_missing", longest=LONGEST)
    return number.strip()


def _day(on: date | None, payment: Payment) -> date:
    """Return the day of the bank's word: not in the future, not before it was sent, in a year that is open."""
    sent = payment.sent_at and payment.sent_at.astimezone(clock.BEIJING).date()
    if on is None or on > clock.today() or (sent is not None and on < sent):
        raise RuleRefusal("payment_day_unknown")
    if on.year in closed_years():
        raise RuleRefusal("payment_year_closed", year=on.year)
    return on


def _bank_paper(key: str, actor: User, *, needed: bool = False) -> StoredFile | None:
    if key:
        return attach(key, purpose=BANK_PURPOSE, actor=actor)
    if needed:
        raise RuleRefusal("payment_bank_receipt_missing")
    return None


def _tell_again(payment: Payment, event: str, why: str) -> None:
    tell_organization(payment, event, reason=why)
    tell_staff(payment, event + "_staff", Role.CLERK, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, reason=why)


def _settle_order(payment: Payment, actor: Any) -> None:
    """Settle the order, which the caller holds, once nothing of it waits for the bank any more."""
    order = payment.order
    if order is None or order.state != BatchState.SENT:
        return
    if not order.payments.filter(state__in=WAITS).exists():
        step(order, ORDER_LIFE, "settle", noun="payment_order", actor=actor, facts={"number": order.number})
