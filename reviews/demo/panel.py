"""A live panel of the invented city, from its drawn order to the chair's lock, through the real flows."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.demo import person
from accounts.models import User
from projects.models import Project
from reviews.domain.scoring import HIGHEST
from reviews.flows import panels as flows
from reviews.models import Appointment, Panel, PanelSlot
from reviews.queries.scoring import rubric_of
from rounds.models import Stage
from venture.kernel import clock

PLACE = "云溪市社会组织培育基地三楼路演厅"
MINUTES = 12
REASON = "答辩陈述清楚，依据可核验。"
LOWEST, SPREAD = 6, 4


def hold_panel(stage: Stage, projects: Sequence[Project], seats: Sequence[Appointment], *, at: datetime) -> Panel:
    """Hold a session that begins ``at``: every expert scores every project, the first one takes the chair.

    The round is under review and the experts have signed. The same city always has the same marks.
    """
    operator = person("operator")
    with clock.at(at - timedelta(days=2)):
        plan = flows.Plan(
            name="现场答辩", projects=tuple(each.pk for each in projects), experts=tuple(each.pk for each in seats),
            chair=seats[0].pk, secretary=operator.pk, place=PLACE, starts_at=at,
        )  # fmt: skip
        panel = flows.plan_panel(stage_id=stage.pk, plan=plan, actor=operator)
        flows.promise_order(panel_id=panel.pk, actor=operator)
        flows.hold_order(panel_id=panel.pk, public="", actor=operator)
        flows.announce_panel(panel_id=panel.pk, actor=operator)
    with clock.at(at):
        flows.start_panel(panel_id=panel.pk, actor=operator)
    for number in range(len(projects)):
        with clock.at(at + timedelta(minutes=MINUTES * number)):
            slot = flows.call_next(panel_id=panel.pk, actor=operator)
            _score(panel, slot)
    with clock.at(at + timedelta(minutes=MINUTES * len(projects))):
        flows.close_panel(panel_id=panel.pk, actor=operator)
        return flows.lock_panel(panel_id=panel.pk, actor=_user(seats[0]))


def _score(panel: Panel, slot: PanelSlot) -> None:
    leaves = rubric_of(panel.stage.round).leaves
    rows = panel.stage.assignments.filter(project=slot.project_id).select_related("appointment__expert__user")
    for row in rows.order_by("pk"):
        marks = {
            leaf.key: {"level": _level(slot, row.appointment, leaf.name), "na": False, "reason": REASON}
            for leaf in leaves
        }  # fmt: skip
        flows.save_live(
            assignment_id=row.pk, marks=marks, opinion="for", comment="现场陈述清楚，答问切题。",
            actor=_user(row.appointment),
        )  # fmt: skip


def _level(slot: PanelSlot, seat: Appointment, criterion: str) -> int:
    text = f"{slot.project.code}:{seat.expert.name}:{criterion}"
    return min(HIGHEST, LOWEST + int(hashlib.sha256(text.encode()).hexdigest(), 16) % SPREAD)


def _user(seat: Appointment) -> User:
    user = seat.expert.user
    assert user is not None
    return user
