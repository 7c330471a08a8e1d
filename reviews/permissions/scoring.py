"""Which projects an expert opens, scores and steps aside from; which staff follow it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from organizations.permissions import DECIDERS, VIEWERS, in_areas
from organizations.queries import is_member
from reviews.enums import AppointmentState, AssignmentState, ConflictState, RecusalState, SheetState
from reviews.models import Conflict
from rounds.enums import RoundState, StageKind
from venture.kernel.policy import NOBODY, declare, declare_act

AREA = "area__code"
# Where there is something of a review to follow.
LATER = (*(RoundState.public() - RoundState.before_review()), RoundState.CLOSED)
RUNNERS = (*DECIDERS, Role.OPERATOR)


def own(user: Any) -> Q:
    """Return the assignments that an expert has and may know of: signed, counting, without a standing conflict.

    Everything that an expert is shown or counted starts here, so that one who stepped aside or has a conflict can
    neither open, score, count nor infer. Nor can somebody who belongs to the applicant, whatever was declared.
    """
    if not user.has_role(Role.EXPERT):
        return NOBODY
    conflict = Conflict.objects.filter(
        project=OuterRef("project_id"), expert=OuterRef("appointment__expert_id"), state=ConflictState.STANDING
    )
    theirs = is_member(user, organization_ref="project__organization_id")
    return Q(
        appointment__expert__user=user, appointment__state=AppointmentState.PLEDGED,
        state__in=AssignmentState.counting, stage__round__state=RoundState.REVIEWING,
    ) & ~Q(Exists(conflict)) & ~Q(theirs)  # fmt: skip


def _to_score(user: Any) -> Q:
    """Of written reviews. Reading may begin with the review; on which days scores are taken, the flow decides by the
    clock and says so: what was typed is not lost in a missing page.
    """
    rows = own(user)
    return rows if rows == NOBODY else rows & Q(stage__kind=StageKind.REVIEW)


def _of_round(user: Any, prefix: str, *roles: Role) -> Q:
    return in_areas(user, f"{prefix}round__{AREA}", *roles)


declare_act("reviews.expert", lambda user: user.has_role(Role.EXPERT))
declare("reviews.score", _to_score)
declare("reviews.follow", lambda user: in_areas(user, AREA, *VIEWERS) & Q(state__in=LATER))
declare("reviews.run", lambda user: in_areas(user, AREA, *RUNNERS) & Q(state__in=("closed", "reviewing")))
declare("reviews.view_sheets", lambda user: _of_round(user, "assignment__stage__", *VIEWERS))
declare(
    "reviews.reopen",
    lambda user: (
        _of_round(user, "assignment__stage__", *DECIDERS)
        & Q(state=SheetState.SEALED, assignment__stage__round__state=RoundState.REVIEWING)
    ),
)
declare("reviews.view_recusals", lambda user: _of_round(user, "assignment__stage__", *VIEWERS))
declare(
    "reviews.confirm_recusal",
    lambda user: _of_round(user, "assignment__stage__", *DECIDERS) & Q(state=RecusalState.ASKED),
)
