"""One lock for all steps of a panel: the round shared, then the panel; the clock is read after both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from reviews.enums import PanelState, SlotState
from reviews.models import Panel, PanelSlot
from rounds.enums import RoundState
from rounds.flows.locks import alone, shared
from rounds.models import Round
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@dataclass
class HeldPanel:
    """A panel that the caller holds locked, and the instant of the act."""

    panel: Panel
    now: datetime

    def slot(self, order: int) -> PanelSlot:
        """Return the place with this number, locked. Raise ``RuleRefusal("panel_slot_unknown")``."""
        slot = _slots(self.panel).filter(order=order).first()
        if slot is None:
            raise RuleRefusal("panel_slot_unknown")
        return slot

    def current(self) -> PanelSlot | None:
        return _slots(self.panel).filter(state=SlotState.CURRENT).first()

    def turned(self) -> None:
        """Count one more change: whoever follows asks again."""
        self.panel.turn += 1
        self.panel.save(update_fields=["turn"])


def _slots(panel: Panel) -> QuerySet[PanelSlot]:
    return panel.slots.select_for_update(of=("self",)).select_related("project")


@contextmanager
def panel_held(panel_id: int) -> Iterator[HeldPanel]:
    """Hold a panel for one step, beside those who score in it.

    Opens a transaction. Raise ``RuleRefusal("panel_not_now")`` where the round is not under review,
    ``Panel.DoesNotExist``.
    """
    with shared(_round_of(panel_id)) as (round_, _then):
        yield _locked(panel_id, round_)


@contextmanager
def panel_alone(panel_id: int) -> Iterator[HeldPanel]:
    """Hold a panel with its round for oneself: for draws and lists. Raise like ``panel_held``."""
    with alone(_round_of(panel_id)) as round_:
        yield _locked(panel_id, round_)


def refuse_unless(panel: Panel, *states: PanelState) -> None:
    """Raise ``RuleRefusal("panel_illegal_move")`` where the panel stands in none of ``states``."""
    if panel.state not in states:
        raise RuleRefusal("panel_illegal_move", state=PanelState(panel.state).label)


def _round_of(panel_id: int) -> int:
    return Panel.objects.values_list("stage__round_id", flat=True).get(pk=panel_id)


def _locked(panel_id: int, round_: Round) -> HeldPanel:
    if round_.state != RoundState.REVIEWING:
        raise RuleRefusal("panel_not_now")
    rows = Panel.objects.select_for_update(of=("self",)).select_related("stage__round", "draw")
    return HeldPanel(rows.get(pk=panel_id), clock.now())
