"""Planning and running a session by its flows: verbs and states, the draw, who is absent, what stays away."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from reviews.domain.draw import replay
from reviews.domain.lifecycle import KEYED_LIFE, PANEL_LIFE, SLOT_LIFE
from reviews.enums import KeyedState, PanelState, SlotState
from reviews.flows import panels as flows
from reviews.models import Appointment, Assignment, Panel, PanelSlot, Ranking, RankRow
from reviews.queries.draws import record_of
from reviews.queries.panels import passed_to
from tests.reviews.panels.factories import Sitting, make_sitting, plan_of
from tests.reviews.scoring.factories import make_accepted, user_of
from venture.audit.models import AuditEntry
from venture.kernel.errors import RuleRefusal
from venture.kernel.lifecycle import Lifecycle
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting()


def refused(code: str, act: Callable[[], object]) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        act()
    assert (refusal.value.code, AuditEntry.objects.count()) == (code, before)


@pytest.mark.parametrize(
    ("life", "states", "legal"),
    [
        (
            PANEL_LIFE, PanelState,
            {("start", "planned"), ("close", "running"), ("resume", "closed"), ("lock", "running"), ("lock", "closed")},
        ),
        (
            SLOT_LIFE, SlotState,
            {
                ("call", "waiting"), ("call", "heard"), ("call", "absent"), ("end", "current"), ("miss", "waiting"),
                ("miss", "current"),
            },
        ),
        (
            KEYED_LIFE, KeyedState,
            {(verb, state) for verb in ("key", "differ", "take", "drop") for state in ("waiting", "differs")},
        ),
    ],
)  # fmt: skip
def test_every_verb_leads_on_from_its_states_and_from_no_other(life: Lifecycle[Any], states: Any, legal: Any) -> None:
    possible = {(verb, str(state)) for verb in life.moves for state in states if verb in life.verbs_from(state)}
    assert possible == legal


VERBS: dict[str, Callable[[Sitting], object]] = {
    "start": lambda sitting: flows.start_panel(panel_id=sitting.panel.pk, actor=sitting.staff),
    "next": lambda sitting: flows.call_next(panel_id=sitting.panel.pk, actor=sitting.staff),
    "close": lambda sitting: flows.close_panel(panel_id=sitting.panel.pk, actor=sitting.staff),
    "resume": lambda sitting: flows.resume_panel(panel_id=sitting.panel.pk, actor=sitting.staff),
    "lock": lambda sitting: flows.lock_panel(panel_id=sitting.panel.pk, actor=sitting.staff),
    "change": lambda sitting: flows.change_panel(
        panel_id=sitting.panel.pk, plan=plan_of(sitting.projects, sitting.experts), actor=sitting.staff
    ),
    "miss": lambda sitting: flows.miss_project(panel_id=sitting.panel.pk, order=1, reason="未到", actor=sitting.staff),
    "seat": lambda sitting: flows.add_seat(
        panel_id=sitting.panel.pk, appointment_id=sitting.experts[0].pk, actor=sitting.staff
    ),
}
ALLOWED = {
    "planned": {"start", "change"},
    "running": {"next", "close", "lock", "miss", "seat"},
    "closed": {"resume", "lock", "seat"},
    "locked": set[str](),
}


@pytest.mark.parametrize("state", list(ALLOWED))
def test_a_flow_whose_verb_is_not_due_refuses_and_nothing_moves(sitting: Sitting, state: str) -> None:
    stamps = {"locked_by": sitting.staff, "locked_at": sitting.panel.starts_at} if state == "locked" else {}
    Panel.objects.filter(pk=sitting.panel.pk).update(state=state, **stamps)
    for verb, act in VERBS.items():
        if verb not in ALLOWED[state]:
            refused("panel_illegal_move", lambda act=act: act(sitting))  # type: ignore[misc]
    assert (sitting.reread().state, set(sitting.panel.slots.values_list("state", flat=True))) == (state, {"waiting"})


def test_the_order_is_promised_first_and_anybody_can_replay_the_draw(tmp_path: Path) -> None:
    sitting = make_sitting(drawn=False, projects=5)
    refused(
        "panel_order_not_promised",
        lambda: flows.hold_order(panel_id=sitting.panel.pk, public="", actor=sitting.staff),
    )
    draw = flows.promise_order(panel_id=sitting.panel.pk, actor=sitting.staff)
    refused("panel_order_promised", lambda: flows.promise_order(panel_id=sitting.panel.pk, actor=sitting.staff))
    refused("panel_order_not_drawn", lambda: VERBS["start"](sitting))
    fewer = plan_of(sitting.projects[:3], sitting.experts)
    refused(
        "panel_order_promised", lambda: flows.change_panel(panel_id=sitting.panel.pk, plan=fewer, actor=sitting.staff)
    )
    flows.hold_order(panel_id=sitting.panel.pk, public="17", actor=sitting.staff)
    draw.refresh_from_db()
    order = list(sitting.panel.slots.order_by("order").values_list("project__code", flat=True))
    assert [order, sorted(order)] == [
        list(replay(record_of(draw)).chosen[""]),
        sorted(each.code for each in sitting.projects),
    ]
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(record_of(draw), ensure_ascii=False), encoding="utf-8")
    program = Path(settings.BASE_DIR) / "tools" / "replay_draw.py"
    ran = subprocess.run([sys.executable, str(program), str(file)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_plan_names_what_is_wrong_with_it(sitting: Sitting) -> None:
    stage, staff = sitting.stage, sitting.staff
    free = make_accepted(sitting.review)
    stranger = make_accepted(sitting.review)
    stranger.state = "withdrawn"
    stranger.save()
    invited = sitting.experts[2]
    Appointment.objects.filter(pk=invited.pk).update(state="ended")
    cases: dict[str, dict[str, Any]] = {
        "panel_name_missing": {"name": " "},
        "panel_minutes": {"talk_minutes": 0},
        "panel_projects_missing": {"projects": ()},
        "panel_project_unknown": {"projects": (stranger.pk,)},
        "panel_project_elsewhere": {"projects": (free.pk, sitting.projects[0].pk)},
        "panel_experts_missing": {"experts": ()},
        "panel_expert_unknown": {"experts": (invited.pk,)},
        "panel_chair_unknown": {"chair": invited.pk},
        "panel_secretary_unknown": {"secretary": user_of(sitting.experts[0]).pk},
    }
    for code, change in cases.items():
        plan = plan_of([free], sitting.experts[:2], **change)
        refused(code, lambda plan=plan: flows.plan_panel(stage_id=stage.pk, plan=plan, actor=staff))  # type: ignore[misc]
    review = sitting.review.stage
    plan = plan_of([free], sitting.experts[:2])
    refused("panel_stage_wrong", lambda: flows.plan_panel(stage_id=review.pk, plan=plan, actor=staff))
    assert Panel.objects.count() == 1


def test_those_who_passed_are_those_of_the_ranking_within_pass_mark_and_quota(sitting: Sitting) -> None:
    before = sitting.review.stage
    ranking = Ranking.objects.create(
        round=sitting.review.round, stage=before, version=1, inputs="{}", inputs_hash="0" * 64,
        computed_by=sitting.staff, computed_at=sitting.panel.starts_at,
    )  # fmt: skip
    assert passed_to(sitting.stage) == []
    for rank, (project, passed) in enumerate(zip(sitting.projects, (True, True, False), strict=True), start=1):
        RankRow.objects.create(ranking=ranking, project=project, rank=rank, mean=90 - rank, passed=passed)
    assert passed_to(sitting.stage) == [each.pk for each in sitting.projects[:2]]
    before.quota = 1
    before.save()
    assert passed_to(sitting.stage) == [sitting.projects[0].pk]


def test_the_secretary_goes_forward_and_back_and_never_two_are_on(sitting: Sitting) -> None:
    VERBS["start"](sitting)
    turn = sitting.reread().turn
    for _each in range(3):
        VERBS["next"](sitting)
    refused("panel_all_heard", lambda: VERBS["next"](sitting))
    flows.call_project(panel_id=sitting.panel.pk, order=1, actor=sitting.staff)
    flows.call_project(panel_id=sitting.panel.pk, order=1, actor=sitting.staff)
    states = list(sitting.panel.slots.order_by("order").values_list("state", flat=True))
    assert (states, sitting.reread().turn) == (["current", "heard", "heard"], turn + 4)
    refused("panel_slot_unknown", lambda: flows.call_project(panel_id=sitting.panel.pk, order=9, actor=sitting.staff))
    VERBS["close"](sitting)
    assert set(sitting.panel.slots.values_list("state", flat=True)) == {"heard"}


def test_a_project_that_does_not_come_is_not_scored_and_may_come_late(sitting: Sitting) -> None:
    VERBS["start"](sitting)
    refused(
        "panel_reason_missing",
        lambda: flows.miss_project(panel_id=sitting.panel.pk, order=2, reason=" ", actor=sitting.staff),
    )
    flows.miss_project(panel_id=sitting.panel.pk, order=2, reason="电话联系不上", actor=sitting.staff)
    rows = Assignment.objects.filter(project=sitting.projects[1], stage=sitting.stage)
    assert set(rows.values_list("state", flat=True)) == {"released"}
    VERBS["next"](sitting)
    VERBS["next"](sitting)
    assert PanelSlot.objects.get(panel=sitting.panel, state="current").order == 3
    VERBS["close"](sitting)
    VERBS["resume"](sitting)
    flows.call_project(panel_id=sitting.panel.pk, order=2, actor=sitting.staff)
    assert set(rows.values_list("state", flat=True)) == {"given"}


def test_a_hearing_with_a_project_that_waits_is_not_closed(sitting: Sitting) -> None:
    VERBS["start"](sitting)
    VERBS["next"](sitting)
    refused("panel_slots_waiting", lambda: VERBS["close"](sitting))
    assert PanelSlot.objects.filter(panel=sitting.panel, state="current").count() == 1


def test_an_absent_expert_stops_nothing_and_keeps_what_was_scored_whole(sitting: Sitting) -> None:
    VERBS["start"](sitting)
    VERBS["next"](sitting)
    seat = sitting.panel.seats.get(appointment=sitting.experts[2])
    sitting.save(2, 1)
    refused(
        "panel_reason_missing",
        lambda: flows.mark_absent(panel_id=sitting.panel.pk, seat_id=seat.pk, reason="", actor=sitting.staff),
    )
    flows.mark_absent(panel_id=sitting.panel.pk, seat_id=seat.pk, reason="身体不适离场", actor=sitting.staff)
    states = [sitting.at(2, order).state for order in (1, 2, 3)]
    assert states == ["begun", "released", "released"]
    flows.mark_present(panel_id=sitting.panel.pk, seat_id=seat.pk, actor=sitting.staff)
    assert [sitting.at(2, order).state for order in (1, 2, 3)] == ["begun", "given", "given"]


def test_nothing_begins_without_anybody_at_the_table(sitting: Sitting) -> None:
    for seat in sitting.panel.seats.all():
        flows.mark_absent(panel_id=sitting.panel.pk, seat_id=seat.pk, reason="未到", actor=sitting.staff)
    refused("panel_nobody_there", lambda: VERBS["start"](sitting))
    assert not Assignment.objects.filter(stage=sitting.stage).exists()


def test_experts_and_applicants_are_told_when_where_and_in_which_place(sitting: Sitting) -> None:
    flows.announce_panel(panel_id=sitting.panel.pk, actor=sitting.staff)
    assert Message.objects.filter(event="panel_seat").count() == 3
    told = Message.objects.filter(event="panel_call").order_by("pk")
    assert {each.context["order"] for each in told} == {1, 2, 3}
    assert {each.context["when"] for each in told} == {"2027-01-12 09:00"}
    flows.announce_panel(panel_id=sitting.panel.pk, actor=sitting.staff)
    assert Message.objects.filter(event="panel_seat").count() == 3
