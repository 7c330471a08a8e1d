"""What a close-out is checked by. Amounts are fen."""

from typing import Any, Final

from django.db.models import BigIntegerField, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from grants.domain.close_out import Facts
from grants.domain.closing import Purse, Settlement, settle
from grants.enums import (
    AccountKind,
    AskState,
    EvaluationState,
    ExpenseState,
    GrantState,
    PaymentState,
    RecoveryState,
    ReportKind,
    ReportState,
)
from grants.models import (
    Account,
    ChangeRequest,
    Closure,
    Evaluation,
    Expense,
    Grant,
    Measure,
    Payment,
    Recovery,
    Report,
)
from notices.models import Hold
from rounds.enums import Phase

OPEN_PAYMENTS = (PaymentState.REQUESTED, PaymentState.APPROVED, PaymentState.SENT, PaymentState.UNKNOWN)
DONE_REPORTS = (ReportState.ACCEPTED, ReportState.WAIVED)
OPEN_EXPENSES = (ExpenseState.ENTERED, ExpenseState.QUERIED)
ASKED: Final = (
    "final_report_accepted", "final_evaluated", "reports_open", "expenses_open", "payments_open", "recoveries_open",
    "requests_open", "held", "uncommitted_left_fen", "special_fen", "archived",
)  # fmt: skip


def balances(grant: Grant) -> dict[tuple[str, str, int], int]:
    """Return balances in fen by (kind, source slug, budget year)."""
    return {
        (row.kind, row.source.slug, row.year): row.balance_fen
        for row in Account.objects.filter(grant=grant).select_related("source")
    }


def balance(grant: Grant, kind: str) -> int:
    """Return what a grant's accounts of one kind hold in all, in fen. One query."""
    return held_in(balances(grant), kind)


def held_in(found: dict[tuple[str, str, int], int], *kinds: str) -> int:
    """Return what the accounts of these kinds hold in all, of ``balances``."""
    return sum(fen for (each, _source, _year), fen in found.items() if each in kinds)


def settlement_of(grant: Grant) -> Settlement:
    """Return what is to be returned, by ``source:year``, from the ledger as it stands."""
    found = balances(grant)
    purses = [
        Purse(
            f"{share.source.slug}:{share.year}",
            found.get((AccountKind.PAID, share.source.slug, share.year), 0),
            found.get((AccountKind.RETURNED, share.source.slug, share.year), 0),
            found.get((AccountKind.WRITTEN_OFF, share.source.slug, share.year), 0),
        )
        for share in grant.shares.select_related("source")
    ]
    accepted = held_in(found, AccountKind.SPENT)
    disallowed = sum(grant.expenses.filter(state=ExpenseState.DISALLOWED).values_list("amount_fen", flat=True))
    return settle(purses, accepted=accepted, disallowed=disallowed)


def facts_of(grant: Grant) -> Facts:
    """Return what the checklist of a grant asks. One query."""
    return facts_in(with_facts(Grant.objects.filter(pk=grant.pk)).get())


def facts_in(row: Any) -> Facts:
    """Return the facts of a row of ``with_facts``. No query."""
    return Facts(
        terminated=row.state == GrantState.TERMINATED, **{each: getattr(row, each) for each in ASKED},
    )  # fmt: skip


def with_facts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return grants with the facts of the checklist as columns, named as in ``Facts``. No query of its own."""
    final = Report.objects.filter(grant=OuterRef("pk"), kind=ReportKind.FINAL)
    # Confirmed as failed it stands too: what follows is the round's, and the grant may be closed.
    judged = Evaluation.objects.filter(
        grant=OuterRef("pk"), phase=Phase.FINAL, passed__isnull=False,
        state__in=(EvaluationState.CONFIRMED, EvaluationState.PUBLISHED),
    )  # fmt: skip
    return rows.annotate(
        final_report_accepted=Exists(final) & ~Exists(final.exclude(state=ReportState.ACCEPTED)),
        final_evaluated=Exists(judged),
        reports_open=_count(Report.objects.exclude(state__in=DONE_REPORTS)),
        expenses_open=_count(Expense.objects.filter(state__in=OPEN_EXPENSES)),
        payments_open=_count(Payment.objects.filter(state__in=OPEN_PAYMENTS)),
        recoveries_open=_count(Recovery.objects.filter(state=RecoveryState.OPEN)),
        requests_open=_count(ChangeRequest.objects.filter(state=AskState.ASKED))
        + _count(Measure.objects.filter(state=AskState.ASKED)),
        held=Exists(Hold.objects.filter(project=OuterRef("project"), lifted_at__isnull=True)),
        uncommitted_left_fen=_held(AccountKind.COMMITTED, AccountKind.PAYABLE),
        special_fen=_held(AccountKind.SPECIAL),
        archived=Exists(Closure.objects.filter(grant=OuterRef("pk"), archive__isnull=False)),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(grant=OuterRef("pk")).order_by().values("grant").annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _held(*kinds: str) -> Coalesce:
    """Return what the grant's accounts of these kinds hold in all: they stand on the debit side."""
    rows = Account.objects.filter(grant=OuterRef("pk"), kind__in=kinds).order_by().values("grant")
    summed = rows.annotate(_fen=Sum(F("debit_fen") - F("credit_fen"))).values("_fen")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)
