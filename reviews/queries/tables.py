"""A panel as those at its table may know it: what is on, the own projects, and how far the others are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from reviews.domain import scoring
from reviews.enums import PanelState, SlotState
from reviews.models import Panel, PanelSlot, Seat
from reviews.queries.panels import is_whole, session_of
from reviews.queries.scoring import Item
from venture.kernel.prepared import Prepared


@dataclass(frozen=True)
class Turn:
    """What a tablet asks for every two seconds."""

    turn: int
    state: str
    order: int | None
    opened_at: datetime | None
    talk_minutes: int
    answer_minutes: int


def turn_of(panel: Panel) -> Turn:
    """Return what is on. One query."""
    on = panel.slots.filter(state=SlotState.CURRENT).values_list("order", "opened_at")
    return _turn(panel, on.first())


def turn_among(panel: Panel, slots: Sequence[PanelSlot]) -> Turn:
    """Return what is on among the places that were read."""
    on = [(slot.order, slot.opened_at) for slot in slots if slot.state == SlotState.CURRENT]
    return _turn(panel, next(iter(on), None))


def _turn(panel: Panel, on: tuple[int, datetime | None] | None) -> Turn:
    order, opened_at = on or (None, None)
    return Turn(panel.turn, panel.state, order, opened_at, panel.talk_minutes, panel.answer_minutes)


def slots_of(panel: Panel) -> list[PanelSlot]:
    """Return the places of the running order with their projects. One query."""
    return list(panel.slots.select_related("project").order_by("order"))


def sat_by(user: Any) -> list[Panel]:
    """Return the sessions at which the person sits and that are not over. One query."""
    return _SAT_BY(user=user.pk)


_SAT_BY: Final = Prepared(
    lambda user: (
        Panel.objects.filter(
            seats__appointment__expert__user=user, seats__appointment__state="pledged", stage__round__state="reviewing"
        )
        .exclude(state=PanelState.LOCKED)
        .select_related("stage__round")
        .order_by("starts_at", "pk")
        .distinct()
    )
)


@dataclass(frozen=True)
class Place:
    """A place of the running order as one expert may know it: ``item`` is there for a called project of the own."""

    order: int
    state: str
    label: str
    item: Item | None
    mine: bool
    done: bool
    locked: bool
    barred: bool

    @property
    def called(self) -> bool:
        return self.state in SlotState.called


def for_table() -> QuerySet[Panel]:
    """Return sessions as their experts see them: seats come with their appointments. Two queries."""
    return Panel.objects.select_related("stage__round", "chair__expert")


def seat_of(panel: Panel, user: Any) -> Seat | None:
    """Return where somebody sits. One query."""
    return panel.seats.filter(appointment__expert__user=user).select_related("appointment").first()


def places_for(
    panel: Panel, slots: Sequence[PanelSlot], items: Sequence[Item], rubric: scoring.Rubric, *, absent: bool
) -> list[Place]:
    """Return the running order for an expert: of a called project its name, of one that waits its number only.

    ``items`` are what the expert may know of; where there is none in a running session the project is barred, and
    nothing but that is said of it. No query.
    """
    by_code = {item.code: item for item in items}
    return [_place(slot, panel, by_code.get(slot.project.blind_code), rubric, absent=absent) for slot in slots]


def _place(slot: PanelSlot, panel: Panel, item: Item | None, rubric: scoring.Rubric, *, absent: bool) -> Place:
    locked = slot.locked_at is not None
    called = slot.state in SlotState.called
    begun = panel.state != PanelState.PLANNED
    barred = begun and item is None and not absent and not locked and slot.state != SlotState.ABSENT
    label = slot.project.blind_code if panel.stage.blind else slot.project.title or slot.project.code
    done = item is not None and (item.sealed or is_whole(rubric, item.sheet))
    return Place(
        slot.order, slot.state, label if called and item is not None else "", item if called else None,
        item is not None, done, locked, barred,
    )  # fmt: skip


def least_told(panel: Panel, slots: Sequence[PanelSlot], rubric: scoring.Rubric) -> list[tuple[int, int, int]]:
    """Return for each called place how many sheets are whole of how many that are due: the chair sees no marks.

    Three queries, and one where sheets were begun.
    """
    session = session_of(panel, rubric, slots)
    return [
        (line.slot.order, line.done, line.due)
        for line in session.lines
        if line.slot.state in SlotState.called and line.slot.locked_at is None
    ]
