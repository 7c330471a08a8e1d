"""Who sees and moves rounds. District staff see those of their district; observers the one that was lent to them."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Area
from accounts.permissions import in_areas
from rounds.domain import crew
from rounds.enums import RoundState
from rounds.queries import observed_by
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act


def _in_area(user: Any, *roles: Role) -> Q:
    return in_areas(user, "area__code", *roles)


def _state(*states: str) -> Q:
    return Q(state__in=states)


declare("rounds.view", lambda user: _state(*RoundState.public()), public=True)
declare("rounds.view_staff", lambda user: _in_area(user, *crew.READERS) | Q(observed_by(user, round_ref="pk")))
declare("rounds.edit", lambda user: _in_area(user, *crew.WRITERS) & _state(RoundState.DRAFT))
# Whose part it is, wherever the round stands: who comes too late is told so, to others the page is missing.
declare("rounds.set_up", lambda user: _in_area(user, *crew.WRITERS))
declare("rounds.second", lambda user: _in_area(user, *crew.CHECKERS))
declare("rounds.approve", lambda user: _in_area(user, *crew.APPROVERS))
declare("rounds.amend_some", lambda user: _in_area(user, *crew.AMENDERS))
declare("rounds.propose", lambda user: _in_area(user, *crew.WRITERS) & _state(RoundState.DRAFT))
declare("rounds.check", lambda user: _in_area(user, *crew.CHECKERS) & _state(RoundState.PROPOSED))
declare("rounds.publish", lambda user: _in_area(user, *crew.APPROVERS) & _state(RoundState.CHECKED))
declare("rounds.send_back", lambda user: _in_area(user, *crew.CHECKERS) & _state("proposed", "checked"))
declare("rounds.amend", lambda user: _in_area(user, *crew.AMENDERS) & _state(*RoundState.public()))
declare("rounds.lend", lambda user: _in_area(user, *crew.LENDERS))
declare("rounds.view_observers", lambda user: _in_area(user, *crew.READERS))
declare("rounds.view_calendar", lambda user: EVERYBODY if user.has_role(*crew.READERS) else NOBODY)
declare(
    "rounds.change_calendar",
    lambda user: EVERYBODY if "" in user.areas_of(Role.CLERK, Role.HEAD, Role.SYSTEM_ADMIN) else NOBODY,
)
declare("rounds.view_sources", lambda user: EVERYBODY if user.has_role(*crew.READERS) else NOBODY)
declare(
    "rounds.view_versions",
    lambda user: in_areas(user, "round__area__code", *crew.READERS) | Q(observed_by(user, round_ref="round")),
)
declare_act("rounds.add_calendar", lambda user: "" in user.areas_of(Role.CLERK, Role.HEAD, Role.SYSTEM_ADMIN))
declare_act("rounds.create", lambda user: user.has_role(*crew.WRITERS))


def areas_to_start_in(user: Any) -> QuerySet[Area]:
    """Return the areas for which the person may start a round, the widest first."""
    return Area.objects.filter(in_areas(user, "code", *crew.WRITERS)).order_by("code")
