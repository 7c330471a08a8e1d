"""Who keeps the pool of experts, appoints them to a round, holds draws and decides conflicts; what an expert may do."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.areas import EVERYWHERE
from accounts.enums import Role
from organizations.permissions import DECIDERS, VIEWERS, in_areas
from reviews.enums import AppointmentState, ConflictState
from rounds.enums import RoundState
from venture.files.enums import Kind
from venture.files.registry import declare_purpose
from venture.kernel.policy import NOBODY, declare, declare_act

KEEPERS = (*DECIDERS, Role.OPERATOR)
ROUND = "round__area__code"
# Experts are asked from the round's publication on, and until its projects are decided.
ASKING = Q(state__in=["published", "open", "closed", "reviewing"])


def _own(user: Any, *states: str) -> Q:
    if not user.has_role(Role.EXPERT):
        return NOBODY
    return Q(expert__user=user, state__in=list(states))


# The pool. Numbers and addresses of experts are for those who keep it.
declare("experts.view", lambda user: in_areas(user, "area__code", *VIEWERS))
declare("experts.change", lambda user: in_areas(user, "area__code", *KEEPERS))
declare_act("experts.add", lambda user: user.has_role(*KEEPERS))
declare_act("experts.bring", lambda user: EVERYWHERE in user.areas_of(*KEEPERS))
declare("experts.untie", lambda user: in_areas(user, "expert__area__code", *KEEPERS) & Q(declared=False))

# A round's experts: the rows are rounds, then their appointments.
declare(
    "experts.view_round", lambda user: in_areas(user, "area__code", *VIEWERS) & Q(state__in=list(RoundState.public()))
)
declare("experts.appoint", lambda user: in_areas(user, "area__code", *KEEPERS) & ASKING)
declare("appointments.view", lambda user: in_areas(user, ROUND, *VIEWERS))
declare(
    "appointments.change",
    lambda user: in_areas(user, ROUND, *KEEPERS) & Q(state__in=list(AppointmentState.serving)),
)
declare(
    "appointments.substitute",
    lambda user: in_areas(user, ROUND, *KEEPERS) & ~Q(state__in=list(AppointmentState.serving)),
)

# Draws may be looked at by whoever supervises the round, and replayed.
declare("draws.view", lambda user: in_areas(user, ROUND, *VIEWERS))
declare("draws.hold", lambda user: in_areas(user, ROUND, *KEEPERS) & Q(revealed_at__isnull=True))
declare("draws.appoint", lambda user: in_areas(user, ROUND, *KEEPERS) & Q(revealed_at__isnull=False, purpose="experts"))

# Conflicts: the operator looks, the bureau decides.
declare("conflicts.view", lambda user: in_areas(user, "project__round__area__code", *VIEWERS))
declare(
    "conflicts.waive",
    lambda user: in_areas(user, "project__round__area__code", *DECIDERS) & Q(state=ConflictState.STANDING, hard=False),
)
declare(
    "conflicts.restore",
    lambda user: in_areas(user, "project__round__area__code", *DECIDERS) & Q(state=ConflictState.WAIVED),
)

# The expert's own part: read as long as it serves; signed and declared by nobody else.
declare("pledges.view", lambda user: _own(user, *AppointmentState.serving))
declare("pledges.sign", lambda user: _own(user, AppointmentState.INVITED))

# A sheet of experts is read and forgotten: nobody keeps it, so nobody is ever shown one.
declare_purpose("reviews.roster", label=_("Sheet of experts"), kinds={Kind.XLSX}, max_mb=2, rule=lambda user: NOBODY)
