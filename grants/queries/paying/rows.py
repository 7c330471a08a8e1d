"""Payments, orders, statements and stops as their pages read them."""

from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from grants.enums import BatchState, PaymentState
from grants.models import BankStatement, Grant, OrganizationStop, Payment, PaymentOrder
from grants.queries.paying.facts import READ, asked
from venture.kernel import policy
from venture.kernel.money import format_yuan

# What the finance desk shows on each tab.
TABS: Final = {
    "asked": (PaymentState.REQUESTED,),
    "approved": (PaymentState.APPROVED,),
    "bank": (PaymentState.SENT, PaymentState.UNKNOWN),
    "done": (PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED),
}
# What a line of the desk shows.
_SHOWN: Final = (
    "number", "order_id", "order__number", "requested_by_id", "settled_on", "voucher", "reason", "tranche__order",
    "account__bank", "account__tail", "grant__project__title", "grant__organization__name",
)  # fmt: skip
_WITH: Final = ("grant__project", "grant__organization", "grant__round", "tranche", "account", "order")


def wanted(user: Any, tab: str, round_code: str = "") -> QuerySet[Payment]:
    """Return the payments of a tab that this person may see, the oldest first; of one round where it is named."""
    rows = policy.visible(user, "payments.view_staff", Payment.objects.filter(state__in=TABS[tab]))
    rows = rows.filter(grant__round__code=round_code) if round_code else rows
    return rows.order_by("-moved_at", "-pk") if tab == "done" else rows.order_by("requested_at", "pk")


def for_desk(rows: QuerySet[Payment], *, judged: bool) -> QuerySet[Any]:
    """Return what a line of the desk shows, as named values; with the facts of its ticks where it is to be ``judged``.
    One query, five more for the ticks.
    """
    if judged:
        return asked(rows).values_list(*READ, *_SHOWN, named=True)
    return rows.values_list("pk", "state", "amount_fen", *_SHOWN, named=True)


def for_slip() -> QuerySet[Payment]:
    """Return payments with everything that their page tells. One query."""
    return Payment.objects.select_related(
        *_WITH, "receipt", "bank_receipt", "requested_by", "decided_by", "settled_by", "grant__project__category",
        "order__made_by", "order__checked_by", "order__sent_by", "account__proposed_by", "account__decided_by",
    )  # fmt: skip


def for_list() -> QuerySet[Payment]:
    """Return payments as the list shows them. One query."""
    return Payment.objects.select_related(*_WITH)


def orders_for_list() -> QuerySet[Any]:
    """Return payment orders with how many payments and how much money they carry. One query."""
    waits = Q(payments__state__in=TABS["bank"])
    return PaymentOrder.objects.select_related("round", "made_by", "checked_by", "sent_by").annotate(
        count=Count("payments"), fen=Sum("payments__amount_fen"), waiting=Count("payments", filter=waits)
    )  # fmt: skip


def order_rows(order: PaymentOrder) -> list[Payment]:
    """Return the payments of an order, in the order of their projects. One query, one more for the parts."""
    rows = order.payments.select_related(*_WITH, "bank_receipt").prefetch_related("parts__share__source")
    return list(rows.order_by("grant__project__code", "tranche__order"))


def open_orders(user: Any) -> QuerySet[PaymentOrder]:
    """Return the orders on which something is left to be done."""
    rows = policy.visible(user, "payment_orders.view", PaymentOrder.objects.all())
    return rows.exclude(state__in=(BatchState.SETTLED, BatchState.DROPPED))


def statements_for_list() -> QuerySet[Any]:
    return BankStatement.objects.select_related("round", "loaded_by", "file").annotate(
        count=Count("lines"), strange=Count("lines", filter=Q(lines__outcome="strange"))
    )  # fmt: skip


def stops_for_list() -> QuerySet[OrganizationStop]:
    return OrganizationStop.objects.select_related("organization", "placed_by", "lifted_by")


def stop_of(organization_id: int) -> OrganizationStop | None:
    """Return the stop that stands. One query."""
    rows = OrganizationStop.objects.filter(organization=organization_id, lifted_at__isnull=True)
    return rows.select_related("placed_by").first()


def steps_of(grant: Grant, now: Payment | None = None) -> list[dict[str, Any]]:
    """Return the tranches as steps: amount, share, what became of each. Two queries."""
    paid = {each.tranche_id: each for each in grant.payments.filter(state__in=PaymentState.living()).order_by("pk")}
    return [
        {
            "order": each.order,
            "share": f"{each.share / 100:g}",
            "yuan": format_yuan(each.amount_fen, places=2),
            "trigger": each.get_trigger_display(),
            "payment": paid.get(each.pk),
            "done": each.pk in paid and paid[each.pk].state == PaymentState.PAID,
            "now": now is not None and each.pk == now.tranche_id,
        }
        for each in grant.tranches.order_by("order")
    ]
