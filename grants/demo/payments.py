"""First tranches of a round's grants through the flows: most are paid, one came back and was paid anew, one waits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from accounts.demo import person
from grants.enums import GrantState
from grants.flows import paying
from grants.models import BANK_PURPOSE, ORDER_PURPOSE, RECEIPT_PURPOSE, Grant, Payment
from organizations.flows import confirm_account, propose_account
from organizations.queries import treasurers_of
from reviews.demo.choosing import paper
from venture.kernel import clock

# So many requests in one order, as an office would send them.
BATCH = 40


def play(round_code: str, first: datetime, *, order: int = 1, waiting: int = 1, returned: bool = True) -> list[Payment]:
    """Pay tranche ``order`` of every grant of a round that is under agreement, from ``first`` on.

    The last ``waiting`` of them stay asked for. With ``returned`` the last of the others comes back from the bank
    because its account took no receipts any more; the organisation names another one, asks again and is paid. Return
    the payments that were asked for first.
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
        come_back(due[-1], grants[len(due) - 1], order, first + timedelta(days=9))
    return asked


def ask(grant: Grant, order: int, at: datetime, number: str) -> Payment:
    """Ask for a tranche as whoever answers for the organisation's account."""
    asker = treasurers_of(grant.organization)[0]
    tranche = grant.tranches.get(order=order)
    with clock.at(at):
        return paying.request_payment(
            tranche_id=tranche.pk, key=f"demo-{grant.project.code}-{number}", receipt_number=f"云财票{at:%y}{number}",
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
    """Let the bank return a payment, another account be named and held for its days, and the tranche be paid anew."""
    maker = person("finance_maker")
    with clock.at(at):
        paying.return_payment(
            payment_id=payment.pk, reason="收款账户已转为久悬户，款项退汇", voucher=f"T{at:%Y%m%d}01", on=clock.today(),
            file_key=paper("退汇通知.pdf", BANK_PURPOSE, maker), actor=maker,
        )  # fmt: skip
    usable = datetime.combine(_mend(grant, at + timedelta(days=1)), at.timetz())
    again = ask(grant, order, usable, f"{order}9{payment.pk:04d}")
    with clock.at(usable + timedelta(hours=3)):
        paying.approve_request(payment_id=again.pk, actor=person("head"))
    pay([again], usable + timedelta(days=1))
    return again


def _mend(grant: Grant, at: datetime) -> date:
    """Let the organisation name another account and return the day from which it may be paid."""
    organization = grant.organization
    with clock.at(at):
        account = propose_account(
            organization_id=organization.pk, holder=organization.name, bank="云溪银行", branch="营业部",
            number=f"6313 9900 {organization.pk:08d}", actor=treasurers_of(organization)[0],
        )  # fmt: skip
    with clock.at(at + timedelta(hours=5)):
        confirmed = confirm_account(account_id=account.pk, actor=person("clerk"))
    assert confirmed.usable_from is not None
    return confirmed.usable_from
