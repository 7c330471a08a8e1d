"""What goes back: a gift whose project was not selected, or that nobody may keep. Asked by one, approved by another."""

from datetime import date

from accounts.models import User
from grants.domain.lifecycle import REFUND_LIFE
from grants.enums import DonationTarget, GiftKind, GiftState, GrantState, RefundState
from grants.flows.giving.holding import LONGEST, held, source_of
from grants.flows.giving.telling import tell_returned
from grants.flows.holding import refuse_same
from grants.flows.ledger.giving import return_gift
from grants.models import Donation, Gift, Refund
from grants.queries.giving import pool_left, returnable
from rounds.flows.locks import shared
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan

NOT_SELECTED = "项目未入选，按捐赠协议退还捐赠人。"


def ask_refund(*, gift_id: int, reason: str, actor: User) -> Refund:
    """Ask that a gift goes back, whole.

    Raise ``RuleRefusal``: ``gift_not_standing``; ``refund_stands``; ``gift_bound`` while a grant holds it;
    ``gift_project_running`` while its project can still be selected; ``gift_used`` (``left``) when its field or fund
    has spent it; ``donation_reason_missing``; ``own_organization``.
    """
    with held(_donation_of(gift_id), actor=actor) as donation:
        gift = _gift(gift_id)
        if not reason.strip():
            raise RuleRefusal("donation_reason_missing")
        _refuse_unreturnable(donation, gift)
        return _ask(gift, reason.strip()[:LONGEST], actor)


def ask_refunds(*, round_id: int, actor: User) -> list[Refund]:
    """Ask that every gift of a round goes back whose project was not selected; return the refunds.

    Gifts for projects of the actor's own organisation are left for a colleague. Raise ``refunds_nothing_left``.
    """
    with shared(round_id):
        rows = returnable(round_id).select_for_update(of=("self",)).order_by("pk")
        mine = set(actor.memberships.values_list("organization_id", flat=True))
        made = [
            _ask(gift, NOT_SELECTED, actor)
            for gift in rows.select_related("donation__project")
            if gift.donation.project is not None and gift.donation.project.organization_id not in mine
        ]
        if not made:
            raise RuleRefusal("refunds_nothing_left")
        return made


def approve_refund(*, refund_id: int, actor: User, answer: str = "") -> Refund:
    """Approve a refund. Raise ``refund_illegal_move``; ``refund_by_two`` for who asked; ``own_organization``."""
    with held(_of(refund_id), actor=actor):
        refund = _locked(refund_id)
        REFUND_LIFE.target_of("approve", refund.state)
        refuse_same(refund.asked_by, actor, "refund_by_two")
        step(
            refund, REFUND_LIFE, "approve", noun="refund", actor=actor, facts={"fen": refund.gift.amount_fen},
            decided_by=actor, decided_at=clock.now(), answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return refund


def refuse_refund(*, refund_id: int, answer: str, actor: User) -> Refund:
    """Refuse a refund with the reason. Raise ``refund_illegal_move``, ``refund_by_two``, ``donation_reason_missing``;
    ``refund_owed`` for a gift whose project was not selected: that one goes back."""
    with held(_of(refund_id), actor=actor) as donation:
        refund = _locked(refund_id)
        REFUND_LIFE.target_of("refuse", refund.state)
        refuse_same(refund.asked_by, actor, "refund_by_two")
        if not answer.strip():
            raise RuleRefusal("donation_reason_missing")
        if donation.target == DonationTarget.PROJECT:
            raise RuleRefusal("refund_owed")
        step(
            refund, REFUND_LIFE, "refuse", noun="refund", actor=actor, decided_by=actor, decided_at=clock.now(),
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return refund


def pay_refund(*, refund_id: int, voucher: str, on: date, actor: User) -> Refund:
    """Note that an approved refund left, book it and tell the donor; for goods the slip is the donor's receipt.

    Raise ``RuleRefusal``: ``refund_illegal_move``; ``gift_voucher_missing``; ``gift_in_future``; ``own_organization``;
    ``ledger_short``; ``ledger_year_closed``.
    """
    with held(_of(refund_id), actor=actor) as donation:
        refund = _locked(refund_id)
        REFUND_LIFE.target_of("pay", refund.state)
        if not voucher.strip():
            raise RuleRefusal("gift_voucher_missing")
        if on > clock.today():
            raise RuleRefusal("gift_in_future")
        refund.voucher, refund.paid_on = voucher.strip()[:40], on
        refund.gift.donation = donation
        if refund.gift.kind == GiftKind.MONEY:
            return_gift(refund, source_id=source_of(donation), actor=actor)
        step(
            refund, REFUND_LIFE, "pay", noun="refund", actor=actor,
            facts={"fen": refund.gift.amount_fen, "voucher": refund.voucher}, voucher=refund.voucher, paid_on=on,
            paid_by=actor,
        )  # fmt: skip
        tell_returned(refund)
        return refund


def _refuse_unreturnable(donation: Donation, gift: Gift) -> None:
    if gift.state != GiftState.STANDING:
        raise RuleRefusal("gift_not_standing")
    if gift.refunds.filter(state__in=RefundState.living()).exists():
        raise RuleRefusal("refund_stands")
    if gift.grant is not None and gift.grant.state != GrantState.ABANDONED:
        raise RuleRefusal("gift_bound")
    if donation.target == DonationTarget.PROJECT:
        if not returnable(donation.round_id).filter(pk=gift.pk).exists():
            raise RuleRefusal("gift_project_running")
    elif gift.kind == GiftKind.MONEY:
        left = pool_left(source_of(donation), donation.category_id)
        if left < gift.amount_fen:
            raise RuleRefusal("gift_used", left=format_yuan(left))


def _ask(gift: Gift, reason: str, actor: User) -> Refund:
    refund = Refund.objects.create(gift=gift, reason=reason, asked_by=actor, asked_at=clock.now())
    record(
        actor=actor, verb="refund.ask", subject=refund, after=refund.state, donation=gift.donation.receipt,
        fen=gift.amount_fen,
    )  # fmt: skip
    return refund


def _donation_of(gift_id: int) -> int:
    return Gift.objects.values_list("donation_id", flat=True).get(pk=gift_id)


def _of(refund_id: int) -> int:
    return Refund.objects.values_list("gift__donation_id", flat=True).get(pk=refund_id)


def _gift(gift_id: int) -> Gift:
    return Gift.objects.select_for_update(of=("self",)).select_related("grant", "donation").get(pk=gift_id)


def _locked(refund_id: int) -> Refund:
    return Refund.objects.select_for_update(of=("self",)).select_related("asked_by", "gift").get(pk=refund_id)
