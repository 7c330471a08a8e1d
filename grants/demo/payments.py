"""First tranches of a round's grants through the flows: most are paid, one came back and was paid anew, one waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.demo import person
from grants.enums import GrantState
from grants.flows import paying
from grants.models import BANK_PURPOSE, ORDER_PURPOSE, RECEIPT_PURPOSE, Grant, Payment
from organizations.queries import treasurers_of
from reviews.demo.choosing import paper
from venture.kernel import clock

# So many requests in one order, as an office would send them.
BATCH = 40


def play(round_code: str, first: datetime, *, order: int = 1, waiting: int = 1, returned: bool = True) -> list[Payment]:
    """Pay tranche ``order`` of every grant of a round that is under agreement, from ``first`` on.

    The last ``waiting`` of them stay asked for. With ``returned`` the first one comes back from the bank because its
    account was closed to receipts, is asked for again and paid. Return the payments that were asked for first.
    """
    grants = list(
        Grant.objects.filter(round__code=round_code, state__in=GrantState.under_way(), tranches__order=order)
        .select_related("organization", "project")
        .order_by("project__code")
    )
    asked = [
        ask(grant, order, first + timedelta(minutes=10 * number), f"{order}{number:04d}")
        for number, grant in enumerate(grants)
    ]
    due = asked[: len(asked) - waiting] if waiting else asked
    with clock.at(first + timedelta(days=2)):
        for each in due:
            paying.approve_request(payment_id=each.pk, actor=person("head"))
    for start in range(0, len(due), BATCH):
        pay(due[start : start + BATCH], first + timedelta(days=4 + start // BATCH))
    if returned and due:
        come_back(due[0], grants[0], order, first + timedelta(days=9))
    return asked


def ask(grant: Grant, order: int, at: datetime, number: str) -> Payment:
    """Ask for a tranche as whoever answers for the organisation's account."""
    asker = treasurers_of(grant.organization)[0]
    tranche = grant.tranches.get(order=order)
    with clock.at(at):
        return paying.request_payment(
            tranche_id=tranche.pk, key=f"demo-{grant.project.code}-{number}", receipt_number=f"云财票{number}",
            receipt_fen=tranche.amount_fen, receipt_key=paper("收据.pdf", RECEIPT_PURPOSE, asker), actor=asker,
        )  # fmt: skip


def pay(payments: Sequence[Payment], at: datetime) -> None:
    """Order, check and send these payments; the bank carries all of them out on the next day."""
    maker, checker = person("finance_maker"), person("finance_checker")
    with clock.at(at):
        order = paying.make_order(payment_ids=[each.pk for each in payments], actor=maker)
    with clock.at(at + timedelta(hours=2)):
        number = f"云民财请〔{at.year}〕{order.pk}号"
        approval = paper("拨款请示（批复）.pdf", ORDER_PURPOSE, checker)
        paying.check_order(order_id=order.pk, document_number=number, approval_key=approval, actor=checker)
    with clock.at(at + timedelta(hours=4)):
        paying.send_order(order_id=order.pk, actor=maker)
    settled = at + timedelta(days=1)
    with clock.at(settled):
        receipt: dict[str, Any] = {"on": clock.today(), "actor": maker}
        for place, each in enumerate(payments, start=1):
            paying.confirm_payment(
                payment_id=each.pk, voucher=f"{settled:%Y%m%d}{order.pk:02d}{place:03d}",
                file_key=paper("银行回单.pdf", BANK_PURPOSE, maker), **receipt,
            )  # fmt: skip


def come_back(payment: Payment, grant: Grant, order: int, at: datetime) -> Payment:
    """Let the bank return a payment, and pay the tranche anew."""
    maker = person("finance_maker")
    with clock.at(at):
        paying.return_payment(
            payment_id=payment.pk, reason="收款行系统升级，款项退汇", voucher=f"T{at:%Y%m%d}01", on=clock.today(),
            file_key=paper("退汇通知.pdf", BANK_PURPOSE, maker), actor=maker,
        )  # fmt: skip
    again = ask(grant, order, at + timedelta(hours=20), f"{order}9{payment.pk:04d}")
    with clock.at(at + timedelta(days=1, hours=3)):
        paying.approve_request(payment_id=again.pk, actor=person("head"))
    pay([again], at + timedelta(days=2))
    return again
