"""Which projects are ready for a step of their close-out, which are at their end and still lack something."""

from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from grants.domain.close_out import BEGIN, CHECK, CLOSE, Tick, lacking
from grants.enums import ClosureState, GrantState, ReportKind, ReportState
from grants.models import Closure, Grant, Report
from grants.queries.closing import facts_in, with_facts

NEAR: Final = "near"
HANDED_IN: Final = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)
# What must be done before a step, in the columns of ``with_facts``: ``grants.domain.close_out`` said for many rows.
PAPERS: Final = Q(state=GrantState.TERMINATED) | Q(final_report_accepted=True, final_evaluated=True, reports_open=0)
FREE: Final = PAPERS & Q(expenses_open=0, requests_open=0, payments_open=0, held=False)
EMPTY: Final = FREE & Q(uncommitted_left_fen=0, recoveries_open=0, special_fen=0)
READY: Final = {
    BEGIN: Q(end_step=BEGIN) & FREE,
    CHECK: Q(end_step=CHECK) & EMPTY,
    CLOSE: Q(end_step=CLOSE) & EMPTY & Q(archived=True),
}


def with_step(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Add to rows of ``with_facts``: ``end_step``, the step of the close-out that is next (empty where none comes yet
    or any more), and ``at_end``: the project is over by its days, its papers or a decision.
    """
    closures = Closure.objects.filter(grant=OuterRef("pk"))
    final = Report.objects.filter(grant=OuterRef("pk"), kind=ReportKind.FINAL, state__in=HANDED_IN)
    over = Q(state__in=(GrantState.TERMINATED, GrantState.CLOSING)) | Q(state=GrantState.ACTIVE, ends_on__lt=today)
    return rows.annotate(
        end_step=Case(
            When(Exists(closures.filter(state=ClosureState.OPEN)), then=Value(CHECK)),
            When(Exists(closures.filter(state=ClosureState.CHECKED)), then=Value(CLOSE)),
            When(
                Q(state__in=(GrantState.ACTIVE, GrantState.TERMINATED)) & ~Exists(closures), then=Value(BEGIN)
            ),
            default=Value(""), output_field=CharField(),
        ),
        at_end=Case(When(over | Q(state=GrantState.ACTIVE) & Exists(final), then=True), default=False),
    )  # fmt: skip


def waiting(rows: QuerySet[Any], which: str) -> QuerySet[Any]:
    """Narrow rows of ``with_step`` to those ready for a step (``begin``, ``check``, ``close``), or at their end and
    lacking something (``near``). Raise ``KeyError`` for another word.
    """
    if which == NEAR:
        return rows.filter(at_end=True).exclude(end_step="").exclude(READY[BEGIN] | READY[CHECK] | READY[CLOSE])
    return rows.filter(READY[which])


def ended(which: str, today: date) -> QuerySet[Grant]:
    """Return the grants of which ``waiting`` tells. One query."""
    return waiting(with_step(with_facts(Grant.objects.all()), today), which)


def lacks(row: Any) -> tuple[Tick, ...]:
    """Return what a row of ``with_step`` still lacks for its next step; nothing where none comes. No query."""
    return lacking(facts_in(row), row.end_step) if row.end_step else ()
