"""The chair locks: every sheet is sealed into the log, and nobody changes a score any more."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from accounts.models import User
from reviews.domain.lifecycle import PANEL_LIFE, SLOT_LIFE
from reviews.enums import AssignmentState, ConflictState, KeyedState, PanelState, SheetState, SlotState
from reviews.flows.panels.holding import HeldPanel, panel_held, refuse_unless
from reviews.flows.panels.seating import take_back
from reviews.flows.scoring import Held
from reviews.flows.sealing import seal_held
from reviews.models import Assignment, Conflict, KeyedSheet, Panel, PanelSlot, ScoreSheet
from reviews.queries.panels import COMMENT_LEAST, is_whole
from reviews.queries.rankings import least_sheets
from reviews.queries.scoring import rubric_of
from venture.audit.flows import record, step
from venture.kernel.errors import RuleRefusal

LONGEST = 300


def lock_project(*, panel_id: int, order: int, reason: str = "", actor: User) -> PanelSlot:
    """Seal all sheets of a project that was called; if it is still on, it has been heard. Twice changes nothing.

    ``reason`` is asked for where a sheet is missing or fewer are there than make a mean: then those experts are not
    waited for. Raise ``RuleRefusal``: ``panel_illegal_move``, ``panel_slot_unknown``, ``panel_not_called``;
    ``panel_keyed_open`` while a sheet from paper waits for its second person; ``panel_sheets_missing`` with who lacks.
    """
    with panel_held(panel_id) as seen:
        refuse_unless(seen.panel, PanelState.RUNNING, PanelState.CLOSED)
        slot = seen.slot(order)
        if slot.state not in SlotState.called:
            raise RuleRefusal("panel_not_called")
        _lock(seen, [slot], reason, actor)
        seen.turned()
        return slot


def lock_panel(*, panel_id: int, reason: str = "", actor: User) -> Panel:
    """Seal everything that is not sealed yet and lock the session for good.

    Raise like ``lock_project``, and ``panel_slots_waiting`` while a project was neither heard nor noted as missing.
    """
    with panel_held(panel_id) as seen:
        panel = seen.panel
        PANEL_LIFE.target_of("lock", panel.state)
        slots = list(panel.slots.select_for_update(of=("self",)).select_related("project").order_by("order"))
        waiting = sum(slot.state == SlotState.WAITING for slot in slots)
        if waiting:
            raise RuleRefusal("panel_slots_waiting", count=waiting)
        for slot in slots:
            if slot.state == SlotState.CURRENT:
                raise RuleRefusal("panel_still_on", order=slot.order)
        _lock(seen, [slot for slot in slots if slot.state == SlotState.HEARD], reason, actor)
        step(
            panel, PANEL_LIFE, "lock", noun="panel", actor=actor, facts={"reason": reason.strip()[:LONGEST]},
            locked_by=actor, locked_at=seen.now, reason=reason.strip()[:LONGEST], turn=panel.turn + 1,
        )  # fmt: skip
        return panel


def _lock(seen: HeldPanel, slots: Sequence[PanelSlot], reason: str, actor: User) -> None:
    open_ = [slot for slot in slots if slot.locked_at is None]
    rubric = rubric_of(seen.panel.stage.round)
    lacking: list[str] = []
    found: list[tuple[PanelSlot, list[Held], list[Held]]] = []
    for slot in open_:
        rows = _rows(seen, slot)
        whole = [each for each in rows if each.sheet is not None and is_whole(rubric, each.sheet)]
        missing = [each for each in rows if each not in whole]
        found.append((slot, whole, missing))
        names = "、".join(each.assignment.appointment.expert.name for each in missing)
        least = least_sheets(seen.panel.stage)
        if missing:
            lacking.append(f"{slot.order}（{names}）")
        elif len(whole) < least:
            lacking.append(f"{slot.order}（{len(whole)}/{least}）")
    if lacking and not reason.strip():
        raise RuleRefusal("panel_sheets_missing", words="；".join(lacking))
    for slot, whole, missing in found:
        sealed = [_sealed(each, actor) for each in whole]
        gone = Assignment.objects.filter(pk__in=[each.assignment.pk for each in missing])
        take_back(gone, now=seen.now, actor=actor, reason=reason.strip()[:LONGEST])
        if slot.state == SlotState.CURRENT:
            step(
                slot, SLOT_LIFE, "end", noun="slot", actor=actor, facts={"order": slot.order, "panel": seen.panel.pk},
                closed_at=seen.now,
            )  # fmt: skip
        slot.locked_by, slot.locked_at = actor, seen.now
        slot.save(update_fields=["locked_by", "locked_at"])
        record(
            actor=actor, verb="slot.lock", subject=slot, order=slot.order, panel=seen.panel.pk, sheets=sorted(sealed),
            missing=[each.assignment.appointment_id for each in missing], reason=reason.strip()[:LONGEST],
        )  # fmt: skip


def _sealed(each: Held, actor: User) -> str:
    """Seal a draft; return the hash of the sealed sheet."""
    if each.sheet is not None and each.sheet.state == SheetState.SEALED:
        return each.sheet.sha256
    return seal_held(each, actor=actor, least=COMMENT_LEAST).sha256


def _rows(seen: HeldPanel, slot: PanelSlot) -> list[Held]:
    """Lock the assignments of a place that count, with their sheets; a standing conflict takes one out."""
    conflict = Conflict.objects.filter(
        project=OuterRef("project_id"), expert=OuterRef("appointment__expert_id"), state=ConflictState.STANDING
    )
    wanted = Assignment.objects.filter(
        ~Exists(conflict), stage=seen.panel.stage_id, project=slot.project_id,
        appointment__in=seen.panel.seats.values("appointment"), state__in=list(AssignmentState.counting),
    )  # fmt: skip
    # The sheets before the assignments, as whoever saves does: so neither waits for the other in a ring.
    begun = ScoreSheet.objects.select_for_update(of=("self", "assignment")).select_related("assignment")
    begun = begun.defer("content").filter(assignment__in=wanted).exclude(state=SheetState.REPLACED)
    list(begun.order_by("assignment_id"))
    people = ("stage__round", "project", "submission", "appointment__expert")
    assignments = list(wanted.select_for_update(of=("self",)).select_related(*people).order_by("pk"))
    if KeyedSheet.objects.filter(assignment__in=assignments, state__in=list(KeyedState.open)).exists():
        raise RuleRefusal("panel_keyed_open", order=slot.order)
    sheets = ScoreSheet.objects.filter(assignment__in=assignments).exclude(state=SheetState.REPLACED)
    standing = {sheet.assignment_id: sheet for sheet in sheets}
    return [Held(row, standing.get(row.pk), seen.now) for row in assignments]
