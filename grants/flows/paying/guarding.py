"""Who may never do what, superusers included, and how a payment is held for one act."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from grants.domain.ticks import SAFETY, Tick, crosses
from grants.flows.holding import holding
from grants.models import Payment, PaymentOrder
from grants.queries.paying import asked, ticks_for
from venture.kernel.errors import RuleRefusal

LONGEST = 300


@contextmanager
def paying(payment_id: int, *, actor: User | None = None) -> Iterator[Payment]:
    """Hold a payment for one act: its round shared, its grant, its order and itself locked, in this order.

    Raise ``own_organization`` for an ``actor`` who belongs to the organisation.
    """
    grant_id, order_id = Payment.objects.values_list("grant_id", "order_id").get(pk=payment_id)
    with holding(grant_id, actor=actor) as grant:
        if order_id is not None:
            PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order_id)
        payment = (
            Payment.objects.select_for_update(of=("self",))
            .select_related("tranche", "account", "order", "requested_by", "receipt")
            .get(pk=payment_id)
        )
        payment.grant = grant
        yield payment


def refuse_hands(payment: Payment, actor: User) -> None:
    """Raise ``payment_by_two`` for whoever asked for it, ``payment_account_hand`` for whoever proposed or confirmed the
    account that is paid.
    """
    if payment.requested_by_id == actor.pk:
        raise RuleRefusal("payment_by_two")
    account = payment.account
    if account is not None and actor.pk in {account.proposed_by_id, account.decided_by_id}:
        raise RuleRefusal("payment_account_hand")


def refuse_part(payment: Payment, actor: User) -> None:
    """Raise what ``refuse_hands`` does, and ``payment_order_approver`` for whoever approved the request."""
    refuse_hands(payment, actor)
    if payment.decided_by_id == actor.pk:
        raise RuleRefusal("payment_order_approver")


def ticks_now(payment: Payment) -> tuple[Tick, ...]:
    """Return the ticks of one payment as it stands now, read again."""
    rows = asked(Payment.objects.select_related("grant__organization", "tranche").filter(pk=payment.pk))
    return ticks_for(rows)[payment.pk]


def refuse_unsafe(payments: list[Payment]) -> None:
    """Raise ``payment_order_checks`` (``numbers``) where something has changed since the approval that stops money."""
    rows = asked(
        Payment.objects.select_related("grant__organization", "tranche").filter(pk__in=[each.pk for each in payments])
    )
    ticks = ticks_for(rows)
    bad = [each.number for each in payments if crosses(ticks[each.pk], SAFETY)]
    if bad:
        raise RuleRefusal("payment_order_checks", numbers="、".join(bad))


def stated(reason: str) -> str:
    """Return the reason without blanks. Raise ``payment_reason_missing`` for an empty one."""
    if not reason.strip():
        raise RuleRefusal("payment_reason_missing")
    return reason.strip()[:LONGEST]
