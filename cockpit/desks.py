"""The desks of a round's review: which there are for a person, and the one where the work is just now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse

from rounds.enums import RoundState
from rounds.models import Round, Stage
from venture.kernel import policy

# Where work is going on comes first, then what is over.
ORDER = (RoundState.REVIEWING, RoundState.CLOSED, RoundState.DECIDED, RoundState.IMPLEMENTING)


@dataclass(frozen=True)
class Desk:
    """``permission`` is asked of ``model``'s rows; ``to_round`` leads from one to its round."""

    permission: str
    model: type[Round] | type[Stage]
    to_round: str
    address: Callable[[Any], str]

    def rows(self, user: Any) -> QuerySet[Any]:
        return policy.visible(user, self.permission, self.model._default_manager.all())

    def current(self, user: Any) -> Any:
        """Return the row of the round at work, the newest first; ``None`` where there is none. One query."""
        way = self.to_round
        places = [When(**{f"{way}state": state}, then=Value(place)) for place, state in enumerate(ORDER)]
        rows = self.rows(user).annotate(_place=Case(*places, default=Value(len(ORDER))))
        related = way.removesuffix("__")
        rows = rows.select_related(related) if related else rows
        return rows.order_by("_place", f"-{way}year", f"-{way}code", "pk").first()


DESKS: dict[str, Desk] = {
    "assigning": Desk(
        "assigning.view", Stage, "round__",
        lambda stage: reverse("admin:assigning_desk", args=[stage.round.code, stage.order]),
    ),
    "progress": Desk("reviews.follow", Round, "", lambda row: reverse("admin:review_desk", args=[row.code])),
    "remind": Desk("reviews.run", Round, "", lambda row: reverse("admin:review_remind", args=[row.code])),
    "ranking": Desk("rankings.open", Round, "", lambda row: reverse("admin:ranking_desk", args=[row.code])),
    "agreements": Desk(
        "agreements.open_round", Round, "", lambda row: reverse("admin:agreements_desk", args=[row.code])
    ),
}  # fmt: skip


def link(key: str) -> Callable[[], str]:
    return lambda: reverse("admin:current_desk", args=[key])
