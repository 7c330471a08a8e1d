"""An expert's scores during the session, and the note that a tablet has fetched what is on."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from accounts.models import User
from reviews.enums import SheetState, SlotState
from reviews.flows.scoring import Held, Saved, held, write_draft
from reviews.models import PanelSlot, Seat
from reviews.queries.panels import COMMENT_LEAST
from reviews.queries.scoring import problems_of, rubric_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def save_live(
    *,
    assignment_id: int,
    marks: Mapping[str, Any],
    opinion: str = "",
    comment: str = "",
    turn: int | None = None,
    key: str = "",
    actor: User,
) -> Saved:
    """Keep an expert's draft of a project that was called. The days of the stage do not matter, the session does.

    ``turn`` and ``key`` as in ``reviews.flows.scoring.save_sheet``. Raise ``RuleRefusal``: what ``held`` raises;
    ``panel_not_called``; ``panel_slot_locked``, ``sheet_sealed``, ``sheet_moved``, ``mark_unknown``, ``comment_long``,
    ``opinion_unknown``.
    """
    with held(assignment_id, actor=actor) as seen:
        rubric = rubric_of(seen.assignment.stage.round)
        if seen.sheet is not None and key and seen.sheet.key == key:
            return Saved(seen.sheet, problems_of(rubric, seen.sheet, COMMENT_LEAST))
        refuse_closed(seen)
        if seen.sheet is not None and turn is not None and seen.sheet.turn != turn:
            raise RuleRefusal("sheet_moved")
        sheet = write_draft(seen, marks=marks, opinion=opinion, comment=comment, key=key, actor=actor, rubric=rubric)
        return Saved(sheet, problems_of(rubric, sheet, COMMENT_LEAST))


def refuse_closed(seen: Held) -> PanelSlot:
    """Return the place of a held assignment where it may be scored now.

    Raise ``RuleRefusal``: ``panel_not_called`` before the project was called or where it stayed away;
    ``panel_slot_locked``, ``sheet_sealed``.
    """
    assignment = seen.assignment
    slot = PanelSlot.objects.filter(
        panel__stage=assignment.stage_id, project=assignment.project_id,
        panel__seats__appointment=assignment.appointment_id,
    ).first()  # fmt: skip
    if slot is None or slot.state not in SlotState.called:
        raise RuleRefusal("panel_not_called")
    if slot.locked_at is not None:
        raise RuleRefusal("panel_slot_locked", order=slot.order)
    if seen.sheet is not None and seen.sheet.state != SheetState.DRAFT:
        raise RuleRefusal("sheet_sealed")
    return slot


def note_seen(*, panel_id: int, turn: int, actor: User) -> None:
    """Note that the expert's tablet has fetched this change: one row written for each change, whatever the polling."""
    rows = Seat.objects.filter(panel=panel_id, appointment__expert__user=actor)
    rows.filter(Q(seen_turn__isnull=True) | Q(seen_turn__lt=turn)).update(seen_turn=turn, seen_at=clock.now())
