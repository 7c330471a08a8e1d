"""The session as its secretary runs it: begin, call one project after the other, close. Every change counts a turn."""

from accounts.models import User
from reviews.domain.lifecycle import PANEL_LIFE, SLOT_LIFE
from reviews.enums import PanelState, SlotState
from reviews.flows.panels.holding import HeldPanel, panel_held, refuse_unless
from reviews.flows.panels.planning import refuse_undrawn
from reviews.flows.panels.seating import give_places, take_back
from reviews.models import Assignment, Panel, PanelSlot
from venture.audit.flows import record, step
from venture.kernel.errors import RuleRefusal

LONGEST = 300


def start_panel(*, panel_id: int, actor: User) -> Panel:
    """Begin: each expert who is there gets each project, save where a conflict stands.

    Raise ``RuleRefusal``: ``panel_illegal_move``; ``panel_order_not_drawn``; ``panel_nobody_there``.
    """
    with panel_held(panel_id) as seen:
        panel = seen.panel
        PANEL_LIFE.target_of("start", panel.state)
        slots = list(panel.slots.all())
        refuse_undrawn(panel, len(slots))
        seats = list(panel.seats.filter(absent_at__isnull=True))
        if not seats:
            raise RuleRefusal("panel_nobody_there")
        give_places(panel, slots, seats, now=seen.now, actor=actor)
        step(
            panel, PANEL_LIFE, "start", noun="panel", actor=actor,
            facts={"experts": len(seats), "projects": len(slots)}, turn=panel.turn + 1,
        )  # fmt: skip
        return panel


def call_project(*, panel_id: int, order: int, actor: User) -> PanelSlot:
    """Put a project on: the next one, one before, or one that comes late. Whoever was on has been heard.

    Done twice it changes nothing. Raise ``RuleRefusal``: ``panel_illegal_move`` unless it runs; ``panel_slot_unknown``;
    ``panel_slot_locked``.
    """
    with panel_held(panel_id) as seen:
        refuse_unless(seen.panel, PanelState.RUNNING)
        return _call(seen, seen.slot(order), actor)


def call_next(*, panel_id: int, actor: User) -> PanelSlot:
    """Put the next waiting project on. Raise like ``call_project``; ``panel_all_heard`` where none waits."""
    with panel_held(panel_id) as seen:
        refuse_unless(seen.panel, PanelState.RUNNING)
        on = seen.current()
        waiting = seen.panel.slots.filter(state=SlotState.WAITING, locked_at__isnull=True).order_by("order")
        behind = waiting.filter(order__gt=on.order) if on is not None else waiting
        wanted = behind.first() or waiting.first()
        if wanted is None:
            raise RuleRefusal("panel_all_heard")
        return _call(seen, seen.slot(wanted.order), actor)


def _call(seen: HeldPanel, slot: PanelSlot, actor: User) -> PanelSlot:
    if slot.locked_at is not None:
        raise RuleRefusal("panel_slot_locked", order=slot.order)
    if slot.state == SlotState.CURRENT:
        return slot
    _end(seen, actor)
    if slot.state == SlotState.ABSENT:
        seats = seen.panel.seats.filter(absent_at__isnull=True)
        give_places(seen.panel, [slot], seats, now=seen.now, actor=actor)
    step(
        slot, SLOT_LIFE, "call", noun="slot", actor=actor, facts={"order": slot.order, "panel": seen.panel.pk},
        opened_at=seen.now, closed_at=None, note="",
    )  # fmt: skip
    seen.turned()
    return slot


def _end(seen: HeldPanel, actor: User) -> None:
    on = seen.current()
    if on is not None:
        step(
            on, SLOT_LIFE, "end", noun="slot", actor=actor, facts={"order": on.order, "panel": seen.panel.pk},
            closed_at=seen.now,
        )  # fmt: skip


def restart_clock(*, panel_id: int, actor: User) -> PanelSlot:
    """Let the time of the project that is on begin anew. Raise ``RuleRefusal``: ``panel_nothing_on``."""
    with panel_held(panel_id) as seen:
        refuse_unless(seen.panel, PanelState.RUNNING)
        slot = seen.current()
        if slot is None:
            raise RuleRefusal("panel_nothing_on")
        before, slot.opened_at = slot.opened_at, seen.now
        slot.save(update_fields=["opened_at"])
        seen.turned()
        record(
            actor=actor, verb="slot.restart", subject=slot, before=before.isoformat() if before else "",
            after=seen.now.isoformat(), order=slot.order,
        )  # fmt: skip
        return slot


def miss_project(*, panel_id: int, order: int, reason: str, actor: User) -> PanelSlot:
    """Note that a project does not show up; nobody is asked to score it. It may still be called later.

    Raise ``RuleRefusal``: ``panel_reason_missing``, ``panel_slot_unknown``, ``panel_slot_locked``,
    ``slot_illegal_move`` for one that was heard.
    """
    said = reason.strip()[:LONGEST]
    if not said:
        raise RuleRefusal("panel_reason_missing")
    with panel_held(panel_id) as seen:
        panel = seen.panel
        refuse_unless(panel, PanelState.RUNNING)
        slot = seen.slot(order)
        if slot.locked_at is not None:
            raise RuleRefusal("panel_slot_locked", order=slot.order)
        step(
            slot, SLOT_LIFE, "miss", noun="slot", actor=actor,
            facts={"order": slot.order, "panel": panel.pk, "reason": said}, closed_at=seen.now, note=said,
        )  # fmt: skip
        rows = Assignment.objects.filter(
            stage=panel.stage_id, project=slot.project_id, appointment__in=panel.seats.values("appointment")
        )
        take_back(rows, now=seen.now, actor=actor, reason=said)
        seen.turned()
        return slot


def close_panel(*, panel_id: int, actor: User) -> Panel:
    """End the hearing; scores can be set right until the chair locks them. Raise ``RuleRefusal``:
    ``panel_illegal_move``; ``panel_slots_waiting`` while a project was neither heard nor noted as missing."""
    with panel_held(panel_id) as seen:
        panel = seen.panel
        PANEL_LIFE.target_of("close", panel.state)
        _end(seen, actor)
        waiting = panel.slots.filter(state=SlotState.WAITING).count()
        if waiting:
            raise RuleRefusal("panel_slots_waiting", count=waiting)
        step(panel, PANEL_LIFE, "close", noun="panel", actor=actor, turn=panel.turn + 1)
        return panel


def resume_panel(*, panel_id: int, actor: User) -> Panel:
    """Go on after the hearing was closed. Raise ``RuleRefusal("panel_illegal_move")``."""
    with panel_held(panel_id) as seen:
        step(seen.panel, PANEL_LIFE, "resume", noun="panel", actor=actor, turn=seen.panel.turn + 1)
        return seen.panel
