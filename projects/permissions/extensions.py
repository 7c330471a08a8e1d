"""Who sees requests for more time, asks for one and decides. That the two are two persons is the flow's guard."""

from django.db.models import Q

from accounts.enums import Role
from organizations.permissions import VIEWERS, in_areas
from projects.enums import ExtensionState
from venture.kernel.policy import declare, declare_act

AREA = "project__organization__area__code"

declare("extensions.view", lambda user: in_areas(user, AREA, *VIEWERS))
declare(
    "extensions.decide",
    lambda user: in_areas(user, AREA, Role.CLERK, Role.HEAD) & Q(state=ExtensionState.ASKED),
)
declare_act("extensions.ask", lambda user: user.has_role(Role.CLERK, Role.HEAD, Role.OPERATOR))
