"""Who may see and move organisations, their verification and the communities."""

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from accounts.permissions import in_areas
from organizations.enums import CaseState, MemberRole
from organizations.queries import is_member, works_for
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

VIEWERS = (Role.CLERK, Role.HEAD, Role.OPERATOR, Role.AUDITOR, Role.SUPERVISION)
DECIDERS = (Role.CLERK, Role.HEAD)


def _member(*roles: MemberRole, ref: str = "pk") -> Any:
    wanted: list[str] = [str(role) for role in roles] or MemberRole.values
    return lambda user: Q(is_member(user, organization_ref=ref, roles=wanted))


declare("organizations.view", lambda user: _member()(user) | in_areas(user, "area__code", *VIEWERS))
declare("organizations.view_staff", lambda user: in_areas(user, "area__code", *VIEWERS))
declare("organizations.view_own", _member())
declare("organizations.change_own", _member(MemberRole.OWNER, MemberRole.EDITOR))
declare("organizations.manage_members", _member(MemberRole.OWNER))
declare("organizations.suspend", lambda user: in_areas(user, "area__code", *DECIDERS) & Q(state="verified"))
declare("organizations.restore", lambda user: in_areas(user, "area__code", Role.HEAD) & Q(state="suspended"))

declare("organizations.view_cases", lambda user: in_areas(user, "organization__area__code", *VIEWERS))
declare(
    "organizations.decide_case",
    lambda user: in_areas(user, "organization__area__code", *DECIDERS) & Q(state=CaseState.SUBMITTED),
)

declare(
    "organizations.view_communities",
    lambda user: Q(works_for(user, community_ref="pk")) | in_areas(user, "street__code", *VIEWERS),
)
declare("organizations.view_communities_staff", lambda user: in_areas(user, "street__code", *VIEWERS))
declare("organizations.change_communities", lambda user: in_areas(user, "street__code", *DECIDERS, Role.OPERATOR))
declare_act("organizations.enter_community", lambda user: user.has_role(*DECIDERS, Role.OPERATOR))

# The people on the own page: an owner ends or changes the part of anybody in the same organisation.
declare("memberships.manage", _member(MemberRole.OWNER, ref="organization_id"))
declare("invitations.manage", _member(MemberRole.OWNER, ref="organization_id"))
declare("organizations.end_worker", lambda user: in_areas(user, "community__street__code", *DECIDERS, Role.OPERATOR))
declare("organizations.view_operators", lambda user: EVERYBODY if user.has_role(*VIEWERS) else NOBODY)
