"""Who may see and move organisations."""

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from organizations.enums import MemberRole
from organizations.queries import is_member, works_for
from venture.kernel.policy import EVERYBODY, NOBODY, declare


def _in_areas(user: Any, path: str, *roles: Role) -> Q:
    """Return the rows in the areas where ``user`` holds one of the roles; the whole city where no area is named."""
    codes = user.areas_of(*roles)
    if not codes:
        return NOBODY
    if "" in codes:
        return EVERYBODY
    inside = Q()
    for code in sorted(codes):
        inside |= Q(**{f"{path}__startswith": code})
    return inside


def _staff_sees(user: Any) -> Q:
    return _in_areas(user, "area__code", Role.CLERK, Role.HEAD, Role.OPERATOR, Role.AUDITOR, Role.SUPERVISION)


declare("organizations.view", lambda user: Q(is_member(user, organization_ref="pk")) | _staff_sees(user))
declare("organizations.verify", lambda user: _in_areas(user, "area__code", Role.CLERK, Role.HEAD))
declare(
    "organizations.manage_members",
    lambda user: is_member(user, organization_ref="pk", roles=[MemberRole.OWNER]),
)
declare(
    "organizations.view_communities",
    lambda user: (
        Q(works_for(user, community_ref="pk"))
        | _in_areas(user, "street__code", Role.CLERK, Role.HEAD, Role.OPERATOR, Role.AUDITOR, Role.SUPERVISION)
    ),
)
declare(
    "organizations.change_communities",
    lambda user: _in_areas(user, "street__code", Role.CLERK, Role.HEAD),
)
