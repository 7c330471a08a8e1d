from typing import Any

from django.db.models import Q

from accounts.enums import Role
from rounds.enums import RoundState
from venture.kernel.policy import NOBODY, declare, declare_act

WRITERS = (Role.OPERATOR, Role.CLERK)
STAFF = (*WRITERS, Role.HEAD, Role.SYSTEM_ADMIN, Role.AUDITOR, Role.SUPERVISION)


def _in_area(user: Any, *roles: Role) -> Q:
    """The rounds of the areas for which the person holds one of the roles; the whole city for an empty area."""
    areas = user.areas_of(*roles)
    if not areas:
        return NOBODY
    return ~Q(pk__in=[]) if "" in areas else Q(area__code__in=areas)


def _state(*states: str) -> Q:
    return Q(state__in=states)


declare("rounds.view", lambda user: _state(*RoundState.public()), public=True)
declare("rounds.view_staff", lambda user: _in_area(user, *STAFF))
declare("rounds.edit", lambda user: _in_area(user, *WRITERS) & _state(RoundState.DRAFT))
declare("rounds.propose", lambda user: _in_area(user, *WRITERS) & _state(RoundState.DRAFT))
declare("rounds.check", lambda user: _in_area(user, Role.CLERK, Role.HEAD) & _state(RoundState.PROPOSED))
declare("rounds.publish", lambda user: _in_area(user, Role.HEAD) & _state(RoundState.CHECKED))
declare("rounds.send_back", lambda user: _in_area(user, Role.CLERK, Role.HEAD) & _state("proposed", "checked"))
declare("rounds.amend", lambda user: _in_area(user, *WRITERS, Role.HEAD) & _state(*RoundState.public()))
declare("rounds.view_calendar", lambda user: ~Q(pk__in=[]) if user.has_role(*STAFF) else NOBODY)
declare_act("rounds.create", lambda user: user.has_role(*WRITERS))
