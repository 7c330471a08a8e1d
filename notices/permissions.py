"""Who writes and approves notices. Two persons are a guard of the flow, not a permission."""

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from notices.enums import NoticeState
from organizations.permissions import VIEWERS, in_areas
from venture.kernel.policy import declare, declare_act

WRITERS = (Role.OPERATOR, Role.CLERK)
APPROVERS = (Role.CLERK, Role.HEAD)


def _in(user: Any, *roles: Role) -> Q:
    return in_areas(user, "round__area__code", *roles)


declare("notices.view", lambda _user: Q(state__in=NoticeState.public), public=True)
declare("notices.view_staff", lambda user: _in(user, *VIEWERS))
declare("notices.edit", lambda user: _in(user, *WRITERS) & Q(state=NoticeState.DRAFT))
declare("notices.propose", lambda user: _in(user, *WRITERS) & Q(state=NoticeState.DRAFT))
declare("notices.approve", lambda user: _in(user, *APPROVERS) & Q(state=NoticeState.PROPOSED))
declare("notices.send_back", lambda user: _in(user, *APPROVERS) & Q(state=NoticeState.PROPOSED))
declare("notices.correct", lambda user: _in(user, *WRITERS) & Q(state=NoticeState.PUBLISHED))
declare_act("notices.draft", lambda user: user.has_role(*WRITERS))
