"""Running projects as staff read them: one row each, with what waits and the verb that is due."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from grants.enums import AskState, ExpenseState, GrantState, ReportState, VisitState
from grants.models import Activity, ChangeRequest, Expense, Grant, Report, RunningProject, SiteVisit
from grants.queries.closing import with_facts
from grants.queries.ending import with_step
from grants.queries.running.checks import LIVING

STARTED: Final = (GrantState.AGREED, GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING)
OPEN: Final = (ExpenseState.ENTERED, ExpenseState.QUERIED)
WRITTEN: Final = (ReportState.DUE, ReportState.RETURNED)
# What waits for its check stands above what was judged.
OPEN_FIRST: Final = Case(When(state__in=OPEN, then=Value(0)), default=Value(1))


def late_reports(today: date) -> QuerySet[Report]:
    """Return the reports that nobody has handed in and whose day is over."""
    return Report.objects.filter(state__in=WRITTEN, grant__state__in=STARTED).filter(
        Q(mend_by__lt=today) | Q(mend_by__isnull=True, due_on__lt=today)
    )


def to_mend(today: date) -> QuerySet[SiteVisit]:
    """Return the visits whose findings should be mended by now."""
    return SiteVisit.objects.filter(state=VisitState.DONE, mend_by__lt=today, mended_at__isnull=True)


def for_list(today: date) -> QuerySet[RunningProject]:
    """Return grants, each with its money, its last activity, how much of each kind waits and what its close-out lacks.
    One query.
    """
    rows = with_facts(RunningProject.objects.select_related("project__category", "organization", "round"))
    return with_step(rows, today).annotate(
        spent=_sum(Expense.objects.filter(state__in=LIVING)),
        open_expenses=_count(Expense.objects.filter(state__in=OPEN)),
        struck=_count(Expense.objects.filter(state__in=OPEN).exclude(flags=[])),
        handed_in=_count(Report.objects.filter(state=ReportState.SUBMITTED)),
        late=_count(late_reports(today)),
        asked=_count(ChangeRequest.objects.filter(state=AskState.ASKED)),
        last_on=Subquery(
            Activity.objects.filter(grant=OuterRef("pk"), withdrawn_at__isnull=True).order_by("-on").values("on")[:1]
        ),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(grant=OuterRef("pk")).order_by().values("grant").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _sum(rows: QuerySet[Any]) -> Coalesce:
    summed = rows.filter(grant=OuterRef("pk")).order_by().values("grant").annotate(n=Sum("amount_fen")).values("n")
    return Coalesce(Subquery(summed), Value(0), output_field=IntegerField())


def verb_of(row: Any) -> str:
    """Return the code of what is due with a project next, from a row of ``for_list``. No query."""
    waits = (
        ("decide", row.asked), ("read", row.handed_in), ("check", row.open_expenses), ("chase", row.late),
        ("start", row.state == GrantState.AGREED),
    )  # fmt: skip
    return next((verb for verb, due in waits if due), "look")


def counts_of(row: Any) -> Mapping[str, int]:
    """Return how many of each kind stand on the tabs of a project. One query."""
    found: Mapping[str, int] = Grant.objects.filter(pk=row.pk).aggregate(
        activities=Count("activities", distinct=True, filter=Q(activities__withdrawn_at__isnull=True)),
        expenses=Count("expenses", distinct=True),
        reports=Count("reports", distinct=True),
        changes=Count("changes", distinct=True),
        visits=Count("visits", distinct=True),
    )
    return found
