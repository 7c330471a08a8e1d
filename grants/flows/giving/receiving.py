"""What arrived: recorded from the bank's slip, or valued, by one person; confirmed by another, and money is booked."""

from datetime import date

from accounts.models import User
from grants.domain.lifecycle import DONATION_LIFE, GIFT_LIFE
from grants.enums import GiftKind, GiftState
from grants.flows.giving.holding import LONGEST, held, source_of
from grants.flows.giving.telling import tell_arrived
from grants.flows.holding import refuse_same
from grants.flows.ledger.giving import receive_gift
from grants.models import GIFT_PURPOSE, Donation, Gift
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def record_gift(
    *, donation_id: int, kind: str, amount_fen: int, on: date, receipt_number: str, key: str, actor: User,
    voucher: str = "", what: str = "", file: str = "",
) -> Gift:  # fmt: skip
    """Write down money at the charity account, or goods with their value. It stands once another person confirmed it.

    Raise ``RuleRefusal``: ``donation_illegal_move`` before the agreement; ``own_organization``; ``gift_in_future``;
    ``gift_nothing``; ``gift_receipt_missing``; ``gift_voucher_missing``, ``gift_voucher_taken`` for money;
    ``gift_value_unexplained``, ``donation_goods_not_taken`` for goods; ``file_foreign``.
    """
    with held(donation_id, actor=actor) as donation:
        known = Gift.objects.filter(key=key).first()
        if known is not None:
            return known
        DONATION_LIFE.target_of("receive", donation.state)
        if on > clock.today():
            raise RuleRefusal("gift_in_future")
        if amount_fen <= 0:
            raise RuleRefusal("gift_nothing")
        if not receipt_number.strip():
            raise RuleRefusal("gift_receipt_missing")
        _refuse_undescribed(donation, GiftKind(kind), voucher.strip()[:40], what.strip())
        gift = Gift.objects.create(
            donation=donation, kind=GiftKind(kind), amount_fen=amount_fen, on=on, voucher=voucher.strip()[:40],
            receipt_number=receipt_number.strip()[:40], what=what.strip()[:LONGEST], key=key, recorded_by=actor,
            recorded_at=clock.now(), file=attach(file, purpose=GIFT_PURPOSE, actor=actor) if file else None,
        )  # fmt: skip
        record(
            actor=actor, verb="gift.record", subject=gift, after=gift.state, donation=donation.receipt, fen=amount_fen,
            kind=str(gift.kind), receipt=gift.receipt_number,
        )  # fmt: skip
        return gift


def confirm_gift(*, gift_id: int, actor: User, answer: str = "") -> Gift:
    """Confirm what arrived; money is booked under the source of the fund or of directed donations, its donor told.

    Raise ``RuleRefusal``: ``gift_illegal_move``; ``own_organization``; ``gift_by_two`` for who recorded it;
    ``ledger_year_closed``.
    """
    with held(_donation_of(gift_id), actor=actor) as donation:
        gift = _locked(gift_id)
        GIFT_LIFE.target_of("confirm", gift.state)
        refuse_same(gift.recorded_by, actor, "gift_by_two")
        gift.donation = donation
        if gift.kind == GiftKind.MONEY:
            receive_gift(gift, source_id=source_of(donation), actor=actor)
        now = clock.now()
        step(
            gift, GIFT_LIFE, "confirm", noun="gift", actor=actor, facts={"fen": gift.amount_fen}, decided_by=actor,
            decided_at=now, answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        step(donation, DONATION_LIFE, "receive", noun="donation", actor=actor, moved_at=now)
        tell_arrived(gift)
        return gift


def refuse_gift(*, gift_id: int, answer: str, actor: User) -> Gift:
    """Send a record or a value back with the reason. Raise ``gift_illegal_move``, ``gift_by_two``,
    ``donation_reason_missing``."""
    with held(_donation_of(gift_id), actor=actor):
        gift = _locked(gift_id)
        GIFT_LIFE.target_of("refuse", gift.state)
        refuse_same(gift.recorded_by, actor, "gift_by_two")
        if not answer.strip():
            raise RuleRefusal("donation_reason_missing")
        step(
            gift, GIFT_LIFE, "refuse", noun="gift", actor=actor, decided_by=actor, decided_at=clock.now(),
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return gift


def _refuse_undescribed(donation: Donation, kind: GiftKind, voucher: str, what: str) -> None:
    if kind == GiftKind.GOODS:
        if not donation.round.donation_rules.takes_goods:
            raise RuleRefusal("donation_goods_not_taken")
        if not what:
            raise RuleRefusal("gift_value_unexplained")
        return
    if not voucher:
        raise RuleRefusal("gift_voucher_missing")
    taken = Gift.objects.filter(kind=GiftKind.MONEY, voucher=voucher).exclude(state=GiftState.REFUSED)
    if taken.exists():
        raise RuleRefusal("gift_voucher_taken", number=voucher)


def _donation_of(gift_id: int) -> int:
    return Gift.objects.values_list("donation_id", flat=True).get(pk=gift_id)


def _locked(gift_id: int) -> Gift:
    return Gift.objects.select_for_update(of=("self",)).select_related("recorded_by", "file").get(pk=gift_id)
