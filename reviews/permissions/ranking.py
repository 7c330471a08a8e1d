"""Who computes and locks rankings, and who reads them. The rows are rounds and rankings."""

from typing import Any

from django.db.models import Q

from accounts.enums import Role
from accounts.permissions import in_areas
from reviews.enums import RankingState
from rounds.enums import RoundState
from venture.kernel.policy import declare

COMPUTERS = (Role.CLERK, Role.HEAD, Role.OPERATOR)
LOCKERS = (Role.CLERK, Role.HEAD)
READERS = (*COMPUTERS, Role.AUDITOR, Role.SUPERVISION)
REVIEWED = (RoundState.REVIEWING, RoundState.DECIDED, RoundState.IMPLEMENTING, RoundState.ARCHIVED)


def _reviewed(user: Any, *roles: Role) -> Q:
    return in_areas(user, "area__code", *roles) & Q(state__in=REVIEWED)


def _readable(user: Any) -> Q:
    """One that is not locked is seen by those who compute it; what was locked, by everybody who watches the round."""
    kept = Q(state__in=(RankingState.LOCKED, RankingState.REPLACED), locked_at__isnull=False)
    return in_areas(user, "round__area__code", *COMPUTERS) | (in_areas(user, "round__area__code", *READERS) & kept)


declare("rankings.open", lambda user: _reviewed(user, *READERS))
declare("rankings.compute", lambda user: in_areas(user, "area__code", *COMPUTERS) & Q(state=RoundState.REVIEWING))
declare("rankings.lock", lambda user: in_areas(user, "area__code", *LOCKERS) & Q(state=RoundState.REVIEWING))
declare("rankings.view", _readable)
