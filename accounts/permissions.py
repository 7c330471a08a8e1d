"""Who sees people and their rights, and who may take which step. District staff see their district only."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q

from accounts.domain import roles
from accounts.domain.areas import EVERYWHERE, prefix_of
from accounts.enums import InvitationState, ProposalState, RecoveryState, Role
from accounts.queries.people import own_or_in
from venture.kernel import clock
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

WATCHERS = (Role.AUDITOR, Role.SUPERVISION)
PEOPLE_READERS = (Role.CLERK, Role.HEAD, Role.SYSTEM_ADMIN, *WATCHERS)


def in_areas(user: Any, path: str, *wanted: Role) -> Q:
    """Return the rows in the areas where ``user`` holds one of the roles; all rows where the area is the whole city.

    ``path`` leads from the row to a division code; a district's people see every street and community inside it.
    """
    return _inside(path, user.areas_of(*wanted))


def _inside(path: str, codes: Collection[str]) -> Q:
    if EVERYWHERE in codes:
        return EVERYBODY
    inside = NOBODY
    for code in sorted(codes):
        inside |= Q(**{f"{path}__startswith": prefix_of(code)})
    return inside


def _by_role(user: Any, who: Callable[[roles.Giving], Collection[Role]]) -> Q:
    """Return the rows with a role (``role``, ``area``) over which the person has the say that ``who`` names."""
    found = NOBODY
    for role, giving in roles.GIVING.items():
        codes = user.areas_of(*who(giving))
        if codes:
            found |= Q(role=role) & _inside("area__code", codes)
    return found


def _proposers(giving: roles.Giving) -> Collection[Role]:
    return giving.proposers


def _confirmers(giving: roles.Giving) -> Collection[Role]:
    return giving.confirmers


def _either(giving: roles.Giving) -> Collection[Role]:
    return giving.proposers | giving.confirmers


def _people(user: Any) -> Q:
    codes = user.areas_of(*PEOPLE_READERS)
    if not codes:
        return NOBODY
    return EVERYBODY if EVERYWHERE in codes else own_or_in(user, _inside("area__code", codes))


def _proposable(user: Any) -> Q:
    if not roles.proposable(user.held):
        return NOBODY
    return _people(user) & Q(is_active=True) & ~Q(pk=user.pk)


def _lendable(user: Any) -> Q:
    """Return what may be lent today: one's own, and for a head what a clerk or the operator cannot lend themselves."""
    heads = _inside("area__code", {area for role, area in user.own_held if role == Role.HEAD})
    whose = Q(user=user, role__in=roles.LENDABLE) | (heads & Q(role__in=roles.LENT_BY_HEAD))
    return whose & Q(lent_from__isnull=True) & _in_force()


def _in_force() -> Q:
    today = clock.today()
    return Q(ended_at__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def _whole_city(user: Any, wanted: Collection[Role]) -> Q:
    """Return all rows for who holds one of the roles for the whole city. Access is restored for people, not areas."""
    return EVERYBODY if EVERYWHERE in user.areas_of(*wanted) else NOBODY


declare("accounts.revoke_token", lambda user: Q(user=user))

declare("accounts.view_people", _people)
declare("accounts.view_roles", lambda user: in_areas(user, "area__code", *PEOPLE_READERS))
declare("accounts.propose_role", _proposable)
declare("accounts.view_proposals", lambda user: _by_role(user, _either) | in_areas(user, "area__code", *WATCHERS))
declare(
    "accounts.decide_role",
    lambda user: _by_role(user, _confirmers) & Q(state=ProposalState.PROPOSED) & ~Q(proposed_by=user) & ~Q(user=user),
)
declare("accounts.withdraw_role", lambda user: Q(state=ProposalState.PROPOSED, proposed_by=user))
declare("accounts.end_role", lambda user: _by_role(user, _either) & Q(lent_from__isnull=True) & _in_force())
declare("accounts.lend_role", _lendable)
declare(
    "accounts.take_back_role",
    lambda user: (
        (Q(user=user) | Q(lent_from__user=user) | _by_role(user, _either)) & Q(lent_from__isnull=False) & _in_force()
    ),
)

declare_act("accounts.invite", lambda user: bool(roles.proposable(user.held)))
declare("accounts.view_invitations", lambda user: _by_role(user, _proposers) | in_areas(user, "area__code", *WATCHERS))
declare("accounts.keep_invitation", lambda user: _by_role(user, _proposers) & Q(state=InvitationState.SENT))

declare("accounts.view_recoveries", lambda user: _whole_city(user, (*roles.IDENTIFIERS, *WATCHERS)))
declare("accounts.ask_recovery", lambda user: _whole_city(user, roles.IDENTIFIERS) & ~Q(pk=user.pk))
declare(
    "accounts.identify_recovery",
    lambda user: _whole_city(user, roles.IDENTIFIERS) & Q(state=RecoveryState.ASKED) & ~Q(user=user),
)
declare(
    "accounts.approve_recovery",
    lambda user: (
        _whole_city(user, roles.APPROVERS) & Q(state=RecoveryState.IDENTIFIED) & ~Q(user=user) & ~Q(identified_by=user)
    ),
)
declare(
    "accounts.refuse_recovery",
    lambda user: (
        _whole_city(user, roles.IDENTIFIERS)
        & Q(state__in=[RecoveryState.ASKED, RecoveryState.IDENTIFIED])
        & ~Q(user=user)
    ),
)

declare("accounts.view_closings", lambda user: _whole_city(user, (*roles.IDENTIFIERS, *WATCHERS)))
declare(
    "accounts.close_account",
    lambda user: (
        _whole_city(user, roles.IDENTIFIERS) & Q(taken_back_at__isnull=True, closed_at__isnull=True) & ~Q(user=user)
    ),
)

declare("accounts.view_areas", lambda user: EVERYBODY if user.has_role(*PEOPLE_READERS, Role.OPERATOR) else NOBODY)
declare("accounts.change_areas", lambda user: EVERYBODY if user.has_role(Role.SYSTEM_ADMIN) else NOBODY)
declare_act("accounts.add_area", lambda user: user.has_role(Role.SYSTEM_ADMIN))
