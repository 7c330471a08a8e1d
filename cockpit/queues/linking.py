"""What waits of the linkage: reports of member units, and their tasks that are late."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cockpit.queues.kinds import Queue, may
from rounds.models import UnitTask
from rounds.queries.units import late_tasks
from venture.kernel import clock, policy


def _judge(user: Any, _now: datetime) -> QuerySet[UnitTask]:
    """Return the reports that the person may judge: none of one's own."""
    return policy.visible(user, "tasks.judge", UnitTask.objects.exclude(reports__by=user))


def _late(user: Any, now: datetime) -> QuerySet[UnitTask]:
    today = now.astimezone(clock.BEIJING).date()
    return policy.visible(user, "tasks.move_day", late_tasks(UnitTask.objects.all(), today))


LINKING: list[Queue] = [
    Queue(
        key="tasks.judge", words=_("reports of member units wait to be judged"), verb=_("Judge"),
        may=may("tasks.judge"), rows=_judge,
        link=lambda: reverse("admin:rounds_unittask_changelist") + "?state__exact=reported",
    ),
    Queue(
        key="tasks.late", words=_("tasks of member units are late"), verb=_("Ask"), may=may("tasks.move_day"),
        rows=_late, link=lambda: reverse("admin:rounds_unittask_changelist") + "?late=yes", urgent=True,
    ),
]  # fmt: skip
