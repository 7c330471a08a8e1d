"""Who keeps and reads the three-society linkage of projects."""

from typing import Any

from django.db.models import Q

from organizations.permissions import VIEWERS, in_areas
from organizations.queries import answers_for_some_community, works_for
from projects.permissions.applications import WRITERS, member
from venture.kernel.policy import declare, declare_act

LAID = Q(linkage__isnull=False)


def _own_community(user: Any) -> Q:
    return Q(works_for(user, community_ref="community_id"))


# Asked of the project.
declare("linkage.view_own", lambda user: member(user) & LAID)
declare("linkage.write", lambda user: member(user, *WRITERS) & LAID)
# Asked of the linkage itself, on the staff's list.
declare("linkage.view_staff", lambda user: in_areas(user, "project__organization__area__code", *VIEWERS))
# Asked of the bond between a project and a community.
declare("linkage.judge", _own_community)
declare_act("linkage.see_own_community", answers_for_some_community)
declare_act("linkage.see_gaps", lambda user: user.has_role(*VIEWERS))
