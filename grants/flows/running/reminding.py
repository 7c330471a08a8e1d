"""Reminders of reports: some days before they are due, on the day after, and each week that they stay away."""

from datetime import date, timedelta

from grants.enums import GrantState
from grants.flows.running.reporting import WRITTEN, facts_of
from grants.flows.running.telling import tell_organization
from grants.models import Report
from grants.queries.running import rules_for
from venture.kernel import clock

WEEK = 7
FARTHEST = timedelta(days=60)


def remind_of_reports() -> int:
    """Remind of every report that is due soon or late; each once for each of its moments. Return how many."""
    today = clock.today()
    rows = Report.objects.filter(
        state__in=WRITTEN, grant__state__in=(*GrantState.under_way(), GrantState.CLOSING), due_on__lte=today + FARTHEST
    )
    told = 0
    for report in rows.select_related("grant__project", "grant__organization", "grant__round__running_rules"):
        moment = moment_of(report.mend_by or report.due_on, today, rules_for(report.grant.round).remind_days)
        if moment is None:
            continue
        event = "report_late" if moment >= 0 else "report_due"
        tell_organization(
            report.grant, event, f"{report.pk}:{report.mend_by or report.due_on}:{moment}", **facts_of(report)
        )
        told += 1
    return told


def moment_of(due_on: date, today: date, before: int) -> int | None:
    """Return which reminder is due: -1 within the days before, 0 and up for each week begun after; none earlier."""
    late = (today - due_on).days
    if late > 0:
        return (late - 1) // WEEK
    return -1 if -late <= before else None
