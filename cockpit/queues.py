"""What waits for the staff: one queue per kind of work, with a verb and the list behind the number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from venture.jobs.enums import JobState
from venture.jobs.models import Job


@dataclass(frozen=True)
class Queue:
    """A kind of work that waits. ``count`` costs one query; ``link`` opens the list that makes up the number."""

    key: str
    words: Any
    verb: Any
    may: Callable[[Any], bool]
    count: Callable[[Any], int]
    link: Callable[[], str]
    urgent: bool = False


@dataclass(frozen=True)
class Waiting:
    queue: Queue
    count: int

    @property
    def url(self) -> str:
        return self.queue.link()


def _parked_jobs(user: Any) -> int:
    return Job.objects.filter(state=JobState.PARKED).count()


QUEUES: list[Queue] = [
    Queue(
        key="jobs.parked",
        words=_("background jobs failed and wait for a person"),
        verb=_("Look at them"),
        may=lambda user: user.has_role(Role.SYSTEM_ADMIN),
        count=_parked_jobs,
        link=lambda: reverse("admin:jobs_job_changelist") + f"?state__exact={JobState.PARKED}",
        urgent=True,
    ),
]


def waiting(request: HttpRequest) -> list[Waiting]:
    """Return the queues of this person that are not empty, urgent ones first. Counted once per request."""
    known: list[Waiting] | None = getattr(request, "_waiting", None)
    if known is None:
        mine = [queue for queue in QUEUES if queue.may(request.user)]
        counted = [Waiting(queue, queue.count(request.user)) for queue in mine]
        known = sorted((state for state in counted if state.count), key=lambda state: not state.queue.urgent)
        request._waiting = known  # type: ignore[attr-defined]
    return known
