"""The overview's own addresses: the summary of a round as a sheet, and the way to the desk of the round at work."""

from collections.abc import Mapping
from typing import Any

from rounds.models import Round
from tests.matrix.doors import DoorLine, page
from tests.matrix.personas import at_desks
from tests.matrix.table.scoring import under_review
from venture.kernel import policy


def a_round() -> Mapping[str, Any]:
    return {"code": "2027"}


def no_round() -> Mapping[str, Any]:
    return {"code": "1066"}


def sees(user: Any) -> bool:
    return at_desks(user) and policy.allows(user, "rounds.view_staff", Round.objects.get(code="2027"))


def a_desk() -> Mapping[str, Any]:
    under_review()
    return {"desk": "progress"}


def follows(user: Any) -> bool:
    return at_desks(user) and policy.visible(user, "reviews.follow", Round.objects.all()).exists()


TABLE: dict[str, DoorLine] = {
    "admin:overview_summary": page(keys=a_round, foreign=no_round, may=sees, screens=False),
    "admin:current_desk": page(
        keys=a_desk, foreign=lambda: {"desk": "nowhere"}, may=follows, get=frozenset({302}), screens=False
    ),
}
