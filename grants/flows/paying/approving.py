"""The approval of a request by a second person: every tick green, or no money."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from grants.domain.lifecycle import PAYMENT_LIFE
from grants.domain.ticks import crosses
from grants.flows import ledger
from grants.flows.paying.guarding import paying, refuse_hands, stated, ticks_now
from grants.flows.paying.telling import tell_organization, tell_staff
from grants.models import Payment
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def approve_request(*, payment_id: int, actor: User) -> Payment:
    """Approve a request; its money is booked as payable. The ticks are kept with the decision.

    Raise ``RuleRefusal``: ``payment_illegal_move``; ``own_organization``; ``payment_by_two`` for whoever asked for it,
    ``payment_account_hand`` for whoever changed the account; ``payment_checks`` (``count``) while a check says no; what
    the ledger refuses.
    """
    with paying(payment_id, actor=actor) as payment:
        PAYMENT_LIFE.target_of("approve", payment.state)
        refuse_hands(payment, actor)
        ticks = ticks_now(payment)
        bad = crosses(ticks)
        if bad:
            raise RuleRefusal("payment_checks", count=len(bad))
        tell_organization(payment, "payment_approved")
        tell_staff(payment, "payment_to_order", Role.FINANCE_MAKER)
        ledger.approve_payment(payment, actor=actor)
        now = clock.now()
        step(
            payment, PAYMENT_LIFE, "approve", noun="payment", actor=actor,
            facts={"application": payment.grant.project.code, "number": payment.number, "fen": payment.amount_fen},
            ticks=[each.kept() for each in ticks], decided_by=actor, decided_at=now, moved_at=now,
        )  # fmt: skip
        return payment


def approve_many(*, payment_ids: Iterable[int], actor: User) -> tuple[int, int]:
    """Approve each request that may be, in an act of its own; return how many were and how many were not."""
    keys = sorted(set(payment_ids))
    done = sum(_approved(key, actor) for key in keys)
    return done, len(keys) - done


def refuse_request(*, payment_id: int, reason: str, actor: User) -> Payment:
    """Refuse a request with the reason that the organisation reads; the tranche may be asked for again.

    Raise ``RuleRefusal``: ``payment_illegal_move``, ``payment_reason_missing``, ``own_organization``.
    """
    with paying(payment_id, actor=actor) as payment:
        PAYMENT_LIFE.target_of("refuse", payment.state)
        refuse_hands(payment, actor)
        why, now = stated(reason), clock.now()
        tell_organization(payment, "payment_refused", reason=why)
        step(
            payment, PAYMENT_LIFE, "refuse", noun="payment", actor=actor,
            facts={"application": payment.grant.project.code, "number": payment.number, "reason": why}, reason=why,
            ticks=[each.kept() for each in ticks_now(payment)], decided_by=actor, decided_at=now, moved_at=now,
        )  # fmt: skip
        return payment


def cancel_approval(*, payment_id: int, reason: str, actor: User) -> Payment:
    """Take an approval back before the money leaves: it is committed again and the tranche may be asked for again.

    Raise ``RuleRefusal``: ``payment_illegal_move``; ``payment_in_order`` while it stands in a payment order;
    ``payment_reason_missing``; ``own_organization``.
    """
    with paying(payment_id, actor=actor) as payment:
        PAYMENT_LIFE.target_of("cancel", payment.state)
        if payment.order_id is not None:
            raise RuleRefusal("payment_in_order")
        why = stated(reason)
        tell_organization(payment, "payment_cancelled", reason=why)
        ledger.cancel_payment(payment, actor=actor, document=payment.number)
        step(
            payment, PAYMENT_LIFE, "cancel", noun="payment", actor=actor,
            facts={"application": payment.grant.project.code, "number": payment.number, "reason": why}, reason=why,
            moved_at=clock.now(),
        )  # fmt: skip
        return payment


def _approved(payment_id: int, actor: User) -> bool:
    try:
        approve_request(payment_id=payment_id, actor=actor)
    except RuleRefusal:
        return False
    return True
