"""What the bank did with an approved prize, and the tax that was withheld from it."""

from datetime import date

from accounts.models import User
from grants.domain.lifecycle import PRIZE_LIFE
from grants.flows.ledger.prizes import remit_tax, reward_prize, unaward_prize, unreward_prize
from grants.flows.prizes.holding import LONGEST, holding
from grants.models import PrizePayment
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

SLIP = 40


def pay_prize(*, payment_id: int, voucher: str, on: date, actor: User) -> PrizePayment:
    """Record that the bank paid the net amount, with the number of its slip; the tax is owed from now on.

    Raise ``RuleRefusal``: ``prize_illegal_move``; ``prize_own``; ``prize_voucher_missing``; ``prize_day_wrong`` for a
    day to come or before the approval; ``ledger_year_closed``.
    """
    with holding(payment_id, actor=actor) as payment:
        PRIZE_LIFE.target_of("pay", payment.state)
        slip = _slip(voucher)
        assert payment.decided_at is not None
        _refuse_day(on, payment.decided_at.astimezone(clock.BEIJING).date())
        reward_prize(payment, on=on, voucher=slip, actor=actor)
        step(
            payment, PRIZE_LIFE, "pay", noun="prize", actor=actor,
            facts={"net_fen": payment.net_fen, "tax_fen": payment.tax_fen, "voucher": slip}, voucher=slip, paid_on=on,
            paid_by=actor,
        )  # fmt: skip
        return payment


def fail_prize(*, payment_id: int, reason: str, on: date, actor: User) -> PrizePayment:
    """Record that the bank did not pay; the money is set aside again and the prize may be asked for anew.

    Raise ``RuleRefusal``: ``prize_illegal_move``; ``prize_own``; ``prize_reason_missing``; ``prize_day_wrong``.
    """
    with holding(payment_id, actor=actor) as payment:
        PRIZE_LIFE.target_of("fail", payment.state)
        words = _reason(reason)
        _refuse_day(on)
        unaward_prize(payment, on=on, actor=actor)
        step(
            payment, PRIZE_LIFE, "fail", noun="prize", actor=actor, facts={"reason": words}, reason=words, ended_on=on,
            ended_by=actor,
        )  # fmt: skip
        return payment


def return_prize(*, payment_id: int, reason: str, on: date, actor: User) -> PrizePayment:
    """Record that a paid prize came back from the bank, whole.

    Raise ``RuleRefusal``: ``prize_illegal_move``; ``prize_own``; ``prize_reason_missing``; ``prize_day_wrong`` for a
    day to come or before it was paid; ``prize_tax_handed_in`` once the tax office has its part: that comes back first.
    """
    with holding(payment_id, actor=actor) as payment:
        PRIZE_LIFE.target_of("return", payment.state)
        words = _reason(reason)
        _refuse_day(on, payment.paid_on)
        if payment.tax_voucher:
            raise RuleRefusal("prize_tax_handed_in")
        unreward_prize(payment, on=on, actor=actor)
        step(
            payment, PRIZE_LIFE, "return", noun="prize", actor=actor, facts={"reason": words}, reason=words,
            ended_on=on, ended_by=actor,
        )  # fmt: skip
        return payment


def remit_prize(*, payment_id: int, voucher: str, on: date, actor: User) -> PrizePayment:
    """Record that the withheld tax was handed in, with the number of the tax office's receipt (完税凭证).

    Raise ``RuleRefusal``: ``prize_illegal_move``; ``prize_own``; ``prize_no_tax``; ``prize_tax_handed_in`` the second
    time; ``prize_voucher_missing``; ``prize_day_wrong``; ``ledger_year_closed``.
    """
    with holding(payment_id, actor=actor) as payment:
        PRIZE_LIFE.target_of("remit", payment.state)
        if payment.tax_fen == 0:
            raise RuleRefusal("prize_no_tax")
        if payment.tax_voucher:
            raise RuleRefusal("prize_tax_handed_in")
        slip = _slip(voucher)
        _refuse_day(on, payment.paid_on)
        remit_tax(payment, on=on, voucher=slip, actor=actor)
        step(
            payment, PRIZE_LIFE, "remit", noun="prize", actor=actor,
            facts={"tax_fen": payment.tax_fen, "voucher": slip}, tax_voucher=slip, tax_on=on, tax_by=actor,
        )  # fmt: skip
        return payment


def _slip(voucher: str) -> str:
    if not voucher.strip():
        raise RuleRefusal("prize_voucher_missing")
    return voucher.strip()[:SLIP]


def _reason(words: str) -> str:
    if not words.strip():
        raise RuleRefusal("prize_reason_missing")
    return words.strip()[:LONGEST]


def _refuse_day(on: date, since: date | None = None) -> None:
    if on > clock.today() or (since is not None and on < since):
        raise RuleRefusal("prize_day_wrong")
