"""What waits at the end of projects: evaluations and measures for a second person, claims, close-outs to come."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cockpit.queues.kinds import Queue, Rows, may, visible
from grants.domain.close_out import BEGIN
from grants.models import Closure, Evaluation, Grant, Measure, Recovery
from grants.queries.ending import NEAR, ended
from venture.kernel import clock, policy


def _ended(which: str, permission: str) -> Rows:
    def rows(user: Any, now: datetime) -> QuerySet[Grant]:
        return policy.visible(user, permission, ended(which, now.astimezone(clock.BEIJING).date()))

    return rows


def _list(which: str) -> Callable[[], str]:
    return lambda: f"{reverse('admin:grants_runningproject_changelist')}?end={which}"


ENDING: list[Queue] = [
    Queue(
        key="evaluations.confirm", words=_("evaluations wait for a second person"), verb=_("Confirm"),
        may=may("evaluations.confirm"), rows=visible("evaluations.confirm", Evaluation),
        link=lambda: f"{reverse('admin:grants_evaluation_changelist')}?state__exact=proposed",
    ),
    Queue(
        key="measures.decide", words=_("measures against projects are asked for"), verb=_("Decide"),
        may=may("measures.decide"), rows=visible("measures.decide", Measure),
        link=lambda: f"{reverse('admin:grants_measure_changelist')}?state__exact=asked", urgent=True,
    ),
    Queue(
        key="recoveries.record", words=_("claims to money are open"), verb=_("Record a return"),
        may=may("recoveries.record"), rows=visible("recoveries.record", Recovery),
        link=lambda: f"{reverse('admin:grants_recovery_changelist')}?state__exact=open",
    ),
    Queue(
        key="endings.begin", words=_("projects are ready to be closed"), verb=_("Begin the close-out"),
        may=may("grants.begin_close"), rows=_ended(BEGIN, "grants.begin_close"), link=_list(BEGIN),
    ),
    Queue(
        key="endings.near", words=_("projects at their end still lack something"), verb=_("See what they lack"),
        may=may("grants.begin_close"), rows=_ended(NEAR, "running.view_staff"), link=_list(NEAR),
    ),
    Queue(
        key="closures.check", words=_("close-outs are to be checked"), verb=_("Check"),
        may=may("closures.check"), rows=visible("closures.check", Closure),
        link=lambda: f"{reverse('admin:grants_closure_changelist')}?state__exact=open",
    ),
    Queue(
        key="closures.close", words=_("checked close-outs wait for a second person"),
        verb=pgettext_lazy("close-out", "Close"), may=may("closures.close"), rows=visible("closures.close", Closure),
        link=lambda: f"{reverse('admin:grants_closure_changelist')}?state__exact=checked",
    ),
]  # fmt: skip
