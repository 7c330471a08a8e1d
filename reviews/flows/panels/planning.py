"""Planning a panel: when and where, which projects, who sits, and the running order by a draw that anybody replays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from accounts.queries.people import holders_of
from projects.enums import ProjectState
from projects.flows.applications.telling import concerned
from projects.models import Project
from reviews.domain.draw import lot_plan
from reviews.enums import AppointmentState, DrawPurpose, PanelState
from reviews.flows.drawing import commit_draw, reveal_draw
from reviews.flows.panels.holding import panel_alone, panel_held, refuse_unless
from reviews.models import Appointment, Draw, Panel, PanelSlot, ReviewGroup, Seat
from reviews.queries.draws import drawn_of
from rounds.enums import RoundState, StageKind
from rounds.flows.locks import alone
from rounds.models import Stage
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

MOST_MINUTES: Final = 120
APART: Final = 10_000  # where places wait while their order changes


@dataclass(frozen=True)
class Plan:
    """What staff plan. ``projects`` and ``experts`` are keys of projects and of appointments."""

    name: str
    projects: tuple[int, ...]
    experts: tuple[int, ...]
    chair: int | None = None
    secretary: int | None = None
    group: int | None = None
    place: str = ""
    starts_at: datetime | None = None
    talk_minutes: int = 5
    answer_minutes: int = 5


def plan_panel(*, stage_id: int, plan: Plan, actor: User) -> Panel:
    """Plan a session of a stage of the kind panel.

    Raise ``RuleRefusal``: ``panel_not_now`` outside the review; ``panel_stage_wrong``; ``panel_name_missing``,
    ``panel_minutes``; ``panel_projects_missing``, ``panel_project_unknown`` for one that is not accepted in this round,
    ``panel_project_elsewhere`` for one in another session of the stage; ``panel_experts_missing``,
    ``panel_expert_unknown`` for one who has not signed, ``panel_chair_unknown``, ``panel_secretary_unknown``.
    """
    with alone(Stage.objects.values_list("round_id", flat=True).get(pk=stage_id)) as round_:
        if round_.state != RoundState.REVIEWING:
            raise RuleRefusal("panel_not_now")
        stage = Stage.objects.select_related("round").get(pk=stage_id)
        if stage.kind != StageKind.PANEL:
            raise RuleRefusal("panel_stage_wrong")
        _refuse_unclear(stage, plan, panel=None)
        panel = Panel.objects.create(stage=stage, **_fields(stage, plan))
        _fill(panel, plan)
        record(actor=actor, verb="panel.plan", subject=panel, after=panel.state, **_facts(panel, plan))
        return panel


def change_panel(*, panel_id: int, plan: Plan, actor: User) -> Panel:
    """Change a session that has not begun. Once the order is promised, its list of projects stands.

    Raise ``RuleRefusal``: what ``plan_panel`` raises; ``panel_illegal_move``; ``panel_order_promised``.
    """
    with panel_alone(panel_id) as seen:
        panel = seen.panel
        refuse_unless(panel, PanelState.PLANNED)
        _refuse_unclear(panel.stage, plan, panel=panel)
        before = set(panel.slots.values_list("project_id", flat=True))
        if panel.draw_id is not None and before != set(plan.projects):
            raise RuleRefusal("panel_order_promised")
        for field, value in _fields(panel.stage, plan).items():
            setattr(panel, field, value)
        panel.save()
        _fill(panel, plan)
        seen.turned()
        record(actor=actor, verb="panel.change", subject=panel, **_facts(panel, plan))
        return panel


def _refuse_unclear(stage: Stage, plan: Plan, *, panel: Panel | None) -> None:
    if not plan.name.strip():
        raise RuleRefusal("panel_name_missing")
    if not (1 <= plan.talk_minutes <= MOST_MINUTES and 0 <= plan.answer_minutes <= MOST_MINUTES):
        raise RuleRefusal("panel_minutes", most=MOST_MINUTES)
    if not plan.projects:
        raise RuleRefusal("panel_projects_missing")
    there = Project.objects.filter(round=stage.round_id, state=ProjectState.ACCEPTED, pk__in=plan.projects)
    if there.count() < len(set(plan.projects)):
        raise RuleRefusal("panel_project_unknown")
    elsewhere = PanelSlot.objects.filter(panel__stage=stage, project__in=plan.projects)
    if panel is not None:
        elsewhere = elsewhere.exclude(panel=panel)
    codes = list(elsewhere.order_by("project__code").values_list("project__code", flat=True))
    if codes:
        raise RuleRefusal("panel_project_elsewhere", codes="、".join(codes))
    if not plan.experts:
        raise RuleRefusal("panel_experts_missing")
    signed = Appointment.objects.filter(round=stage.round_id, state=AppointmentState.PLEDGED, pk__in=plan.experts)
    if signed.count() < len(set(plan.experts)):
        raise RuleRefusal("panel_expert_unknown")
    if plan.chair not in plan.experts:
        raise RuleRefusal("panel_chair_unknown")
    if plan.secretary is not None and not secretaries().filter(pk=plan.secretary).exists():
        raise RuleRefusal("panel_secretary_unknown")
    if plan.group is not None and not ReviewGroup.objects.filter(stage__round=stage.round_id, pk=plan.group).exists():
        raise RuleRefusal("panel_group_unknown")


def secretaries() -> Any:
    """Return who may keep the desk of a panel. One query and the clock's."""
    return holders_of(Role.OPERATOR, Role.CLERK, Role.HEAD)


def _fields(stage: Stage, plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name.strip()[:60], "place": plan.place.strip()[:120], "starts_at": plan.starts_at,
        "talk_minutes": plan.talk_minutes, "answer_minutes": plan.answer_minutes, "chair_id": plan.chair,
        "secretary_id": plan.secretary, "group_id": plan.group,
    }  # fmt: skip


def _fill(panel: Panel, plan: Plan) -> None:
    """Write seats and places down, those that stay as they were; without a draw the order is that of the numbers."""
    seats = dict(panel.seats.values_list("appointment_id", "pk"))
    panel.seats.exclude(appointment__in=plan.experts).delete()
    Seat.objects.bulk_create(Seat(panel=panel, appointment_id=key) for key in plan.experts if key not in seats)
    if panel.draw_id is not None:
        return
    panel.slots.all().delete()
    codes = Project.objects.filter(pk__in=plan.projects).order_by("code").values_list("pk", flat=True)
    PanelSlot.objects.bulk_create(
        PanelSlot(panel=panel, project_id=key, order=order) for order, key in enumerate(codes, start=1)
    )


def _facts(panel: Panel, plan: Plan) -> dict[str, Any]:
    return {
        "stage": panel.stage.order, "round": panel.stage.round.code, "projects": sorted(plan.projects),
        "experts": sorted(plan.experts), "chair": plan.chair,
        "starts_at": plan.starts_at.isoformat() if plan.starts_at else "", "place": panel.place,
    }  # fmt: skip


def promise_order(*, panel_id: int, actor: User) -> Draw:
    """Promise the draw of the running order: its list and its hash stand from now on, the secret is told to nobody.

    Raise ``RuleRefusal``: ``panel_illegal_move`` once it runs; ``panel_order_promised`` the second time, so that nobody
    draws until it pleases; ``draw_open`` while another session of the round waits to be drawn.
    """
    with panel_alone(panel_id) as seen:
        panel = seen.panel
        refuse_unless(panel, PanelState.PLANNED)
        if panel.draw_id is not None:
            raise RuleRefusal("panel_order_promised")
        codes = list(panel.slots.order_by("project__code").values_list("project__code", flat=True))
        round_ = panel.stage.round
        panel.draw = commit_draw(
            round_id=round_.pk, purpose=DrawPurpose.ORDER, label=panel.name,
            plan=lot_plan(f"{round_.code} {panel.stage.name} {panel.name} {panel.pk}", codes), actor=actor,
        )  # fmt: skip
        panel.save(update_fields=["draw"])
        record(actor=actor, verb="panel.promise_order", subject=panel, after=panel.draw.commitment, draw=panel.draw.pk)
        return panel.draw


def hold_order(*, panel_id: int, public: str, actor: User) -> Panel:
    """Hold the promised draw: its outcome is the running order. Raise ``RuleRefusal``: ``panel_order_not_promised``,
    ``panel_illegal_move``, ``draw_held``."""
    with panel_held(panel_id) as seen:
        panel = seen.panel
        refuse_unless(panel, PanelState.PLANNED)
        if panel.draw is None:
            raise RuleRefusal("panel_order_not_promised")
        draw = reveal_draw(draw_id=panel.draw.pk, public=public, actor=actor)
        _put_in_order(panel, drawn_of(draw).chosen[""])
        seen.turned()
        record(actor=actor, verb="panel.hold_order", subject=panel, after=draw.result["chosen"], draw=draw.pk)
        return panel


def _put_in_order(panel: Panel, codes: Iterable[str]) -> None:
    places = {slot.project.code: slot for slot in panel.slots.select_for_update(of=("self",)).select_related("project")}
    wanted = [places[code] for code in codes]
    for shift in (APART, 0):
        for order, slot in enumerate(wanted, start=1):
            slot.order = order + shift
        PanelSlot.objects.bulk_update(wanted, ["order"])


def announce_panel(*, panel_id: int, actor: User) -> int:
    """Tell experts and applicants when and where, applicants their place in the order. Return how many were told.

    Raise ``RuleRefusal``: ``panel_time_missing`` without a time and a place; ``panel_order_not_drawn``.
    """
    with panel_held(panel_id) as seen:
        panel = seen.panel
        refuse_unless(panel, PanelState.PLANNED, PanelState.RUNNING)
        if panel.starts_at is None or not panel.place:
            raise RuleRefusal("panel_time_missing")
        slots = list(panel.slots.select_related("project__organization"))
        refuse_undrawn(panel, len(slots))
        when = panel.starts_at.astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M")
        told = {"name": panel.name, "when": when, "place": panel.place}
        with translation.override("zh-hans"):
            path = reverse("review:panel", args=[panel.pk])
        seats = panel.seats.filter(appointment__expert__user__isnull=False).select_related("appointment__expert__user")
        key = f"{panel.pk}:{when}:{panel.place}"[:80]
        count = tell_all(
            [seat.appointment.expert.user for seat in seats], "panel_seat", key, path=path, count=len(slots), **told
        )
        for slot in slots:
            people = concerned(slot.project)
            count += tell_all(
                people, "panel_call", f"{key}:{slot.order}"[:80], code=slot.project.code, order=slot.order,
                minutes=panel.talk_minutes, answers=panel.answer_minutes, **told,
            )  # fmt: skip
        record(actor=actor, verb="panel.announce", subject=panel, count=count)
        return count


def refuse_undrawn(panel: Panel, places: int) -> None:
    """Raise ``RuleRefusal("panel_order_not_drawn")`` for several projects whose order nobody drew."""
    if places > 1 and (panel.draw is None or panel.draw.revealed_at is None):
        raise RuleRefusal("panel_order_not_drawn")
