"""An organisation's own grants, each with its money and papers, for programs."""

from datetime import date
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from grants.enums import PaymentState, ReportState
from grants.models import Grant, GrantTranche, Payment, Report

WRITTEN: Final = (ReportState.DUE, ReportState.RETURNED)


def own_grants() -> QuerySet[Any]:
    """Return grants with tranches, payments and reports (``all_…``). Four queries, however many there are."""
    payments = Payment.objects.select_related("tranche").order_by("requested_at", "pk")
    return Grant.objects.select_related("project__category", "organization", "round").prefetch_related(
        Prefetch("tranches", GrantTranche.objects.order_by("order"), to_attr="all_tranches"),
        Prefetch("payments", payments, to_attr="all_payments"),
        Prefetch("reports", Report.objects.order_by("due_on", "pk"), to_attr="all_reports"),
    )


def standing_payments(grant: Any) -> dict[int, Payment]:
    """Return the payment that stands of each tranche, by the tranche's key. No query on a grant of ``own_grants``."""
    return {each.tranche_id: each for each in grant.all_payments if each.state in PaymentState.living()}


def due_of(grant: Any, today: date) -> list[tuple[Report, date, bool]]:
    """Return (report, day, late) of what the organisation still has to hand in, the first due first. No query."""
    found = [(each, each.mend_by or each.due_on) for each in grant.all_reports if each.state in WRITTEN]
    return [(each, day, day < today) for each, day in sorted(found, key=lambda row: (row[1], row[0].pk))]
