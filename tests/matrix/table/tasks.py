"""Member units and their tasks: who speaks for a unit, who follows a round, and the office that gives and judges."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from accounts.demo import person
from rounds.models import MemberUnit, Round, UnitContact, UnitDuty, UnitTask
from tests.matrix.doors import DoorLine, act, api, form, page
from tests.matrix.lists import api_page
from tests.matrix.personas import AT_DESKS, DISTRICT, OBSERVER, at_desks
from venture.kernel import clock, policy

# Units are of the whole city, and so is the call: a clerk of one district does not see its tasks.
READERS = AT_DESKS - {DISTRICT, "finance_maker", "finance_checker", "evaluator"}
KEEPERS = ("clerk", "head", "operator")
NO_ROW = 999_999


def own_task() -> Mapping[str, Any]:
    """A task that the publicity department owes."""
    return {"pk": UnitTask.objects.filter(unit__contacts__user=person("unit"), state="given").order_by("pk")[0].pk}


def of_others() -> Mapping[str, Any]:
    return {"pk": NO_ROW}


def of_round() -> Mapping[str, Any]:
    return {"code": "2027"}


def no_tasks() -> Mapping[str, Any]:
    """A round that gives out no tasks."""
    return {"code": "2026-b"}


def a_unit() -> Mapping[str, Any]:
    return {"pk": MemberUnit.objects.order_by("pk")[0].pk}


def an_act() -> Mapping[str, Any]:
    return {**own_task(), "verb": "drop"}


def a_unit_act() -> Mapping[str, Any]:
    return {**a_unit(), "verb": "change"}


def a_contact() -> Mapping[str, Any]:
    return {"pk": UnitContact.objects.filter(ended_at__isnull=True).order_by("-pk")[0].pk}


def a_duty() -> Mapping[str, Any]:
    return {"pk": UnitDuty.objects.filter(ended_at__isnull=True).order_by("-pk")[0].pk}


def some_of_their_tasks(shown: int, patch: pytest.MonkeyPatch) -> str:
    """Let the first who may look speak for every unit, and page what their units owe."""
    speaker = person("org")
    spoken_for = MemberUnit.objects.filter(contacts__user=speaker, contacts__ended_at__isnull=True)
    for unit in MemberUnit.objects.exclude(pk__in=spoken_for):
        UnitContact.objects.create(unit=unit, user=speaker, since=clock.now())
    return api_page(shown, patch)


def may_task(permission: str) -> Callable[[Any], bool]:
    return lambda user: policy.allows(user, permission, UnitTask.objects.get(**own_task()))


def may_round(permission: str, *, staff: bool = False) -> Callable[[Any], bool]:
    return lambda user: (
        (at_desks(user) or not staff) and policy.allows(user, permission, Round.objects.get(code="2027"))
    )


TABLE: dict[str, DoorLine] = {
    "tasks:mine": page(may=lambda user: policy.may(user, "tasks.own")),
    "tasks:to-round": page(may=may_round("rounds.follow_tasks"), screens=False),
    "tasks:follow": page(may=may_round("rounds.follow_tasks"), keys=of_round, foreign=no_tasks),
    "tasks:sheet": page(may=may_round("rounds.follow_tasks"), keys=of_round, foreign=no_tasks, screens=False),
    "tasks:task": form(
        may=may_task("tasks.view"), keys=own_task, foreign=of_others, writers=may_task("tasks.view_own")
    ),
    "tasks:take": act(may=may_task("tasks.view_own"), keys=own_task, foreign=of_others),
    "admin:rounds_unit_tasks": form(
        *READERS, keys=of_round, foreign=lambda: {"code": "2999"}, writers=may_round("rounds.give_tasks", staff=True)
    ),
    "admin:unit_new": form(*KEEPERS, DISTRICT),
    "admin:unit_take_over": act(*KEEPERS, DISTRICT),
    "admin:unit_desk": page(*READERS - {OBSERVER}, DISTRICT, keys=a_unit, foreign=of_others),
    "admin:unit_act": act(*KEEPERS, DISTRICT, keys=a_unit_act, foreign=lambda: {"pk": NO_ROW, "verb": "change"}),
    "admin:unit_contact_end": act(*KEEPERS, DISTRICT, keys=a_contact, foreign=of_others),
    "admin:unit_duty_end": act(*KEEPERS, DISTRICT, keys=a_duty, foreign=of_others),
    "admin:unit_task_desk": page(*READERS, keys=own_task, foreign=of_others),
    "admin:unit_task_act": act(*READERS, keys=an_act, foreign=lambda: {"pk": NO_ROW, "verb": "drop"}),
    "api:tasks": api(rows=some_of_their_tasks),
    "api:task": api(may=may_task("tasks.view"), keys=own_task, foreign=of_others),
    "api:task-take": api(may=may_task("tasks.view_own"), methods=frozenset({"POST"}), keys=own_task, foreign=of_others),
    "api:task-report": api(
        may=may_task("tasks.view_own"), methods=frozenset({"POST"}), keys=own_task, foreign=of_others
    ),
    "api:task-accept": api(
        may=may_task("tasks.oversee"), methods=frozenset({"POST"}), keys=own_task, foreign=of_others
    ),
    "api:task-return": api(
        may=may_task("tasks.oversee"), methods=frozenset({"POST"}), keys=own_task, foreign=of_others
    ),
    "api:task-drop": api(may=may_task("tasks.oversee"), methods=frozenset({"POST"}), keys=own_task, foreign=of_others),
}
