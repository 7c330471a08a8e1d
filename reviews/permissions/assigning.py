"""Who plans and changes the assignment of experts. The rows are stages of written review, and plans of one."""

from django.db.models import Q

from accounts.enums import Role
from accounts.permissions import in_areas
from reviews.enums import PlanState
from rounds.enums import RoundState
from venture.kernel.policy import declare

PLANNERS = (Role.CLERK, Role.HEAD, Role.OPERATOR)
READERS = (*PLANNERS, Role.AUDITOR, Role.SUPERVISION)
STAGE = "round__area__code"
SEEN = (
    RoundState.CLOSED, RoundState.REVIEWING, RoundState.DECIDED, RoundState.IMPLEMENTING, RoundState.ARCHIVED,
)  # fmt: skip

declare("assigning.view", lambda user: in_areas(user, STAGE, *READERS) & Q(kind="review", round__state__in=SEEN))
declare(
    "assigning.propose",
    lambda user: (
        in_areas(user, STAGE, *PLANNERS) & Q(kind="review", round__state__in=(RoundState.CLOSED, RoundState.REVIEWING))
    ),
)
# Putting it in force is the bureau's: the operator proposes.
declare(
    "assigning.apply",
    lambda user: in_areas(user, STAGE, Role.CLERK, Role.HEAD) & Q(kind="review", round__state=RoundState.REVIEWING),
)
declare("assigning.drop", lambda user: in_areas(user, f"stage__{STAGE}", *PLANNERS) & Q(state=PlanState.PROPOSED))
