"""What a close-out is checked by. Amounts are fen."""

from grants.domain.close_out import Facts
from grants.domain.closing import Purse, Settlement, settle
from grants.enums import (
    AccountKind,
    AskState,
    ExpenseState,
    GrantState,
    PaymentState,
    RecoveryState,
    ReportKind,
    ReportState,
)
from grants.models import Account, Grant
from grants.queries.evaluating import passed_phases
from notices.models import Hold
from rounds.enums import Phase

OPEN_PAYMENTS = (PaymentState.REQUESTED, PaymentState.APPROVED, PaymentState.SENT, PaymentState.UNKNOWN)
DONE_REPORTS = (ReportState.ACCEPTED, ReportState.WAIVED)
OPEN_EXPENSES = (ExpenseState.ENTERED, ExpenseState.QUERIED)


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
    reports = list(grant.reports.values_list("kind", "state"))
    final = [state for kind, state in reports if kind == ReportKind.FINAL]
    closure, held = getattr(grant, "closure", None), balances(grant)
    return Facts(
        terminated=grant.state == GrantState.TERMINATED,
        final_report_accepted=bool(final) and all(state == ReportState.ACCEPTED for state in final),
        final_evaluated=(grant.pk, Phase.FINAL) in passed_phases([grant.pk]) or _failed_for_good(grant),
        reports_open=sum(1 for _kind, state in reports if state not in DONE_REPORTS),
        expenses_open=grant.expenses.filter(state__in=OPEN_EXPENSES).count(),
        payments_open=grant.payments.filter(state__in=OPEN_PAYMENTS).count(),
        recoveries_open=grant.recoveries.filter(state=RecoveryState.OPEN).count(),
        requests_open=grant.changes.filter(state=AskState.ASKED).count()
        + grant.measures.filter(state=AskState.ASKED).count(),
        held=Hold.objects.filter(project_id=grant.project_id, lifted_at__isnull=True).exists(),
        uncommitted_left_fen=held_in(held, AccountKind.COMMITTED, AccountKind.PAYABLE),
        special_fen=held_in(held, AccountKind.SPECIAL),
        archived=closure is not None and closure.archive_id is not None,
    )


def _failed_for_good(grant: Grant) -> bool:
    """Tell whether the final evaluation was confirmed as failed: what follows is the round's, and it may be closed."""
    return grant.evaluations.filter(phase=Phase.FINAL, passed=False, state__in=("confirmed", "published")).exists()
