"""Who plans and runs a live panel, who keys in its paper, who sits on it, and who locks its scores."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from organizations.permissions import VIEWERS, in_areas
from reviews.enums import AppointmentState, KeyedState, PanelState, SlotState
from reviews.models import PANEL_PURPOSE, Panel, PanelSlot, Seat
from reviews.permissions.scoring import RUNNERS, own
from rounds.enums import RoundState, StageKind
from venture.files.enums import Kind
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import NOBODY, declare, declare_act

AREA = "stage__round__area__code"
REVIEWING = Q(stage__round__state=RoundState.REVIEWING)
BEGUN = (PanelState.RUNNING, PanelState.CLOSED)


def _run(user: Any, *states: PanelState) -> Q:
    return in_areas(user, AREA, *RUNNERS) & REVIEWING & Q(state__in=states)


def _seated(user: Any) -> Q:
    """The sessions at which somebody sits who has signed; those of another round's time are over."""
    if not user.has_role(Role.EXPERT):
        return NOBODY
    seat = Seat.objects.filter(
        panel=OuterRef("pk"), appointment__expert__user=user, appointment__state=AppointmentState.PLEDGED
    )
    return REVIEWING & Q(Exists(seat))


def _chairs(user: Any) -> Q:
    if not user.has_role(Role.EXPERT):
        return NOBODY
    return REVIEWING & Q(
        chair__expert__user=user, chair__state=AppointmentState.PLEDGED, state__in=BEGUN
    )  # fmt: skip


def _own_of_panels(user: Any) -> Q:
    rows = own(user)
    return rows if rows == NOBODY else rows & Q(stage__kind=StageKind.PANEL)


def _to_score(user: Any) -> Q:
    """The own assignments of panels whose project was called: what an expert opens and scores there."""
    rows = _own_of_panels(user)
    if rows == NOBODY:
        return rows
    called = PanelSlot.objects.filter(
        panel__stage=OuterRef("stage_id"), project=OuterRef("project_id"), state__in=list(SlotState.called),
        panel__seats__appointment=OuterRef("appointment_id"),
    )  # fmt: skip
    return rows & Q(Exists(called))


# Staff. Rows are stages for a new session, then sessions.
declare("panels.view", lambda user: in_areas(user, AREA, *VIEWERS))
declare_act("panels.add", lambda user: user.has_role(*RUNNERS))
declare(
    "panels.arrange",
    lambda user: (
        in_areas(user, "round__area__code", *RUNNERS) & Q(kind=StageKind.PANEL, round__state=RoundState.REVIEWING)
    ),
)
declare("panels.plan", lambda user: _run(user, PanelState.PLANNED))
declare("panels.seat", lambda user: _run(user, PanelState.PLANNED, *BEGUN))
declare("panels.start", lambda user: _run(user, PanelState.PLANNED))
declare("panels.announce", lambda user: _run(user, PanelState.PLANNED, PanelState.RUNNING))
declare("panels.run", lambda user: _run(user, PanelState.RUNNING))
declare("panels.resume", lambda user: _run(user, PanelState.CLOSED))
declare("panels.lock", lambda user: _run(user, *BEGUN))
declare("panels.key", lambda user: _run(user, *BEGUN))
declare("panels.scan", lambda user: _run(user, *BEGUN, PanelState.LOCKED))
declare("panels.pay", lambda user: in_areas(user, AREA, *RUNNERS) & ~Q(state=PanelState.PLANNED))
declare(
    "panels.check",
    lambda user: (
        in_areas(user, f"assignment__{AREA}", *RUNNERS)
        & Q(state__in=list(KeyedState.open), assignment__stage__round__state=RoundState.REVIEWING)
    ),
)

# Experts.
declare("panels.sit", _seated)
declare("panels.chair", _chairs)
declare("reviews.sit", _to_score)
declare("reviews.at_table", _own_of_panels)
declare("reviews.read", lambda user: policy.condition(user, "reviews.score") | _to_score(user))


def _paper(user: Any) -> Q:
    """The signed papers belong to those who look after the session."""
    seen = policy.visible(user, "panels.view", Panel.objects.all())
    of_panel = seen.filter(paper=OuterRef("pk"))
    of_seat = Seat.objects.filter(panel__in=seen, paper=OuterRef("pk"))
    return Q(Exists(of_panel)) | Q(Exists(of_seat))


declare_purpose(
    PANEL_PURPOSE, label=_("Signed paper of a panel"), kinds=PAPERS | PICTURES, max_mb=30, rule=_paper, sensitive=True
)
# A workbook of scores is read and forgotten; what it says is kept row by row.
declare_purpose(
    "reviews.panel_book", label=_("Workbook of a panel"), kinds={Kind.XLSX}, max_mb=5, rule=lambda user: NOBODY
)
