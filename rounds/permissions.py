"""Who sees and moves rounds. District staff see those of their district; observers the one that was lent to them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Area
from accounts.permissions import in_areas
from rounds.domain import crew
from rounds.enums import RoundState, TaskState
from rounds.models import TASK_PURPOSE, TaskReport, UnitTask
from rounds.queries import observed_by
from rounds.queries.units import speaks_for, speaks_for_some_unit
from venture.files.registry import OFFICE, PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
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

# Member units and their tasks. Who follows a round reads them all; a unit reads and answers its own.
declare("rounds.follow_tasks", lambda user: _in_area(user, *crew.FOLLOWERS) | Q(observed_by(user, round_ref="pk")))
declare(
    "rounds.give_tasks",
    lambda user: _in_area(user, *crew.AMENDERS) & _state(*(RoundState.public() - {RoundState.ARCHIVED})),
)
declare("units.view", lambda user: EVERYBODY if user.has_role(*crew.READERS) else NOBODY)
declare("units.change", lambda user: Q(ended_at__isnull=True) if user.has_role(*crew.AMENDERS) else NOBODY)
declare(
    "units.change_part",
    lambda user: Q(ended_at__isnull=True, unit__ended_at__isnull=True) if user.has_role(*crew.AMENDERS) else NOBODY,
)
declare_act("units.enter", lambda user: user.has_role(*crew.AMENDERS))


def _of_round(user: Any, *roles: Role) -> Q:
    return in_areas(user, "round__area__code", *roles)


declare("tasks.view_staff", lambda user: _of_round(user, *crew.READERS) | Q(observed_by(user, round_ref="round_id")))
declare(
    "tasks.view",
    lambda user: (
        _of_round(user, *crew.FOLLOWERS)
        | Q(observed_by(user, round_ref="round_id"))
        | Q(speaks_for(user, unit_ref="unit_id"))
    ),
)
declare("tasks.view_own", lambda user: Q(speaks_for(user, unit_ref="unit_id")))
declare("tasks.take", lambda user: Q(speaks_for(user, unit_ref="unit_id"), state=TaskState.GIVEN))
declare("tasks.report", lambda user: Q(speaks_for(user, unit_ref="unit_id"), state__in=TaskState.owed()))
declare("tasks.oversee", lambda user: _of_round(user, *crew.AMENDERS))
declare("tasks.judge", lambda user: _of_round(user, *crew.AMENDERS) & Q(state=TaskState.REPORTED))
declare("tasks.move_day", lambda user: _of_round(user, *crew.AMENDERS) & Q(state__in=TaskState.owed()))
declare("tasks.drop", lambda user: _of_round(user, *crew.AMENDERS) & Q(state__in=TaskState.living()))
declare_act("tasks.own", speaks_for_some_unit)
declare_purpose(
    TASK_PURPOSE,
    label=_("Paper or picture of a member unit's report"),
    kinds=PAPERS | OFFICE | PICTURES,
    rule=lambda user: Exists(
        TaskReport.objects.filter(
            file=OuterRef("pk"), task__in=policy.visible(user, "tasks.view", UnitTask.objects.all())
        )
    ),
    may_upload="tasks.own",
)


def areas_to_start_in(user: Any) -> QuerySet[Area]:
    """Return the areas for which the person may start a round, the widest first."""
    return Area.objects.filter(in_areas(user, "code", *crew.WRITERS)).order_by("code")
