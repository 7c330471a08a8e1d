"""Reminders of the member units' tasks: some days before, on the first day that is late, and each week after it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from rounds.domain.tasks import BEFORE, moment_of
from rounds.enums import RoundState, TaskState
from rounds.models import UnitTask
from venture.kernel import clock
from venture.notify.flows import tell_all


def remind_of_tasks() -> int:
    """Remind who speaks for the units, each task once for each of its moments. Return how many tasks."""
    today = clock.today()
    rows = UnitTask.objects.filter(
        state__in=TaskState.owed(), due_on__lte=today + timedelta(days=BEFORE), unit__ended_at__isnull=True
    ).exclude(round__state=RoundState.ARCHIVED)
    told = 0
    for task in rows.select_related("unit", "round").order_by("pk"):
        moment = moment_of(task.due_on, today)
        if moment is None:
            continue
        people = User.objects.filter(
            unit_contacts__unit=task.unit_id, unit_contacts__ended_at__isnull=True, is_active=True
        ).distinct()
        with translation.override("zh-hans"):
            path = reverse("tasks:task", args=[task.pk])
        tell_all(
            list(people), "task_late" if moment >= 0 else "task_due", f"{task.pk}:{task.due_on}:{moment}", path=path,
            title=task.title, due=task.due_on.isoformat(), round=task.round.title,
        )  # fmt: skip
        told += 1
    return told
