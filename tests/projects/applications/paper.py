"""Applications from paper for tests: begun by a clerk, filled in, handed over to be compared."""

from datetime import datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from organizations.models import Organization
from projects.flows import paper
from projects.models import SIGNATURE_PURPOSE, PaperEntry, Project
from projects.queries.content import read_content
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import fill, stored
from tests.projects.applications.factories import NOW
from tests.rounds.factories import make_published
from venture.kernel import clock

TODAY = NOW.astimezone(clock.BEIJING).date()


def make_paper(clerk: User, *, at: datetime = NOW, organization: Organization | None = None, **given: Any) -> Project:
    """Return an application from paper that was begun and nothing more."""
    round_ = Round.objects.filter(code="2025").first() or make_published()
    with clock.at(at):
        facts = {"round_id": round_.pk, "organization": organization or make_verified(), "received_on": TODAY}
        return paper.enter_paper(**{**facts, **given}, actor=clerk)


def late(project_or_round: Any) -> datetime:
    """Return an instant two days after the round has closed."""
    round_ = getattr(project_or_round, "round", project_or_round)
    assert round_.closes_at is not None
    ends: datetime = round_.closes_at
    return ends + timedelta(days=2)


def scan_of(clerk: User) -> str:
    return stored(clerk, "盖章申报书.pdf", SIGNATURE_PURPOSE).key


def hand_over(project: Project, clerk: User, *, at: datetime = NOW, **given: Any) -> PaperEntry:
    with clock.at(at):
        return paper.ask_comparison(project_id=project.pk, actor=clerk, **{"scan": scan_of(clerk), **given})


def make_handed_over(clerk: User | None = None, *, at: datetime = NOW) -> tuple[Project, User]:
    """Return a complete application from paper that waits for its second person, and who handed it over."""
    clerk = clerk or make_user(Role.CLERK)
    project = fill(make_paper(clerk, at=at, **({"reason": "当日集中收件"} if at > NOW else {})), at=at, by=clerk)
    hand_over(project, clerk, at=at)
    project.refresh_from_db()
    return project, clerk


def content_of(project: Project) -> str:
    return read_content(Project.objects.select_related("round", "organization__area").get(pk=project.pk)).sha256
