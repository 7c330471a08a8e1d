"""The tranche that is next: whether it may be asked for, where its request stands, what still holds it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.domain.ticks import NEEDED, Tick, crosses
from grants.enums import GrantState, PaymentState
from grants.models import Grant, Payment
from grants.queries.paying import asked, planned, ticks_for

# Nothing is told of the money of a project that has no agreement yet, or is over.
TOLD = (*GrantState.under_way(), GrantState.SUSPENDED, GrantState.CLOSING)


@dataclass(frozen=True)
class Coming:
    """``payment`` is the request that stands; ``back`` the one before, where the bank or the bureau gave it back.

    ``bad`` are the checks that say no today. ``open`` tells that it can be asked for, ``may_ask`` that this person may.
    """

    tranche: Any
    payment: Payment | None
    back: Payment | None
    bad: tuple[Tick, ...]
    open: bool
    may_ask: bool


def tranches_of(grant: Grant, today: date) -> list[Any]:
    """Return the tranches with the facts of their ticks, each with the request that stands (``payment``, or ``None``)
    and the last one that came to nothing (``back``). Two queries.
    """
    standing: dict[int, Payment] = {}
    back: dict[int, Payment] = {}
    for each in asked(grant.payments.select_related("tranche"), today).order_by("pk"):
        (standing if each.state in PaymentState.living() else back)[each.tranche_id] = each
    found: list[Any] = list(planned(grant.tranches.order_by("order"), today))
    for tranche in found:
        tranche.payment, tranche.back = standing.get(tranche.pk), back.get(tranche.pk)
    return found


def coming_of(grant: Grant, tranches: Sequence[Any], today: date, *, asks: bool) -> Coming | None:
    """Return the first of ``tranches_of`` that is not paid; ``None`` where the project has or awaits no money any more.

    ``asks`` tells that the person may ask for money. Three queries, and two more where hours of training are asked for.
    """
    unpaid = (each for each in tranches if each.payment is None or each.payment.state != PaymentState.PAID)
    first = next(unpaid, None) if grant.state in TOLD else None
    if first is None:
        return None
    waits = first.payment is None or first.payment.state == PaymentState.REQUESTED
    bad = _bad(grant, tranches, first, today) if waits else ()
    free = first.payment is None and not any(each.code in NEEDED for each in bad)
    told = {PaymentState.REFUSED, PaymentState.FAILED, PaymentState.RETURNED}
    back = first.back if first.payment is None and first.back is not None and first.back.state in told else None
    return Coming(first, first.payment, back, bad, free, free and asks)


def _bad(grant: Grant, tranches: Sequence[Any], first: Any, today: date) -> tuple[Tick, ...]:
    row = first.payment or first
    plans = {grant.pk: {each.order: each.amount_fen for each in tranches}}
    return tuple(crosses(ticks_for([row], today, plans)[row.pk]))
