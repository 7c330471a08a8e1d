"""Who reads, offers and moves resources."""

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from organizations.permissions import VIEWERS, in_areas
from projects.enums import ResourceState
from venture.kernel.policy import NOBODY, declare, declare_act

WRITERS = (Role.OPERATOR, Role.CLERK)
STREET = "community__street__code"


def _staff(user: Any, *roles: Role) -> Q:
    """Return the resources of the staff's area; what serves the whole city is everybody's of the staff."""
    everywhere = Q(community__isnull=True) if user.has_role(*roles) else NOBODY
    return in_areas(user, STREET, *roles) | everywhere


def _own(user: Any) -> Q:
    return Q(offered_by=user)


declare("resources.view", lambda _user: Q(state__in=ResourceState.public), public=True)
declare("resources.view_one", lambda user: Q(state__in=ResourceState.public) | _known_own(user), public=True)
declare("resources.view_own", _own)
declare("resources.edit_own", lambda user: _own(user) & Q(state__in=ResourceState.editable))
declare("resources.withdraw_own", lambda user: _own(user) & Q(state__in=("offered", "returned", "published")))
declare("resources.engage_own", lambda user: _own(user) & Q(state=ResourceState.PUBLISHED))
declare("resources.release_own", lambda user: _own(user) & Q(state=ResourceState.ENGAGED))
declare("resources.view_staff", lambda user: _staff(user, *VIEWERS))
declare("resources.publish", lambda user: _staff(user, *WRITERS) & Q(state=ResourceState.OFFERED))
declare("resources.send_back", lambda user: _staff(user, *WRITERS) & Q(state=ResourceState.OFFERED))
declare("resources.engage", lambda user: _staff(user, *WRITERS) & Q(state=ResourceState.PUBLISHED))
declare("resources.release", lambda user: _staff(user, *WRITERS) & Q(state=ResourceState.ENGAGED))
declare_act("resources.enter", lambda user: user.has_role(*WRITERS))
declare_act("resources.offer", lambda _user: True)


def _known_own(user: Any) -> Q:
    return _own(user) if user.is_authenticated else NOBODY
