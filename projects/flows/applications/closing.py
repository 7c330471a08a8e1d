"""When the time is over: what was called back and not handed in again stands as it was last handed in."""

from datetime import datetime, timedelta

from django.db import transaction

from projects.enums import ProjectState
from projects.flows.applications.moving import locked, move
from projects.flows.applications.submitting import headlines
from projects.flows.applications.telling import concerned, tell_them
from projects.flows.applications.window import closes_at, over
from projects.models import Project
from projects.queries.submissions import standing_of
from venture.jobs.flows import defer
from venture.kernel import clock

STAND = "applications.stand"


def stand_later(project: Project, ends: datetime) -> None:
    """Put down, in the transaction that calls an application back, that its last hand-in stands at the end."""
    at = ends + timedelta(seconds=project.round.grace_seconds)
    defer(STAND, f"{project.pk}:{at.isoformat()}", run_at=at, project_id=project.pk)


@transaction.atomic
def stand_if_over(project_id: int) -> bool:
    """Let the last hand-in stand if the application's time is over. Where the end was moved, look again then.

    Return whether it stands by this call. Safe to run at any time and any number of times.
    """
    project = locked(project_id)
    last = standing_of(project)
    if project.state != ProjectState.DRAFT or last is None:
        return False
    if not over(project, clock.now()):
        ends = closes_at(project)
        if ends is not None:
            stand_later(project, ends)
        return False
    people = concerned(project, project.created_by)
    tell_them(people, "application_stands", f"{last.pk}", project, page="receipt", receipt=last.receipt)
    facts = {"receipt": last.receipt, "sha256": last.sha256}
    move(project, "stand", actor=None, facts=facts, submitted_at=last.submitted_at, **headlines(project, last))
    return True


def settle_closed(*, round_id: int) -> int:
    """Let every called-back application of a round stand whose time is over, before its state is read for screening.

    Return how many. One query when there is none: the jobs did it at closing time.
    """
    left = Project.objects.filter(round_id=round_id, state=ProjectState.DRAFT, submissions__isnull=False)
    return sum(stand_if_over(pk) for pk in left.order_by("pk").values_list("pk", flat=True).distinct())
