"""Putting a proposed distribution in force: experts get their projects, others give theirs back."""

import hashlib
from collections import Counter
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from projects.models import Project, Submission
from reviews.domain.lifecycle import ASSIGNMENT_LIFE, PLAN_LIFE
from reviews.enums import AssignmentState
from reviews.models import Appointment, Assignment, AssignmentPlan, ReviewGroup
from reviews.queries.planning import Rules, world_of
from rounds.enums import RoundState
from rounds.flows.locks import alone
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

BATCH = 500


@transaction.atomic
def apply_plan(*, plan_id: int, actor: User) -> AssignmentPlan:
    """Put a proposal in force. What experts have begun stays with them.

    Raise ``RuleRefusal``: ``plan_illegal_move``; ``plan_not_now`` before the review has started; ``plan_lacking`` for
    one whose rules cannot be met; ``plan_outdated`` when projects, experts, conflicts or sheets changed since.
    """
    stage_round = AssignmentPlan.objects.values_list("stage__round_id", flat=True).get(pk=plan_id)
    with alone(stage_round) as round_:
        plan = AssignmentPlan.objects.select_for_update(of=("self",)).select_related("stage").get(pk=plan_id)
        PLAN_LIFE.target_of("apply", plan.state)
        if round_.state != RoundState.REVIEWING:
            raise RuleRefusal("plan_not_now")
        if plan.shortfall:
            raise RuleRefusal("plan_lacking")
        if world_of(plan.stage, Rules.from_json(plan.rules)).fingerprint != plan.inputs_hash:
            raise RuleRefusal("plan_outdated")
        now = clock.now()
        _release(plan, now, actor)
        groups = _groups(plan)
        _give(plan, groups, now, actor)
        step(
            plan, PLAN_LIFE, "apply", noun="plan", actor=actor, applied_by=actor, applied_at=now,
            facts={"pairs": [list(pair) for pair in plan.added], "released": [list(pair) for pair in plan.removed]},
        )  # fmt: skip
        _tell(plan)
        return plan


@transaction.atomic
def drop_plan(*, plan_id: int, actor: User) -> AssignmentPlan:
    """Drop a proposal. Raise ``RuleRefusal("plan_illegal_move")``."""
    plan = AssignmentPlan.objects.select_for_update().get(pk=plan_id)
    step(plan, PLAN_LIFE, "drop", noun="plan", actor=actor)
    return plan


def _release(plan: AssignmentPlan, now: Any, actor: User) -> None:
    gone = {(int(project), int(seat)) for project, seat in plan.removed}
    rows = Assignment.objects.select_for_update(of=("self",)).filter(
        stage=plan.stage, state__in=list(AssignmentState.counting)
    )
    for row in rows.order_by("pk"):
        if (row.project_id, row.appointment_id) in gone:
            step(row, ASSIGNMENT_LIFE, "release", noun="assignment", actor=actor, ended_at=now)


def _groups(plan: AssignmentPlan) -> dict[int, ReviewGroup]:
    """Write down the groups of a plan by groups; return the group of each project, new or as it stood."""
    formed = plan.plan.get("groups")
    if formed is None:
        rows = ReviewGroup.objects.filter(stage=plan.stage).prefetch_related("projects")
        return {project.pk: group for group in rows for project in group.projects.all()}
    ReviewGroup.objects.filter(stage=plan.stage).delete()
    names = {each.slug: each.name for each in plan.stage.round.categories.all()}
    of_project: dict[int, ReviewGroup] = {}
    for each in formed:
        fields = "、".join(names.get(slug, slug) for slug in each["categories"])
        group = ReviewGroup.objects.create(
            stage=plan.stage,
            order=each["number"],
            name=f"{each['number']} · {fields}"[:40],
            quota=each["quota"] or None,
        )
        keys = [int(key) for key in each["projects"]]
        group.projects.set(keys)
        group.experts.set([int(key) for key in each["experts"]])
        of_project.update(dict.fromkeys(keys, group))
    return of_project


def _give(plan: AssignmentPlan, groups: dict[int, ReviewGroup], now: Any, actor: User) -> None:
    wanted = [(int(project), int(seat)) for project, seat in plan.added]
    known = {
        (row.project_id, row.appointment_id): row
        for row in Assignment.objects.select_for_update(of=("self",)).filter(stage=plan.stage)
    }
    codes = dict(Project.objects.filter(pk__in={pair[0] for pair in wanted}).values_list("pk", "blind_code"))
    newest = dict(
        Submission.objects.filter(project__in=codes).order_by("project", "version").values_list("project_id", "pk")
    )
    fresh = []
    for project_id, seat_id in wanted:
        row = known.get((project_id, seat_id))
        if row is not None:
            step(
                row, ASSIGNMENT_LIFE, "give_again", noun="assignment", actor=actor, plan=plan, given_at=now,
                ended_at=None, submission_id=newest[project_id],
            )  # fmt: skip
            continue
        fresh.append(
            Assignment(
                stage=plan.stage, project_id=project_id, submission_id=newest[project_id], appointment_id=seat_id,
                group=groups.get(project_id), plan=plan, given_at=now,
                place=place_of(plan.inputs_hash, seat_id, codes[project_id]),
            )
        )  # fmt: skip
    Assignment.objects.bulk_create(fresh, batch_size=BATCH)


def place_of(seed: str, seat_id: int, code: str) -> int:
    """Return the place of a project in one expert's list: another for each expert, and it tells nothing of arrival."""
    return int(hashlib.sha256(f"{seed}:{seat_id}:{code}".encode()).hexdigest()[:7], 16)


def _tell(plan: AssignmentPlan) -> None:
    """Tell each expert how many projects came; whoever only gave some back sees it on the own page."""
    counts = Counter(int(seat) for _project, seat in plan.added)
    seats = Appointment.objects.filter(pk__in=counts).select_related("expert__user", "round")
    with translation.override("zh-hans"):
        path = reverse("review:home")
    for seat in seats.order_by("pk"):
        if seat.expert.user is not None:
            tell_all(
                [seat.expert.user], "projects_given", f"{plan.pk}:{seat.pk}", path=path, round=seat.round.title,
                count=counts[seat.pk],
            )  # fmt: skip
