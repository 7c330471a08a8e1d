"""The read side of jobs: what is to be done, and whether the workers hear."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import clock

CANARY = "jobs.canary"


@dataclass(frozen=True)
class Health:
    """How the queue stands. ``oldest_due`` is how long the oldest due job has waited, ``canary`` when one last ran."""

    oldest_due: timedelta
    canary: datetime | None
    parked: int


def to_do(now: datetime) -> QuerySet[Job]:
    """Return what may be taken up at ``now``: due and waiting, or left behind by a worker that died."""
    return Job.objects.filter(
        Q(state=JobState.QUEUED, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    )


def parked() -> QuerySet[Job]:
    return Job.objects.filter(state=JobState.PARKED)


def health() -> Health:
    """Return the state of the queue in four queries."""
    now = clock.now()
    oldest = to_do(now).order_by("run_at").values_list("run_at", flat=True).first()
    canary = (
        Job.objects.filter(name=CANARY, state=JobState.DONE)
        .order_by("-finished_at")
        .values_list("finished_at", flat=True)
        .first()
    )
    return Health(now - oldest if oldest else timedelta(0), canary, parked().count())
