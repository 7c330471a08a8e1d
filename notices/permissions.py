"""Who writes and approves notices. Two persons are a guard of the flow, not a permission."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from notices.enums import NoticeState, ObjectionState
from notices.models import OBJECTION_PURPOSE, Objection
from notices.queries import HANDLERS
from organizations.permissions import VIEWERS, in_areas
from rounds.enums import RoundState
from venture.files.enums import Kind
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
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
# The row is the round whose decided awards are announced.
declare("notices.draft_awards", lambda user: in_areas(user, "area__code", *WRITERS) & Q(state=RoundState.DECIDED))
declare_act("notices.draft", lambda user: user.has_role(*WRITERS))


# Objections. Whether a person had a part in the case is a guard of the flow, superusers included.
def _objections(user: Any, *roles: Role) -> Q:
    return in_areas(user, "notice__round__area__code", *roles)


declare("objections.view", lambda user: _objections(user, *HANDLERS, Role.AUDITOR))
declare("objections.accept", lambda user: _objections(user, *HANDLERS) & Q(state=ObjectionState.RECEIVED))
declare("objections.refuse", lambda user: _objections(user, *HANDLERS) & Q(state=ObjectionState.RECEIVED))
declare("objections.assign", lambda user: _objections(user, *HANDLERS) & Q(state=ObjectionState.ACCEPTED))
declare("objections.answer", lambda user: Q(handler=user.pk, state=ObjectionState.INVESTIGATING))
declare(
    "objections.decide",
    lambda user: (
        _objections(user, *HANDLERS) & Q(state=ObjectionState.ANSWERED) & ~Q(proposed_by=user.pk) & ~Q(handler=user.pk)
    ),
)
# Who an author is, and the papers: its handler, who decides, whoever looks whether it can be accepted, supervision.
declare(
    "objections.see_author",
    lambda user: (
        Q(handler=user.pk)
        | Q(decided_by=user.pk)
        | _objections(user, Role.SUPERVISION)
        | (_objections(user, *HANDLERS) & Q(state__in=(ObjectionState.RECEIVED, ObjectionState.ANSWERED)))
    ),
)
declare_purpose(
    OBJECTION_PURPOSE,
    label=_("Paper of an objection"),
    kinds=PAPERS | PICTURES | {Kind.DOCX},
    rule=lambda user: Exists(
        policy.visible(user, "objections.see_author", Objection.objects.filter(files__file=OuterRef("pk")))
    ),
    sensitive=True,
    by_ticket=True,
)
