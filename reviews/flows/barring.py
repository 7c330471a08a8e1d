"""A conflict that came up takes its expert off the project, if the expert has it: at once, whoever found out."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.queries.people import holders_of
from reviews.domain.lifecycle import ASSIGNMENT_LIFE
from reviews.enums import AssignmentState, TieKind
from reviews.models import Assignment, Conflict, Recusal
from venture.audit.flows import step
from venture.kernel import clock
from venture.notify.flows import tell_all


def take_off(conflict: Conflict, *, actor: Any) -> list[Recusal]:
    """Recuse the expert of a standing conflict from its project, in the caller's transaction.

    What was scored no longer counts and stays on record; staff are told and find somebody else. An expert who does not
    have the project, or stepped aside before, is left alone. This asks no window: a conflict counts at any time.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("appointment__expert", "project")
    given = rows.filter(
        project=conflict.project_id, appointment__expert=conflict.expert_id, state__in=AssignmentState.counting
    )
    return [_recuse(each, conflict, actor) for each in given.order_by("pk")]


def _recuse(assignment: Assignment, conflict: Conflict, actor: Any) -> Recusal:
    now = clock.now()
    code = conflict.code if conflict.code in TieKind.values else TieKind.OTHER
    recusal = Recusal.objects.create(
        assignment=assignment, code=code, words="", by=actor or assignment.appointment.invited_by, at=now
    )
    step(
        assignment, ASSIGNMENT_LIFE, "recuse", noun="assignment", actor=actor,
        facts={"code": conflict.code, "conflict": conflict.pk, "project": assignment.project.code}, ended_at=now,
    )  # fmt: skip
    with translation.override("zh-hans"):
        path = reverse("admin:conflict_desk", args=[conflict.pk])
    tell_all(
        holders_of(Role.OPERATOR, Role.CLERK), "conflict_came_up", f"{recusal.pk}", path=path,
        name=assignment.appointment.expert.name, code=assignment.project.code,
    )  # fmt: skip
    return recusal
