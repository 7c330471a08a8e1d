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
from reviews.queries.scoring import Item, rubric_of
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
    slot = panel.slots.filter(state=SlotState.CURRENT).only("order", "opened_at").first()
    return Turn(
        panel.turn, panel.state, slot.order if slot else None, slot.opened_at if slot else None, panel.talk_minutes,
        panel.answer_minutes,
    )  # fmt: skip


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


def places_for(panel: Panel, items: Sequence[Item], *, absent: bool) -> list[Place]:
    """Return the running order for an expert: of a called project its name, of one that waits its number only.

    ``items`` are what the expert may know of; where there is none in a running session the project is barred, and
    nothing but that is said of it. One query, and one for the rubric.
    """
    rubric = rubric_of(panel.stage.round)
    by_code = {item.code: item for item in items}
    slots = panel.slots.select_related("project").order_by("order")
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


def least_told(panel: Panel) -> list[tuple[int, int, int]]:
    """Return for each called place how many sheets are whole of how many that are due: the chair sees no marks."""
    session = session_of(panel, rubric_of(panel.stage.round))
    return [
        (line.slot.order, line.done, line.due)
        for line in session.lines
        if line.slot.state in SlotState.called and line.slot.locked_at is None
    ]
