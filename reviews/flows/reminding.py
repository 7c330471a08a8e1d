"""Staff remind those with drafts: by message, once a day, by the time that holds for each draft."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from projects.enums import ProjectState
from projects.flows.applications.reminding import REMIND_ONE
from projects.flows.applications.window import closes_at, over
from projects.models import Project
from rounds.models import Round
from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def remind_drafts(*, round_id: int, project_ids: Collection[int], actor: User) -> int:
    """Put down a reminder for each of the drafts that is still open. A second call on the same day changes nothing.

    Return how many. Raise ``RuleRefusal("remind_nobody")`` when none of them is open.
    """
    now, today = clock.now(), clock.today()
    rows = Project.objects.filter(round_id=round_id, pk__in=project_ids, state=ProjectState.DRAFT)
    reminded = 0
    for project in rows.select_related("round").order_by("pk"):
        ends = closes_at(project)
        if ends is None or over(project, now):
            continue
        moment, closes = f"staff-{today.isoformat()}", ends.isoformat()
        defer(REMIND_ONE, f"{project.pk}:{moment}:{closes}", project_id=project.pk, moment=moment, closes=closes)
        reminded += 1
    if not reminded:
        raise RuleRefusal("remind_nobody")
    record(actor=actor, verb="application.remind", subject=Round.objects.get(pk=round_id), count=reminded)
    return reminded
