"""The pool of experts, a round's experts, draws and conflicts; the pledge and declaration of an expert."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from reviews.models import Appointment, Conflict, Draw, Expert, ExpertTie
from rounds.models import Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, api, form, page
from tests.matrix.personas import DISTRICT
from tests.matrix.table.admin import NO_ROW
from venture.kernel import clock, policy

KEEPERS = ("operator", "clerk", "head")
CODE = "2027"


def of(model: Any, factory: Callable[[], Any]) -> Callable[[], Mapping[str, Any]]:
    """Return keys of the first row of a model, made when there is none."""
    return lambda: {"pk": (model.objects.order_by("pk").first() or factory()).pk}


def none() -> Mapping[str, Any]:
    return {"pk": NO_ROW}


def sees(permission: str, model: Any, factory: Callable[[], Any]) -> Callable[[Any], bool]:
    keys = of(model, factory)
    return lambda user: policy.allows(user, permission, model.objects.get(**keys()))


def row(permission: str, model: Any, factory: Callable[[], Any], **more: Any) -> dict[str, Any]:
    keys, verb = of(model, factory), {"verb": more.pop("verb")} if "verb" in more else {}
    return {
        "keys": lambda: {**keys(), **verb}, "foreign": lambda: {**none(), **verb},
        "may": sees(permission, model, factory), **more,
    }  # fmt: skip


def of_round(permission: str, **verb: str) -> dict[str, Any]:
    return {
        "keys": lambda: {"code": CODE, **verb}, "foreign": lambda: {"code": "1999", **verb},
        "may": lambda user: policy.allows(user, permission, Round.objects.get(code=CODE)),
    }  # fmt: skip


def invited() -> Mapping[str, Any]:
    """Return the round into which the demonstration's expert is invited, the pledge signed."""
    user, now = person("expert"), clock.now()
    known = {"name": user.display_name, "key": "demo-expert", "added_at": now}
    expert, _made = Expert.objects.get_or_create(user=user, defaults=known)
    asked = {"state": "invited", "invited_by": person("clerk"), "invited_at": now, "pledge": "x", "pledged_at": now}
    Appointment.objects.update_or_create(round=Round.objects.get(code=CODE), expert=expert, defaults=asked)
    return {"code": CODE}


def strange() -> Mapping[str, Any]:
    return {"code": "1999"}


def tie() -> ExpertTie:
    return ExpertTie.objects.create(expert=rows.expert(), kind="board", name="某社", noted_at=clock.now())


TABLE: dict[str, DoorLine] = {
    "pledging:page": page("expert", keys=invited, foreign=strange),
    "pledging:sign": act("expert", keys=invited, foreign=strange),
    "pledging:declare": act("expert", keys=invited, foreign=strange),
    "pledging:finish": act("expert", keys=invited, foreign=strange),
    "pledging:decline": act("expert", keys=invited, foreign=strange),
    "admin:expert_new": form(*KEEPERS, DISTRICT),
    "admin:roster": form(*KEEPERS),
    "admin:roster_take": act(*KEEPERS),
    "admin:roster_template": page(*KEEPERS, screens=False),
    "admin:expert_desk": page(**row("experts.view", Expert, rows.expert)),
    "admin:expert_change": act(**row("experts.change", Expert, rows.expert)),
    "admin:expert_tie": act(**row("experts.change", Expert, rows.expert)),
    "admin:expert_act": act(**row("experts.view", Expert, rows.expert, verb="invite")),
    "admin:expert_untie": act(**row("experts.untie", ExpertTie, tie)),
    "admin:round_experts": page(**of_round("experts.view_round")),
    "admin:round_experts_act": act(**of_round("experts.appoint", verb="conflicts")),
    "admin:appointment_act": act(**row("appointments.view", Appointment, rows.appointment, verb="load")),
    "admin:draw_desk": page(**row("draws.view", Draw, rows.draw)),
    "admin:draw_record": page(**row("draws.view", Draw, rows.draw, screens=False, get=frozenset({200, 404}))),
    "admin:draw_act": act(**row("draws.view", Draw, rows.draw, verb="reveal")),
    "admin:conflict_desk": page(**row("conflicts.view", Conflict, rows.conflict)),
    # Everybody has the lists, of nothing where the right is missing; what they tell and cost by tests/api.
    "api:experts": api(),
    "api:appointments": api(),
    "admin:conflict_act": act(**row("conflicts.view", Conflict, rows.conflict, verb="uphold")),
}
