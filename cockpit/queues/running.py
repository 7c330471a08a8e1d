"""What waits of running projects: expenses, reports, changes, findings of visits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cockpit.queues.kinds import Queue, may, visible
from grants.models import ChangeRequest, Expense, Report, SiteVisit
from grants.queries.running import staff
from venture.kernel import clock, policy


def _list(model: str, query: str) -> Callable[[], str]:
    return lambda: f"{reverse(f'admin:grants_{model}_changelist')}?{query}"


def _late(user: Any, now: datetime) -> QuerySet[Report]:
    return policy.visible(user, "reports.waive", staff.late_reports(now.astimezone(clock.BEIJING).date()))


def _to_mend(user: Any, now: datetime) -> QuerySet[SiteVisit]:
    return policy.visible(user, "visits.mend", staff.to_mend(now.astimezone(clock.BEIJING).date()))


RUNNING: list[Queue] = [
    Queue(
        key="changes.decide",
        words=_("changes of running projects are asked for"),
        verb=_("Decide"),
        may=may("changes.decide"),
        rows=visible("changes.decide", ChangeRequest),
        link=_list("changerequest", "state__exact=asked"),
        urgent=True,
    ),
    Queue(
        key="reports.judge",
        words=_("reports are handed in"),
        verb=_("Read"),
        may=may("reports.judge"),
        rows=visible("reports.judge", Report),
        link=_list("report", "state__exact=submitted"),
    ),
    Queue(
        key="reports.late",
        words=_("reports are late"),
        verb=_("Ask for them"),
        may=may("reports.waive"),
        rows=_late,
        link=_list("runningproject", "waits=late"),
    ),
    Queue(
        key="expenses.accept",
        words=_("expenses of running projects are to be checked"),
        verb=_("Check"),
        may=may("expenses.accept"),
        rows=visible("expenses.accept", Expense),
        link=_list("expense", "state__exact=entered"),
    ),
    Queue(
        key="visits.mend",
        words=_("findings of visits were to be mended by now"),
        verb=_("Look at them"),
        may=may("visits.mend"),
        rows=_to_mend,
        link=_list("sitevisit", "state__exact=done"),
    ),
]
