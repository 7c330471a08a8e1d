"""Who reads, writes, signs and hands in applications. Members by their part; staff by their area once handed in."""

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from organizations.enums import MemberRole
from organizations.permissions import VIEWERS, in_areas
from organizations.queries import belongs_to_some_organization, is_member
from projects.enums import ProjectState
from rounds.queries import observed_by
from venture.kernel.policy import declare, declare_act

AREA = "organization__area__code"
WRITERS = MemberRole.writers
SIGNERS = ("owner", "signatory")
OPEN = Q(state__in=ProjectState.open)
# What staff read was handed in once, or entered by them from paper; a draft is its applicant's own.
HANDED_IN = Q(state__in=ProjectState.handed_in) | Q(submitted_at__isnull=False) | Q(on_paper=True)


def member(user: Any, *roles: str) -> Q:
    """Return the applications of the organisations in which ``user`` has one of the parts (any, when none is named)."""
    return Q(is_member(user, organization_ref="organization_id", roles=roles or MemberRole.values))


def staff(user: Any, *roles: Role) -> Q:
    return in_areas(user, AREA, *roles)


declare("applications.view", member)
# The script of an open page asks under this one: that the time is over is told in words, never by a missing page.
declare("applications.write", lambda user: member(user, *WRITERS))
declare("applications.edit", lambda user: member(user, *WRITERS) & OPEN)
declare("applications.sign", lambda user: member(user, *SIGNERS) & OPEN)
declare("applications.submit", lambda user: member(user, *WRITERS, "signatory") & OPEN)
# Programs send an act again when its answer was lost: who may act finds the application, whatever its state by now.
declare("applications.hand_in", lambda user: member(user, *WRITERS, "signatory"))
declare("applications.end", lambda user: member(user, "owner"))
declare("applications.recall", lambda user: member(user, *WRITERS) & Q(state=ProjectState.SUBMITTED))
declare(
    "applications.withdraw",
    lambda user: member(user, "owner") & Q(state__in=["draft", "submitted", "returned", "accepted"]),
)
declare(
    "applications.view_staff",
    lambda user: (staff(user, *VIEWERS) | Q(observed_by(user, round_ref="round_id"))) & HANDED_IN,
)
# How far the drafts are, for reminders: completeness and whose, never the text.
declare("applications.view_progress", lambda user: staff(user, Role.CLERK, Role.HEAD, Role.OPERATOR))
declare("applications.extend", lambda user: staff(user, Role.CLERK, Role.HEAD, Role.OPERATOR))
declare("applications.decide_extension", lambda user: staff(user, Role.CLERK, Role.HEAD))
declare_act("applications.begin", belongs_to_some_organization)
declare_act("applications.enter_paper", lambda user: user.has_role(Role.CLERK, Role.OPERATOR))
