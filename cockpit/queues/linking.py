"""What waits of the linkage: tasks of member units, lists of trainings, wishes for a mentor."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cockpit.queues.kinds import Queue, may, visible
from organizations.enums import TrainingState
from organizations.models import Pairing, Training
from rounds.models import UnitTask
from rounds.queries.units import late_tasks
from venture.kernel import clock, policy


def _judge(user: Any, _now: datetime) -> QuerySet[UnitTask]:
    """Return the reports that the person may judge: none of one's own."""
    return policy.visible(user, "tasks.judge", UnitTask.objects.exclude(reports__by=user))


def _late(user: Any, now: datetime) -> QuerySet[UnitTask]:
    today = now.astimezone(clock.BEIJING).date()
    return policy.visible(user, "tasks.move_day", late_tasks(UnitTask.objects.all(), today))


def _to_close(user: Any, now: datetime) -> QuerySet[Training]:
    """Return the trainings that are over and whose list is open still."""
    return policy.visible(user, "trainings.close", Training.objects.filter(ends_at__lte=now))


def _figures(user: Any, _now: datetime) -> QuerySet[Any]:
    """Return rows for whoever may open the figures, for the menu's line: the trainings that they count."""
    return policy.visible(user, "trainings.view_staff", Training.objects.all())


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
    Queue(
        key="trainings.close", words=_("lists of trainings are to be closed"), verb=_("Close"),
        may=may("trainings.close"), rows=_to_close,
        link=lambda: reverse("admin:organizations_training_changelist") + f"?state__exact={TrainingState.OPEN}",
    ),
    Queue(
        key="pairings.decide", words=_("organisations look for a mentor"), verb=_("Pair"),
        may=may("pairings.decide"), rows=visible("pairings.decide", Pairing),
        link=lambda: reverse("admin:organizations_pairing_changelist") + "?state__exact=asked",
    ),
    Queue(
        key="desk.capacity", words="", verb="", may=may("trainings.view_staff"), rows=_figures,
        link=lambda: reverse("admin:capacity_report"), silent=True,
    ),
]  # fmt: skip
