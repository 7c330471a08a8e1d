"""The desk of an assignment: who watches the round reads it; who plans proposes; the bureau puts it in force."""

from collections.abc import Mapping
from typing import Any

from rounds.models import Stage
from tests.matrix.doors import DoorLine, act, page
from venture.kernel import policy


def stage() -> Stage:
    return Stage.objects.select_related("round").get(round__code="2026-b", kind="review")


def keys() -> Mapping[str, Any]:
    return {"code": "2026-b", "order": stage().order}


def no_stage() -> Mapping[str, Any]:
    return {"code": "2026-b", "order": 99}


def sees(user: Any) -> bool:
    return policy.allows(user, "assigning.view", stage())


TABLE: dict[str, DoorLine] = {
    "admin:assigning_desk": page(keys=keys, foreign=no_stage, may=sees),
    "admin:assigning_certificate": page(keys=keys, foreign=no_stage, may=sees, get=frozenset({404}), screens=False),
    "admin:assigning_act": act(
        keys=lambda: {**keys(), "verb": "propose"}, foreign=lambda: {**no_stage(), "verb": "propose"}, may=sees
    ),
}
