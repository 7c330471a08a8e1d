"""Taking cases on: whose they are before anybody has looked, so that two do not screen the same."""

from collections.abc import Collection

from accounts.models import User
from projects.enums import ProjectState
from projects.queries.submissions import standing_of
from reviews.enums import ScreeningState
from reviews.flows.moving import held
from reviews.models import Screening
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal


def take_on(*, project_ids: Collection[int], actor: User) -> int:
    """Make the person the officer of the cases that wait, each in its own transaction. Return how many.

    Left alone are cases that are settled, the person's own already, and those of an organisation of one's own.
    """
    return sum(_take(pk, actor) for pk in sorted(project_ids))


def _take(project_id: int, actor: User) -> bool:
    try:
        with held(project_id, actor=actor) as project:
            submission = standing_of(project)
            if project.state != ProjectState.SUBMITTED or submission is None:
                return False
            screening = Screening.objects.select_for_update().filter(project=project).first()
            if screening is None:
                screening = Screening(project=project, submission=submission)
            if screening.state not in ScreeningState.waiting or screening.officer_id == actor.pk:
                return False
            before = screening.officer_id
            screening.officer = actor
            screening.save()
            record(
                actor=actor, verb="screening.take_on", subject=screening, before=before, after=actor.pk,
                application=project.code,
            )  # fmt: skip
            return True
    except RuleRefusal:
        return False
