"""Payment orders (拨付单): made by one, checked by another, sent. What was checked is what is sent."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.domain.lifecycle import ORDER_LIFE, PAYMENT_LIFE
from grants.enums import BatchState, PaymentState
from grants.flows.holding import refuse_same
from grants.flows.paying.guarding import refuse_part, refuse_unsafe, stated
from grants.flows.paying.telling import tell_of_order
from grants.models import ORDER_PURPOSE, Payment, PaymentOrder
from grants.queries.paying import order_rows, settings_of
from organizations.flows.moving import refuse_members
from rounds.domain.canonical import canonical, fingerprint
from rounds.flows.locks import alone
from rounds.models import Round
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 40
MOST = 500


def make_order(*, payment_ids: Iterable[int], actor: User) -> PaymentOrder:
    """Put approved payments of one round into an order.

    Raise ``RuleRefusal``: ``payment_order_empty``, ``payment_order_long``; ``payment_order_rounds`` for payments of two
    rounds; ``payment_order_not_approved`` (``number``) for one that is not approved or stands in another order;
    ``payment_order_checks`` where something has changed since that stops the money; ``own_organization``,
    ``payment_by_two``, ``payment_account_hand``, ``payment_order_approver`` for whoever had a part already.
    """
    keys = sorted(set(payment_ids))
    rounds = set(Payment.objects.filter(pk__in=keys).values_list("grant__round_id", flat=True))
    if not rounds:
        raise RuleRefusal("payment_order_empty")
    if len(rounds) > 1:
        raise RuleRefusal("payment_order_rounds")
    if len(keys) > MOST:
        raise RuleRefusal("payment_order_long", most=MOST)
    with alone(rounds.pop()) as round_:
        payments = _locked(Payment.objects.filter(pk__in=keys))
        for each in payments:
            if each.state != PaymentState.APPROVED or each.order_id is not None:
                raise RuleRefusal("payment_order_not_approved", number=each.number)
        _refuse_involved(payments, actor)
        refuse_unsafe(payments)
        order = PaymentOrder.objects.create(
            round=round_, number=_number(round_), route=settings_of(round_).route, made_by=actor, made_at=clock.now()
        )
        Payment.objects.filter(pk__in=[each.pk for each in payments]).update(order=order)
        tell_of_order(order, "payment_order_to_check", Role.FINANCE_CHECKER)
        record(
            actor=actor, verb="payment_order.make", subject=order, after=order.state, number=order.number,
            payments=[each.number for each in payments], fen=sum(each.amount_fen for each in payments),
        )  # fmt: skip
        return order


def take_out(*, payment_id: int, reason: str, actor: User) -> PaymentOrder:
    """Take one payment out of an order that nobody has checked yet; it stays approved.

    Raise ``RuleRefusal``: ``payment_order_not_draft``, ``payment_reason_missing``, ``own_organization``.
    """
    known = Payment.objects.select_related("order", "grant").get(pk=payment_id)
    with alone(known.grant.round_id):
        payment = _locked(Payment.objects.filter(pk=payment_id))[0]
        refuse_members(payment.grant.organization_id, actor)
        order = PaymentOrder.objects.select_for_update().filter(pk=payment.order_id or 0).first()
        if order is None or order.state != BatchState.DRAFT:
            raise RuleRefusal("payment_order_not_draft")
        why = stated(reason)
        payment.order = None
        payment.save(update_fields=["order"])
        record(
            actor=actor, verb="payment_order.take_out", subject=order, number=order.number, payment=payment.number,
            reason=why,
        )  # fmt: skip
        return order


def check_order(*, order_id: int, document_number: str, actor: User, approval_key: str = "") -> PaymentOrder:
    """Check an order as a second person, with the number of the request to the leaders (拨付请示).

    What is checked is frozen by its hash. Raise ``RuleRefusal``: ``payment_order_illegal_move``;
    ``payment_order_by_two`` for whoever made it; ``payment_order_document``; ``payment_order_empty``; what
    ``make_order`` refuses.
    """
    with ordering(order_id) as (order, payments):
        ORDER_LIFE.target_of("check", order.state)
        refuse_same(order.made_by, actor, "payment_order_by_two")
        _refuse_involved(payments, actor)
        stated_number = document_number.strip()
        if not stated_number or len(stated_number) > LONGEST:
            raise RuleRefusal("payment_order_document", longest=LONGEST)
        if not payments:
            raise RuleRefusal("payment_order_empty")
        refuse_unsafe(payments)
        order.document_number = stated_number
        sha256 = fingerprint(content_of(order, payments))
        approval = attach(approval_key, purpose=ORDER_PURPOSE, actor=actor) if approval_key else None
        tell_of_order(order, "payment_order_to_send", Role.FINANCE_MAKER)
        step(
            order, ORDER_LIFE, "check", noun="payment_order", actor=actor,
            facts={"number": order.number, "document": stated_number, "sha256": sha256}, checked_by=actor,
            checked_at=clock.now(), document_number=stated_number, sha256=sha256, approval=approval,
        )  # fmt: skip
        return order


def send_order(*, order_id: int, actor: User) -> PaymentOrder:
    """Send a checked order: from now on only the bank's word settles its payments.

    Raise ``RuleRefusal``: ``payment_order_illegal_move``; ``payment_order_sent_by_checker``; ``payment_order_changed``
    where it is not what was checked; as ``make_order``.
    """
    with ordering(order_id) as (order, payments):
        ORDER_LIFE.target_of("send", order.state)
        refuse_same(order.checked_by, actor, "payment_order_sent_by_checker")
        _refuse_involved(payments, actor)
        if fingerprint(content_of(order, payments)) != order.sha256:
            raise RuleRefusal("payment_order_changed")
        refuse_unsafe(payments)
        now = clock.now()
        for each in payments:
            step(
                each, PAYMENT_LIFE, "send", noun="payment", actor=actor,
                facts={"number": each.number, "payment_order": order.number, "fen": each.amount_fen}, sent_at=now,
                moved_at=now,
            )  # fmt: skip
        step(
            order, ORDER_LIFE, "send", noun="payment_order", actor=actor,
            facts={"number": order.number, "sha256": order.sha256}, sent_by=actor, sent_at=now,
        )  # fmt: skip
        return order


def drop_order(*, order_id: int, reason: str, actor: User) -> PaymentOrder:
    """Give an order up before it is sent; its payments stay approved and may stand in another one.

    Raise ``RuleRefusal``: ``payment_order_illegal_move``, ``payment_reason_missing``, ``own_organization``.
    """
    with ordering(order_id) as (order, payments):
        ORDER_LIFE.target_of("drop", order.state)
        for each in payments:
            refuse_members(each.grant.organization_id, actor)
        why = stated(reason)
        order.payments.update(order=None)
        step(
            order, ORDER_LIFE, "drop", noun="payment_order", actor=actor,
            facts={"number": order.number, "reason": why, "payments": [each.number for each in payments]},
        )  # fmt: skip
        return order


def content_of(order: PaymentOrder, payments: list[Payment]) -> str:
    """Return what an order says, as the text that is hashed: who gets how much on which account, from which source."""
    return canonical(
        {
            "number": order.number,
            "route": order.route,
            "document": order.document_number,
            "payments": [
                {
                    "number": each.number,
                    "code": each.grant.project.code,
                    "fen": each.amount_fen,
                    "account": each.account.fingerprint if each.account else "",
                    "parts": {
                        f"{part.share.source.slug}:{part.share.year}": part.amount_fen for part in each.parts.all()
                    },
                }
                for each in sorted(payments, key=lambda each: each.number)
            ],
        }
    )


@contextmanager
def ordering(order_id: int) -> Iterator[tuple[PaymentOrder, list[Payment]]]:
    """Hold an order and its payments; their round alone, so that nothing of its money moves meanwhile."""
    with alone(PaymentOrder.objects.values_list("round_id", flat=True).get(pk=order_id)):
        order = (
            PaymentOrder.objects.select_for_update(of=("self",))
            .select_related("made_by", "checked_by", "round")
            .get(pk=order_id)
        )
        list(order.payments.select_for_update().order_by("pk"))
        yield order, order_rows(order)


def _refuse_involved(payments: list[Payment], actor: User) -> None:
    for organization in sorted({each.grant.organization_id for each in payments}):
        refuse_members(organization, actor)
    for each in payments:
        refuse_part(each, actor)


def _locked(rows: Any) -> list[Payment]:
    with_all = rows.select_related("grant__project", "grant__organization", "account", "tranche", "order")
    return list(with_all.select_for_update(of=("self",)).order_by("pk"))


def _number(round_: Round) -> str:
    return f"BF-{round_.code}-{PaymentOrder.objects.filter(round=round_).count() + 1:03d}"
