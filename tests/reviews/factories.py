"""Cases for tests: an application that was handed in, in a round that has closed since."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from projects.flows.applications.submitting import submit_application
from projects.models import Project
from reviews import flows
from reviews.flows import Judgement, mark_of
from reviews.models import Screening
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete, sign
from tests.projects.applications.factories import NOW, owner_of
from tests.rounds.factories import OPENS
from venture.kernel import clock

CLOSED = OPENS + timedelta(days=26)
REQUEST = "请补传盖章页。"


def make_handed_in(**given: Any) -> Project:
    """Return an application that its owner handed in at ``NOW``."""
    project = make_complete(**given)
    sign(project)
    with clock.at(NOW):
        submit_application(project_id=project.pk, key=f"key-{project.pk}", actor=owner_of(project.organization))
    project.refresh_from_db()
    return project


def opened(project: Project | None = None, actor: User | None = None) -> Screening:
    """Return a case that somebody has begun at ``CLOSED``."""
    with clock.at(CLOSED):
        return flows.open_screening(project_id=(project or make_handed_in()).pk, actor=actor or make_user())


def judge_all(screening: Screening, *failing: str, actor: User | None = None, request: str = REQUEST) -> User:
    """Let everything fit but ``failing``, as one person, at ``CLOSED``; return the person."""
    actor = actor or make_user()
    judged = {}
    for item in screening.items.all():
        fails = item.key in failing
        judged[item.key] = Judgement(
            "fails" if fails else item.verdict if item.verdict in {"fits", "na"} else "fits",
            note="核对过原件。", request=request if fails else "", section=item.section, path=item.path,
            seen=mark_of(item),
        )  # fmt: skip
    with clock.at(CLOSED):
        flows.judge_items(project_id=screening.project_id, judged=judged, actor=actor)
    return actor
