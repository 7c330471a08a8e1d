"""How an organisation asks for a tranche, with its receipt, and takes the request back."""

from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.domain.lifecycle import PAYMENT_LIFE
from grants.domain.numbers import payment_number
from grants.domain.parts import parts_of
from grants.domain.ticks import NEEDED, crosses
from grants.enums import PaymentState
from grants.flows.holding import holding
from grants.flows.paying.guarding import paying
from grants.flows.paying.telling import tell_organization, tell_staff
from grants.models import RECEIPT_PURPOSE, Grant, GrantTranche, Payment, PaymentPart
from grants.queries.paying import planned, settings_of, ticks_for
from organizations.enums import MemberRole
from organizations.models import Membership
from organizations.queries.facts import current_account
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 40


def request_payment(
    *, tranche_id: int, key: str, receipt_number: str, receipt_fen: int, receipt_key: str, actor: User
) -> Payment:
    """Ask for a tranche with the receipt that the round wants. The same ``key`` again is the same request.

    Raise ``RuleRefusal``: ``payment_key_missing``, ``payment_key_used``; ``payment_not_treasurer``;
    ``payment_asked_already``; ``payment_not_due`` (``why`` names the first check that says no);
    ``payment_receipt_number``, ``payment_receipt_amount``, ``payment_receipt_used``; what taking up a file refuses.
    """
    if not key.strip() or len(key) > 64:
        raise RuleRefusal("payment_key_missing")
    grant_id = GrantTranche.objects.values_list("grant_id", flat=True).get(pk=tranche_id)
    with holding(grant_id) as grant:
        _refuse_others(grant, actor)
        known = Payment.objects.select_related("tranche").filter(key=key).first()
        if known is not None:
            return _same(known, tranche_id, actor)
        tranche = GrantTranche.objects.get(pk=tranche_id, grant=grant)
        tranche.grant = grant
        if tranche.payments.filter(state__in=PaymentState.living()).exists():
            raise RuleRefusal("payment_asked_already")
        _refuse_early(tranche)
        receipt = _receipt(grant, tranche, receipt_number, receipt_fen)
        receipt["receipt"] = attach(receipt_key, purpose=RECEIPT_PURPOSE, actor=actor)
        return _made(tranche, key, receipt, actor)


def withdraw_request(*, payment_id: int, actor: User) -> Payment:
    """Take a request back while nobody has decided it. Raise ``payment_illegal_move``, ``payment_not_treasurer``."""
    with paying(payment_id) as payment:
        _refuse_others(payment.grant, actor)
        step(
            payment, PAYMENT_LIFE, "withdraw", noun="payment", actor=actor,
            facts={"application": payment.grant.project.code, "number": payment.number}, moved_at=clock.now(),
        )  # fmt: skip
        return payment


def _refuse_others(grant: Grant, actor: User) -> None:
    member = Membership.objects.filter(
        organization=grant.organization_id, user=actor, ended_at__isnull=True, role__in=MemberRole.treasurers
    )
    if not member.exists():
        raise RuleRefusal("payment_not_treasurer")


def _same(known: Payment, tranche_id: int, actor: User) -> Payment:
    if known.tranche_id != tranche_id or known.requested_by_id != actor.pk:
        raise RuleRefusal("payment_key_used")
    return known


def _refuse_early(tranche: GrantTranche) -> None:
    rows = planned(GrantTranche.objects.select_related("grant__organization").filter(pk=tranche.pk))
    bad = crosses(ticks_for(rows)[tranche.pk], NEEDED)
    if bad:
        raise RuleRefusal("payment_not_due", why=bad[0].why, details=dict(bad[0].details))


def _receipt(grant: Grant, tranche: GrantTranche, number: str, fen: int) -> dict[str, Any]:
    stated, kind = number.strip(), settings_of(grant.round).receipt
    if not stated or len(stated) > LONGEST:
        raise RuleRefusal("payment_receipt_number", longest=LONGEST)
    if fen != tranche.amount_fen:
        raise RuleRefusal("payment_receipt_amount", wanted=tranche.amount_fen, given=fen)
    used = Payment.objects.filter(
        grant__organization=grant.organization_id, receipt_kind=kind, receipt_number=stated,
        state__in=PaymentState.living(),
    )  # fmt: skip
    if used.exists():
        raise RuleRefusal("payment_receipt_used", number=stated)
    return {"receipt_kind": kind, "receipt_number": stated, "receipt_fen": fen}


def _made(tranche: GrantTranche, key: str, receipt: dict[str, Any], actor: User) -> Payment:
    grant = tranche.grant
    now, attempts = clock.now(), tranche.payments.count()
    payment = Payment.objects.create(
        grant=grant, tranche=tranche, number=payment_number(grant.project.code, tranche.order, attempts + 1), key=key,
        amount_fen=tranche.amount_fen, account=current_account(grant.organization), requested_by=actor,
        requested_at=now, moved_at=now, **receipt,
    )  # fmt: skip
    _split(grant, payment)
    tell_organization(payment, "payment_requested")
    tell_staff(payment, "payment_to_approve", Role.CLERK, Role.HEAD)
    record(
        actor=actor, verb="payment.request", subject=payment, after=payment.state, number=payment.number,
        application=grant.project.code, order=tranche.order, fen=payment.amount_fen, receipt=payment.receipt_number,
    )  # fmt: skip
    return payment


def _split(grant: Grant, payment: Payment) -> None:
    shares = {each: each.amount_fen for each in grant.shares.order_by("pk")}
    tranches = list(grant.tranches.order_by("order"))
    place = next(number for number, each in enumerate(tranches) if each.pk == payment.tranche_id)
    parts = parts_of(shares, [each.amount_fen for each in tranches], place)
    PaymentPart.objects.bulk_create(
        PaymentPart(payment=payment, share=share, amount_fen=fen) for share, fen in parts.items()
    )
