"""Who writes a project's story, who publishes it, who keeps commendations and events."""

from django.db.models import Q

from accounts.enums import Role
from accounts.permissions import in_areas
from grants.enums import GrantState, StoryState
from grants.queries import public
from organizations.enums import MemberRole
from organizations.queries import is_member
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

WRITERS = (MemberRole.OWNER, MemberRole.EDITOR)
EDITORS = (Role.CLERK, Role.HEAD, Role.OPERATOR)
PUBLISHERS = (Role.CLERK, Role.HEAD)
READERS = (*EDITORS, Role.AUDITOR, Role.SUPERVISION)
AREA = "grant__round__area__code"
TOLD = (*GrantState.recorded(), GrantState.CLOSED)

declare(
    "stories.write",
    lambda user: (
        Q(is_member(user, organization_ref="organization_id", roles=[str(role) for role in WRITERS]))
        & Q(state__in=TOLD)
    ),
)
declare(
    "stories.read", lambda _user: Q(state=StoryState.PUBLISHED, grant__state__in=public.PUBLIC), public=True,
)  # fmt: skip
declare("stories.view", lambda user: in_areas(user, AREA, *READERS))
declare("stories.publish", lambda user: in_areas(user, AREA, *PUBLISHERS) & Q(state=StoryState.OFFERED))
declare(
    "stories.return",
    lambda user: in_areas(user, AREA, *PUBLISHERS) & Q(state__in=(StoryState.OFFERED, StoryState.PUBLISHED)),
)
declare("commendations.view", lambda user: in_areas(user, AREA, *READERS))
declare_act("commendations.add", lambda user: user.has_role(*PUBLISHERS))
declare(
    "commendations.withdraw",
    lambda user: in_areas(user, AREA, Role.HEAD) & Q(withdrawn_at__isnull=True),
)
# Events are the whole city's, whatever round or project they show.
declare("events.read", lambda _user: Q(shown=True), public=True)
declare("events.view", lambda user: EVERYBODY if "" in user.areas_of(*READERS) else NOBODY)
declare("events.change", lambda user: EVERYBODY if "" in user.areas_of(*EDITORS) else NOBODY)
declare_act("events.add", lambda user: "" in user.areas_of(*EDITORS))
