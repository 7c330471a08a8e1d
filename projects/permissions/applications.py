"""Who reads, writes, signs and hands in applications. Members by their part; staff by their area once handed in."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from organizations.enums import MemberRole
from organizations.permissions import VIEWERS, in_areas
from organizations.queries import belongs_to_some_organization, is_member
from projects.enums import PaperState, ProjectState
from projects.models import PaperEntry
from projects.queries.observers import project_observed_by
from rounds.queries import observed_by
from venture.kernel.policy import NOBODY, declare, declare_act

AREA = "organization__area__code"
WRITERS = MemberRole.writers
SIGNERS = ("owner", "signatory")
ENTERERS = (Role.CLERK, Role.OPERATOR)
OPEN = Q(state__in=ProjectState.open)
# What staff read was handed in once, or entered by them from paper; a draft is its applicant's own.
HANDED_IN = Q(state__in=ProjectState.handed_in) | Q(submitted_at__isnull=False) | Q(on_paper=True)


def member(user: Any, *roles: str) -> Q:
    """Return the applications of the organisations in which ``user`` has one of the parts (any, when none is named)."""
    return Q(is_member(user, organization_ref="organization_id", roles=roles or MemberRole.values))


def staff(user: Any, *roles: Role) -> Q:
    return in_areas(user, AREA, *roles)


def from_paper(*states: str) -> Q:
    """Return the applications from paper whose entry stands in one of ``states``. Never joins."""
    return Q(on_paper=True) & Q(Exists(PaperEntry.objects.filter(project=OuterRef("pk"), state__in=states)))


def typed_by_members(user: Any, *roles: str) -> Q:
    """Return what members of these parts write themselves: not what staff are entering from paper just now."""
    return member(user, *roles) & ~from_paper(*PaperState.open)


def comparing(user: Any, *states: str) -> Q:
    """Return what the person compares with the paper, or may read while others enter it."""
    rows = staff(user, *ENTERERS, Role.HEAD)
    return rows if rows == NOBODY else rows & from_paper(*states) & ~member(user)


def entering(user: Any, *states: str) -> Q:
    """Return what the person enters from paper: never for an organisation of one's own."""
    rows = staff(user, *ENTERERS)
    return rows if rows == NOBODY else rows & from_paper(*states) & ~member(user)


def lent(user: Any) -> Q:
    """Return what is lent to the person for reading today, by itself or with its round."""
    return Q(observed_by(user, round_ref="round_id")) | Q(project_observed_by(user))


declare("applications.view", member)
# The pages of the form are the members' own; staff come to those that they enter or compare from paper.
declare("applications.read", lambda user: member(user) | comparing(user, *PaperState.values))
declare("applications.read_paper", lambda user: comparing(user, *PaperState.values))
# The script of an open page asks under this one: that the time is over is told in words, never by a missing page.
declare("applications.write", lambda user: typed_by_members(user, *WRITERS) | entering(user, *PaperState.values))
declare("applications.edit", lambda user: (typed_by_members(user, *WRITERS) | entering(user, PaperState.TYPING)) & OPEN)
# What members hold of the two above: asked first, since it costs no look at roles and at the day. Nearly none came on
# paper: who finds nothing here is asked for by the whole right.
declare("applications.write_own", lambda user: member(user, *WRITERS) & Q(on_paper=False))
declare("applications.edit_own", lambda user: typed_by_members(user, *WRITERS) & OPEN)
declare("applications.sign", lambda user: typed_by_members(user, *SIGNERS) & OPEN)
declare("applications.submit", lambda user: typed_by_members(user, *WRITERS, "signatory") & OPEN)
# Programs send an act again when its answer was lost: who may act finds the application, whatever its state by now.
declare("applications.hand_in", lambda user: typed_by_members(user, *WRITERS, "signatory"))
declare("applications.end", lambda user: typed_by_members(user, "owner"))
declare("applications.recall", lambda user: member(user, *WRITERS) & Q(state=ProjectState.SUBMITTED))
declare(
    "applications.withdraw",
    lambda user: typed_by_members(user, "owner") & Q(state__in=["draft", "submitted", "returned", "accepted"]),
)
declare(
    "applications.view_staff",
    lambda user: (staff(user, *VIEWERS) | lent(user)) & HANDED_IN,
)
declare("applications.view_observers", lambda user: staff(user, *VIEWERS) & HANDED_IN)
declare("applications.lend", lambda user: staff(user, Role.CLERK, Role.HEAD) & HANDED_IN)
# How far the drafts are, for reminders: completeness and whose, never the text.
declare("applications.view_progress", lambda user: staff(user, Role.CLERK, Role.HEAD, Role.OPERATOR))
declare("applications.extend", lambda user: staff(user, Role.CLERK, Role.HEAD, Role.OPERATOR))
declare("applications.decide_extension", lambda user: staff(user, Role.CLERK, Role.HEAD))
declare_act("applications.begin", belongs_to_some_organization)
# From paper: one enters, another compares. That the two are two persons is the flow's guard.
declare("applications.enter", lambda user: entering(user, PaperState.TYPING))
declare("applications.compare", lambda user: comparing(user, PaperState.CHECKING))
declare("applications.take_paper_back", lambda user: entering(user, PaperState.CHECKING))
declare("applications.reopen_paper", lambda user: entering(user, PaperState.CONFIRMED) & Q(state="returned"))
declare_act("applications.enter_paper", lambda user: user.has_role(*ENTERERS))
