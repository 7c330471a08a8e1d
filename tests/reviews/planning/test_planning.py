"""Distributing a stage through the flows: proposed, put in force, mended after a recusal."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from reviews.enums import AssignmentState, PlanMode, PlanState
from reviews.flows.planning import apply_plan, drop_plan, propose_plan
from reviews.flows.planning.applying import place_of
from reviews.models import Appointment, Assignment, AssignmentPlan, Conflict, ReviewGroup
from reviews.queries.planning import Rules, coverage, lacking
from tests.reviews.scoring.factories import Review, make_accepted, make_expert, make_review
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
PAIRS = Rules(mode=PlanMode.PAIRS, need=2)
GROUPS = Rules(mode=PlanMode.GROUPS, panel=2, groups=1)


@pytest.fixture
def review() -> Review:
    return make_review()


def experts(review: Review, count: int, upper: int = 10) -> list[Appointment]:
    found = [make_expert(review, name=f"专家{number}", employer=f"第{number}大学") for number in range(count)]
    Appointment.objects.filter(pk__in=[each.pk for each in found]).update(upper=upper)
    return found


def pairs(review: Review) -> set[tuple[int, int]]:
    rows = Assignment.objects.filter(stage=review.stage, state__in=list(AssignmentState.counting))
    return set(rows.values_list("project_id", "appointment_id"))


def bar(project: Any, seat: Appointment, *, hard: bool = True) -> None:
    Conflict.objects.create(
        project=project, expert=seat.expert, code="employer", hard=hard, source="detected", found_at=clock.now()
    )


def test_a_group_is_read_whole_by_its_panel_and_each_expert_is_told_once(review: Review) -> None:
    projects, seats = [make_accepted(review) for _ in range(3)], experts(review, 2)
    plan = propose_plan(stage_id=review.stage.pk, rules=GROUPS, actor=review.staff)
    assert (plan.state, len(plan.added), pairs(review)) == (PlanState.PROPOSED, 6, set())

    apply_plan(plan_id=plan.pk, actor=review.staff)

    assert pairs(review) == {(project.pk, seat.pk) for project in projects for seat in seats}
    group = ReviewGroup.objects.get(stage=review.stage)
    assert (set(group.projects.all()), set(group.experts.all())) == (set(projects), set(seats))
    told = Message.objects.filter(event="projects_given")
    assert sorted(each.title for each in told) == ["3 个项目待评审"] * 2
    assert coverage(review.stage) == {"2": 3}
    assert AuditEntry.objects.filter(verb="plan.apply").get().facts["released"] == []


def test_each_expert_has_an_order_of_its_own_that_tells_nothing_of_arrival(review: Review) -> None:
    codes = [f"B-{number}" for number in range(1, 30)]
    first = sorted(codes, key=lambda code: place_of("seed", 1, code))
    second = sorted(codes, key=lambda code: place_of("seed", 2, code))

    assert first != second
    assert codes not in [first, second]
    assert first == sorted(codes, key=lambda code: place_of("seed", 1, code))


def test_a_conflict_gets_a_substitute_for_that_project_alone(review: Review) -> None:
    projects, seats = [make_accepted(review) for _ in range(3)], experts(review, 3)
    for project in projects:
        bar(project, seats[2])
    bar(projects[0], seats[0])
    Conflict.objects.filter(project=projects[1], expert=seats[2].expert).update(state="gone")
    Conflict.objects.filter(project=projects[0], expert=seats[2].expert).update(state="gone")

    plan = propose_plan(stage_id=review.stage.pk, rules=GROUPS, actor=review.staff)
    apply_plan(plan_id=plan.pk, actor=review.staff)

    assert coverage(review.stage) == {"2": 3}
    assert not pairs(review) & {(projects[0].pk, seats[0].pk), (projects[2].pk, seats[2].pk)}


def test_rules_that_cannot_be_met_are_told_and_cannot_be_put_in_force(review: Review) -> None:
    make_accepted(review)
    experts(review, 1)
    plan = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)

    assert plan.shortfall is not None
    assert (plan.shortfall["missing"], plan.added) == (1, [])
    assert {each["kind"] for each in plan.shortfall["relaxations"]} >= {"add"}
    with pytest.raises(RuleRefusal) as refused:
        apply_plan(plan_id=plan.pk, actor=review.staff)
    plan.refresh_from_db()
    assert (refused.value.code, plan.state, pairs(review)) == ("plan_lacking", PlanState.PROPOSED, set())


def test_a_proposal_of_another_world_is_refused(review: Review) -> None:
    project, seats = make_accepted(review), experts(review, 2)
    plan = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)
    bar(project, seats[0])

    with pytest.raises(RuleRefusal) as refused:
        apply_plan(plan_id=plan.pk, actor=review.staff)

    assert (refused.value.code, pairs(review)) == ("plan_outdated", set())


def test_after_a_recusal_only_what_lacks_an_expert_moves(review: Review) -> None:
    projects, seats = [make_accepted(review) for _ in range(4)], experts(review, 3)
    plan = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)
    apply_plan(plan_id=plan.pk, actor=review.staff)
    before = pairs(review)
    left = Assignment.objects.filter(stage=review.stage, project=projects[0]).earliest("pk")
    Assignment.objects.filter(pk=left.pk).update(state=AssignmentState.RECUSED)
    begun = Assignment.objects.filter(stage=review.stage, state=AssignmentState.GIVEN).latest("pk")
    Assignment.objects.filter(pk=begun.pk).update(state=AssignmentState.BEGUN)

    change = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)
    apply_plan(plan_id=change.pk, actor=review.staff)

    after = pairs(review)
    assert coverage(review.stage) == {"2": 4}
    assert before - after == {(projects[0].pk, left.appointment_id)}
    assert len(after - before) == 1
    assert (begun.project_id, begun.appointment_id) in after
    assert {seat.pk for seat in seats} >= {seat for _project, seat in after}
    assert list(lacking(review.stage, 2)) == []


def test_one_more_expert_can_be_asked_for_a_disputed_project(review: Review) -> None:
    project, _seats = make_accepted(review), experts(review, 3)
    apply_plan(plan_id=propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff).pk, actor=review.staff)
    more = Rules(mode=PlanMode.PAIRS, need=2, extra=(project.pk,))

    apply_plan(plan_id=propose_plan(stage_id=review.stage.pk, rules=more, actor=review.staff).pk, actor=review.staff)

    assert coverage(review.stage) == {"3": 1}


def test_the_certificate_convinces_the_checker_that_has_no_solver(review: Review, tmp_path: Path) -> None:
    for _ in range(3):
        make_accepted(review)
    experts(review, 3)
    plan = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)
    paper = tmp_path / "certificate.json"
    paper.write_text(json.dumps(plan.certificate))
    program = Path(settings.BASE_DIR) / "tools" / "check_certificate.py"

    done = subprocess.run([sys.executable, str(program), str(paper)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_proposal_drops_the_last_and_a_dropped_one_moves_nothing(review: Review) -> None:
    make_accepted(review)
    experts(review, 2)
    first = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)
    second = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)
    drop_plan(plan_id=second.pk, actor=review.staff)

    states = dict(AssignmentPlan.objects.values_list("pk", "state"))
    assert states == {first.pk: PlanState.DROPPED, second.pk: PlanState.DROPPED}
    with pytest.raises(RuleRefusal) as refused:
        apply_plan(plan_id=first.pk, actor=review.staff)
    assert (refused.value.code, pairs(review)) == ("plan_illegal_move", set())


@pytest.mark.parametrize(
    "rules",
    [Rules(mode="lottery"), Rules(panel=0), Rules(panel=99), Rules(mode=PlanMode.PAIRS, need=0), Rules(spread=-1)],
)
def test_rules_without_sense_are_refused(review: Review, rules: Rules) -> None:
    make_accepted(review)
    experts(review, 2)

    with pytest.raises(RuleRefusal) as refused:
        propose_plan(stage_id=review.stage.pk, rules=rules, actor=review.staff)

    assert (refused.value.code, AssignmentPlan.objects.count()) == ("plan_rules_unknown", 0)


def test_nobody_gets_projects_before_the_review_has_started() -> None:
    review = make_review(state="closed")
    make_accepted(review)
    experts(review, 2)
    plan = propose_plan(stage_id=review.stage.pk, rules=PAIRS, actor=review.staff)

    with pytest.raises(RuleRefusal) as refused:
        apply_plan(plan_id=plan.pk, actor=review.staff)

    assert (refused.value.code, pairs(review)) == ("plan_not_now", set())
