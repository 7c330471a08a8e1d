"""Who screens applications, confirms a refusal and recommends for a district. The rows are applications."""

from typing import Any

from django.db.models import Q

from accounts.domain.areas import EVERYWHERE, prefix_of
from accounts.enums import Role
from organizations.permissions import DECIDERS, in_areas
from projects.enums import ProjectState
from projects.permissions.applications import AREA
from reviews.enums import ScreeningState
from venture.kernel.policy import NOBODY, declare, declare_act

SCREENERS = (*DECIDERS, Role.OPERATOR)


def _screeners(user: Any) -> Q:
    """A district's people screen where the round has no step for districts; with one, they recommend."""
    everywhere = EVERYWHERE in user.areas_of(*SCREENERS)
    rows = in_areas(user, AREA, *SCREENERS)
    return rows if everywhere else rows & Q(round__district_first=False)


def _advisers(user: Any) -> Q:
    """Whoever answers for a district, not for the whole city."""
    codes = {code for code in user.areas_of(*DECIDERS) if code != EVERYWHERE}
    if not codes:
        return NOBODY
    rows = Q()
    for code in sorted(codes):
        rows |= _inside(code)
    return rows & Q(round__district_first=True, state=ProjectState.SUBMITTED, screening__isnull=True)


def _inside(code: str) -> Q:
    return Q(**{f"{AREA}__startswith": prefix_of(code)})


declare("screening.screen", lambda user: _screeners(user) & Q(state=ProjectState.SUBMITTED))
declare(
    "screening.confirm_refusal",
    lambda user: (
        in_areas(user, AREA, *DECIDERS) & Q(state=ProjectState.SUBMITTED, screening__state=ScreeningState.REFUSAL)
    ),
)
declare("screening.recommend", _advisers)
declare_act("screening.remind", lambda user: user.has_role(*SCREENERS))
