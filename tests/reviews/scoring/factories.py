"""A round under review for tests: accepted projects, pledged experts, assignments of its written review."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from organizations.models import Organization
from projects.models import Project, Submission
from projects.queries.content import read_content
from reviews.flows.scoring import save_sheet
from reviews.models import Appointment, Assignment, Expert, ScoreSheet
from reviews.queries.scoring import rubric_of
from rounds.domain.canonical import canonical, fingerprint
from rounds.enums import RoundState
from rounds.models import Round, Stage
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import answers
from tests.projects.applications.factories import NOW, owner_of
from tests.rounds.factories import make_published
from venture.kernel import clock

_numbers = count(1)


@dataclass
class Review:
    round: Round
    stage: Stage
    staff: User

    @property
    def now(self) -> datetime:
        """An instant within the days of scoring."""
        assert self.stage.starts_on is not None
        return datetime.combine(self.stage.starts_on + timedelta(days=1), time(10), tzinfo=clock.BEIJING)

    @property
    def late(self) -> datetime:
        assert self.stage.ends_on is not None
        return datetime.combine(self.stage.ends_on + timedelta(days=1), time(), tzinfo=clock.BEIJING)


def make_review(state: str = RoundState.REVIEWING) -> Review:
    """Return a round that is under review, without projects and experts."""
    round_ = make_published()
    Round.objects.filter(pk=round_.pk).update(state=state)
    round_.refresh_from_db()
    return Review(round_, round_.stages.get(kind="review"), make_user(Role.CLERK))


def make_accepted(review: Review, organization: Organization | None = None, **changes: Any) -> Project:
    """Return an accepted project with a whole hand-in; ``changes`` are answers by section and field."""
    organization, number = organization or make_verified(), next(_numbers)
    owner = owner_of(organization)
    project = Project.objects.create(
        code=f"YX2025-{number:04d}", round=review.round, organization=organization, state="accepted",
        title="银龄守护", blind_code=f"B-{700 + number}", grant_fen=8_000_000, total_fen=8_000_000,
        category=review.round.categories.order_by("order", "pk")[0], created_by=owner, created_at=NOW, saved_at=NOW,
        submitted_at=NOW,
    )  # fmt: skip
    hand_in(project, **changes)
    return project


def hand_in(project: Project, *, papers: tuple[dict[str, Any], ...] = (), **changes: Any) -> Submission:
    """Hand a whole content in, straight to its table: how a hand-in comes to be has its own tests."""
    values = read_content(project).values
    values["sections"] = answers("999901001001", project.round)
    for place, text in changes.items():
        section, _, field = place.partition("__")
        values["sections"][section][field] = text
    values["names"]["communities"] = {"999901001001": "东关街道 花园社区"}
    values["papers"] = list(papers)
    values["project"]["grant_fen"] = project.grant_fen
    text = canonical(values)
    version = project.submissions.count() + 1
    return Submission.objects.create(
        project=project, version=version, receipt=f"2025-R-{project.pk:05d}-{version}", content=text,
        sha256=fingerprint(text), key=f"k{version}", grant_fen=project.grant_fen, total_fen=project.total_fen,
        submitted_by=project.created_by, submitted_at=NOW,
    )  # fmt: skip


def make_expert(review: Review, name: str = "", **fields: Any) -> Appointment:
    """Return the appointment of an expert who signed and declared."""
    user = make_user(Role.EXPERT, name=name)
    expert = Expert.objects.create(user=user, name=user.display_name, added_at=NOW, **fields)
    return Appointment.objects.create(
        round=review.round, expert=expert, state="pledged", invited_by=review.staff, invited_at=NOW, pledge="1",
        pledged_at=NOW, declared_at=NOW,
    )  # fmt: skip


def assign(review: Review, project: Project, appointment: Appointment, **fields: Any) -> Assignment:
    fields.setdefault("place", next(_numbers))
    return Assignment.objects.create(
        stage=review.stage, project=project, submission=project.submissions.order_by("-version")[0],
        appointment=appointment, **{"given_at": NOW, **fields},
    )  # fmt: skip


def user_of(appointment: Appointment) -> User:
    user = appointment.expert.user
    assert user is not None
    return user


def whole_marks(round_: Round, level: int = 8) -> dict[str, dict[str, Any]]:
    """Return the same level for every criterion of the round, with a reason."""
    return {leaf.key: {"level": level, "na": False, "reason": "依据充分。"} for leaf in rubric_of(round_).leaves}


def scored(review: Review, assignment: Assignment, level: int = 8, **given: Any) -> ScoreSheet:
    """Save a whole draft as the expert, within the days of scoring."""
    with clock.at(review.now):
        return save_sheet(
            assignment_id=assignment.pk, marks=whole_marks(review.round, level), actor=user_of(assignment.appointment),
            **{"opinion": "for", "comment": "需求依据扎实，指标可核验。", **given},
        ).sheet  # fmt: skip
