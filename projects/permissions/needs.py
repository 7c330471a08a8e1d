"""Who reads, reports and moves needs."""

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from organizations.permissions import VIEWERS, in_areas
from organizations.queries import answers_for_some_community, works_for
from projects.enums import NeedState
from venture.kernel.policy import declare, declare_act

WRITERS = (Role.OPERATOR, Role.CLERK)
STREET = "community__street__code"
COLLECTED = Q(state=NeedState.COLLECTED)


def _own_community(user: Any) -> Q:
    return Q(works_for(user, community_ref="community_id"))


declare("needs.view", lambda _user: Q(state__in=NeedState.public), public=True)
declare("needs.view_own", _own_community)
declare("needs.edit_own", lambda user: _own_community(user) & COLLECTED)
declare("needs.view_staff", lambda user: in_areas(user, STREET, *VIEWERS))
declare("needs.edit", lambda user: in_areas(user, STREET, *WRITERS) & COLLECTED)
declare("needs.merge", lambda user: in_areas(user, STREET, *WRITERS) & COLLECTED)
declare("needs.list", lambda user: in_areas(user, STREET, *WRITERS) & COLLECTED)
declare("needs.match", lambda user: in_areas(user, STREET, *WRITERS) & Q(state=NeedState.PUBLISHED))
declare(
    "needs.bind",
    lambda user: in_areas(user, STREET, *WRITERS) & Q(state=NeedState.MATCHED, project__isnull=True),
)
declare("needs.release", lambda user: in_areas(user, STREET, Role.CLERK, Role.HEAD) & Q(state=NeedState.MATCHED))
declare("needs.meet", lambda user: in_areas(user, STREET, Role.CLERK, Role.HEAD) & Q(state=NeedState.MATCHED))
declare_act("needs.report", answers_for_some_community)
declare_act("needs.collect", lambda user: user.has_role(*WRITERS))
