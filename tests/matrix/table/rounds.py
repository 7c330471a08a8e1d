"""The guided set-up of rounds in the admin. Who edits what and when is held by tests/rounds; here: who comes in."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from accounts.demo import person
from rounds import flows
from rounds.flows.observing import lend_round
from rounds.models import Round
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.personas import AT_DESKS, DISTRICT, OBSERVER, SUPERUSER, at_desks
from venture.kernel import clock, policy

# A round belongs to the whole city: a clerk of one district works on the rounds of that district.
READERS = AT_DESKS - {DISTRICT, "finance_maker", "finance_checker", "evaluator"}
CODE = "2027"


def of_city() -> Mapping[str, Any]:
    return {"code": CODE}


def step() -> Mapping[str, Any]:
    return {"code": CODE, "key": "money"}


def verb() -> Mapping[str, Any]:
    return {"code": CODE, "verb": "check"}


def no_round() -> Mapping[str, Any]:
    return {"code": "2999"}


def no_step() -> Mapping[str, Any]:
    return {"code": CODE, "key": "nowhere"}


def amendment() -> Mapping[str, Any]:
    round_ = Round.objects.get(code=CODE)
    asked = round_.amendments.first() or flows.ask_amendment(
        round_id=round_.pk, changes={"grace_seconds": 60}, reason="演示", actor=person("clerk")
    )
    return {"code": CODE, "pk": asked.pk}


def no_amendment() -> Mapping[str, Any]:
    return {"code": CODE, "pk": 999_999}


def holds(permission: str) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.allows(user, permission, Round.objects.get(code=CODE))


def lends(user: Any) -> bool:
    return policy.allows(user, "rounds.lend", Round.objects.get(code=CODE))


def observer() -> Mapping[str, Any]:
    """An auditor to whom the round is lent."""
    round_ = Round.objects.get(code=CODE)
    found = round_.observers.first() or lend_round(
        round_id=round_.pk, user_id=person("evaluator").pk, until=clock.today() + timedelta(days=30), reason="演示",
        actor=person("head"),
    )  # fmt: skip
    return {"code": CODE, "pk": found.pk}


def ends(user: Any) -> bool:
    return at_desks(user) and lends(user)


TABLE: dict[str, DoorLine] = {
    "admin:rounds_calendar_load": act("clerk", "head", "system_admin", SUPERUSER),
    "admin:rounds_start": form("clerk", "operator", DISTRICT),
    "admin:rounds_desk": page(*READERS, keys=of_city, foreign=no_round),
    "admin:rounds_step": form(*READERS, keys=step, foreign=no_step, writers=holds("rounds.set_up")),
    "admin:rounds_preview": page(*READERS, keys=of_city, foreign=no_round),
    "admin:rounds_log": page(*READERS, keys=of_city, foreign=no_round),
    "admin:rounds_rules": page(
        *READERS, keys=lambda: {"code": CODE, "number": 1}, foreign=lambda: {"code": CODE, "number": 99}, screens=False
    ),
    "admin:rounds_act": act(keys=verb, may=holds("rounds.second")),
    "admin:rounds_observers": form(*READERS - {OBSERVER}, keys=of_city, foreign=no_round, writers=lends),
    "admin:rounds_end_observer": act(keys=observer, may=ends, foreign=no_amendment),
    "admin:rounds_amend": act(keys=of_city, may=holds("rounds.amend_some"), foreign=no_round),
    "admin:rounds_decide_amendment": act(keys=amendment, may=holds("rounds.amend_some"), foreign=no_amendment),
}
