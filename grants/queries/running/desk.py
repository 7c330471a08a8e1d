"""The organisation's desk of one project: what is due next, money, tranches, reports, what was recorded last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from grants.enums import ExpenseState, GrantState, ReportState
from grants.models import Activity, Expense, Grant, Report, SiteVisit
from grants.queries.running.coming import Coming
from grants.queries.running.settings import rules_for
from grants.queries.running.standing import Standing

WRITTEN = (ReportState.DUE, ReportState.RETURNED)
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Next:
    """The one thing that is due next. ``page`` and ``args`` name the address that does it."""

    code: str
    page: str
    args: tuple[Any, ...] = ()
    words: str = ""
    day: date | None = None
    late: bool = False
    report: Report | None = None


def for_pages() -> QuerySet[Grant]:
    """Return grants with everything that the head of a page names. One query."""
    return Grant.objects.select_related(
        "project__category", "organization", "round__running_rules", "round", "submission"
    )  # fmt: skip


def reports_of(grant: Grant) -> list[Report]:
    """Return the reports by their day. One query."""
    return list(grant.reports.order_by("due_on", "pk"))


def next_for(
    grant: Grant, reports: Iterable[Report], standing: Standing, today: date, coming: Coming | None = None
) -> Next:
    """Return what the organisation does next, the gravest first: what stops it, what somebody waits for, the money that
    it may ask for, its record. Two queries.
    """
    code = grant.project.code
    found = _barred(grant, standing) or _asked(grant, list(reports), today) or _mend(grant, today)
    if found is None and coming is not None and coming.may_ask:
        return Next("ask", "money:ask", (code, coming.tranche.order))
    if found is None and grant.state == GrantState.SUSPENDED:
        return Next("suspended", "grants:activities", (code,), words=grant.reason)
    return found or Next("record", "grants:activities", (code,))


def _barred(grant: Grant, standing: Standing) -> Next | None:
    """Return what comes before any work: the agreement, the registration; or that the project is over."""
    code = grant.project.code
    if grant.state in (GrantState.OFFERED, GrantState.ABANDONED):
        return Next("agreement", "grants:agreement", (code,))
    if not standing.ok:
        return Next("standing", "organizations:own", (grant.organization_id,), words=standing.reasons[0])
    return None if grant.state in GrantState.recorded() else Next("over", "grants:statement", (code,))


def _asked(grant: Grant, reports: list[Report], today: date) -> Next | None:
    """Return what somebody waits for: a returned report, an answer about an expense, a report that is due."""
    code = grant.project.code
    open_ = [each for each in reports if each.state in WRITTEN]
    returned = next((each for each in open_ if each.state == ReportState.RETURNED), None)
    if returned is not None:
        return _report("returned", code, returned, today)
    asked = grant.expenses.filter(state=ExpenseState.QUERIED).order_by("pk").first()
    if asked is not None:
        return Next("queried", "grants:expenses", (code,), words=f"{asked.voucher_number}：{asked.reason}")
    due = min(open_, key=lambda each: each.due_on, default=None)
    soon = due is not None and (due.due_on - today).days <= rules_for(grant.round).remind_days
    return _report("due", code, due, today) if due is not None and soon else None


def _mend(grant: Grant, today: date) -> Next | None:
    """Return what a visit found and nobody has mended yet."""
    found = SiteVisit.objects.filter(grant=grant, mend_by__isnull=False, mended_at__isnull=True)
    visit = found.order_by("mend_by").first()
    if visit is None:
        return None
    late = visit.mend_by is not None and visit.mend_by < today
    return Next(
        "visit", "grants:activities", (grant.project.code,), words=visit.finding, day=visit.mend_by, late=late
    )  # fmt: skip


def _report(code: str, project: str, report: Report, today: date) -> Next:
    day = report.mend_by or report.due_on
    return Next(
        code, "grants:report", (project, report.kind, report.order), words=report.remarks if code == "returned" else "",
        day=day, late=day < today, report=report,
    )  # fmt: skip


def last_activities(grant: Grant, count: int = 4) -> list[Activity]:
    return list(grant.activities.filter(withdrawn_at__isnull=True).order_by("-on", "-pk")[:count])


def for_activities(grant: Grant) -> QuerySet[Activity]:
    """Return the activities with their photos, the newest first. Two queries."""
    return grant.activities.select_related("community", "sign_in", "recorded_by").prefetch_related("photos__file")


def for_expenses(grant: Grant) -> QuerySet[Expense]:
    """Return the expenses with what their rows name. One query."""
    return grant.expenses.select_related("activity", "voucher", "entered_by", "judged_by").order_by("-on", "-pk")


def month_of(grant: Grant, today: date) -> tuple[int, int]:
    """Return which month of the project it is, of how many; noughts where it has no period or has not begun."""
    if grant.starts_on is None or grant.ends_on is None or today < grant.starts_on:
        return 0, 0
    first = grant.starts_on.year * 12 + grant.starts_on.month
    whole = grant.ends_on.year * 12 + grant.ends_on.month - first + 1
    return min(whole, today.year * 12 + today.month - first + 1), whole


def owed(reports: QuerySet[Report], today: date) -> QuerySet[Report]:
    """Return which reports wait for their organisation: sent back, late, or due within two weeks. One query."""
    soon = today + SOON
    rows = reports.filter(grant__state__in=GrantState.recorded())
    rows = rows.filter(Q(state=ReportState.RETURNED) | Q(state=ReportState.DUE, due_on__lte=soon))
    return rows.select_related("grant__project", "grant__organization").order_by("due_on", "pk")
