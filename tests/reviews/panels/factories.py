"""A panel for tests: projects that were accepted, experts who signed, a session planned and drawn by the real flows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from projects.models import Project
from reviews.flows import panels as flows
from reviews.models import PANEL_PURPOSE, Appointment, Assignment, Panel, ScoreSheet
from rounds.enums import StageKind
from rounds.models import Stage
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.reviews.decide_factories import loose
from tests.reviews.scoring.factories import Review, make_accepted, make_expert, make_review, user_of, whole_marks
from venture.kernel import clock

MORNING = datetime(2027, 1, 12, 9, tzinfo=clock.BEIJING)


@dataclass
class Sitting:
    """A session with its people. ``projects`` stand in the running order once it is drawn."""

    review: Review
    stage: Stage
    panel: Panel
    experts: list[Appointment]
    projects: list[Project]
    staff: User
    other: User
    clients: dict[Any, Client] = field(default_factory=dict)

    def client(self, who: Appointment | User) -> Client:
        """Return a browser in which this person is signed in."""
        user = user_of(who) if isinstance(who, Appointment) else who
        if user.pk not in self.clients:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            self.clients[user.pk] = client
        return self.clients[user.pk]

    def act(self, verb: str, who: User | None = None, **data: Any) -> Any:
        """Press a button of the desk; return the page that follows."""
        address = reverse("admin:panel_act", args=[self.panel.pk, verb])
        return self.client(who or self.staff).post(address, data, follow=True)

    def at(self, expert: int, order: int) -> Assignment:
        return Assignment.objects.get(
            stage=self.stage, appointment=self.experts[expert], project__slots__panel=self.panel,
            project__slots__order=order,
        )  # fmt: skip

    def save(self, expert: int, order: int, level: int = 8, **given: Any) -> ScoreSheet:
        """Score a project whole, by the flow."""
        seat = self.experts[expert]
        return flows.save_live(
            assignment_id=self.at(expert, order).pk, marks=whole_marks(self.review.round, level), actor=user_of(seat),
            **{"opinion": "for", "comment": "表达清楚。", **given},
        ).sheet  # fmt: skip

    def reread(self) -> Panel:
        self.panel.refresh_from_db()
        return self.panel


def make_sitting(*, projects: int = 3, experts: int = 3, drawn: bool = True, started: bool = False) -> Sitting:
    """Return a session of the panel stage; the first expert is its chair. The stage asks for as many experts."""
    review = make_review()
    stage = review.round.stages.get(kind=StageKind.PANEL)
    Stage.objects.filter(pk=stage.pk).update(reviewers=experts)
    stage.refresh_from_db()
    organization = make_verified()
    made = [make_accepted(review, organization, project__title=f"项目{number}") for number in range(projects)]
    for number, project in enumerate(made):
        Project.objects.filter(pk=project.pk).update(title=f"银龄守护{number}")
    seats = [make_expert(review, name=f"评委{number}") for number in range(experts)]
    staff, other = make_user(Role.OPERATOR), make_user(Role.CLERK)
    panel = flows.plan_panel(stage_id=stage.pk, plan=plan_of(made, seats, secretary=staff.pk), actor=staff)
    sitting = Sitting(review, stage, panel, seats, made, staff, other)
    if drawn or started:
        flows.promise_order(panel_id=panel.pk, actor=staff)
        flows.hold_order(panel_id=panel.pk, public="8", actor=staff)
        sitting.projects = [slot.project for slot in panel.slots.select_related("project").order_by("order")]
    if started:
        flows.start_panel(panel_id=panel.pk, actor=staff)
    sitting.reread()
    return sitting


def plan_of(projects: list[Project], seats: list[Appointment], /, **changes: Any) -> flows.Plan:
    given: dict[str, Any] = {
        "name": "第一组上午", "projects": tuple(each.pk for each in projects), "place": "市社会组织培育基地三楼",
        "experts": tuple(each.pk for each in seats), "chair": seats[0].pk, "starts_at": MORNING, **changes,
    }  # fmt: skip
    return flows.Plan(**given)


def scan_of(sitting: Sitting, actor: User) -> str:
    """Return the key of an upload of a signed paper."""
    return loose(actor, PANEL_PURPOSE).key
