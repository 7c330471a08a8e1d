"""Ideas of citizens: the public list, and one idea as everybody reads it, with more for the two whom it concerns."""

from typing import Any

from django.http import Http404

from notices.domain.private import without_private
from portal.views.frame import ListPage, Page
from projects.enums import IdeaState, OfferState
from projects.models import Idea
from projects.queries import ideas as queries
from rounds.enums import Field
from venture.doors.web import RowDoor
from venture.kernel import clock, policy

ACTS = ("ideas.edit", "ideas.keep", "ideas.part", "ideas.open_draft", "ideas.meet", "ideas.view_own")


class Ideas(ListPage):
    """6 queries at most, however many ideas there are. Missing where no call ever took ideas."""

    template_name = "portal/ideas.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        season = queries.season(clock.now())
        if not season.used:
            raise Http404
        streets = queries.streets_with_ideas()
        states = [(value, label) for value, label in IdeaState.choices if value in IdeaState.public]
        asked = {
            "field": self.choice("field", Field.values),
            "street": self.choice("street", (code for code, _name in streets)),
            "state": self.choice("state", IdeaState.public),
        }
        text = self.words()
        return super().get_context_data(
            **self.paged(queries.ideas_for_list(text=text, **asked), q=text, **asked), streets=streets,
            fields=Field.choices, states=states, season=season, q=text, **asked, **given,
        )  # fmt: skip


class IdeaPage(RowDoor, Page):
    """One idea. 12 queries at most, for its owner; 4 for the public."""

    permission = "ideas.view"
    public = True
    lookup = {"code": "code"}
    template_name = "portal/idea.html"
    row: Idea

    def rows(self) -> Any:
        return queries.public_ideas()

    def find(self, request: Any, **wanted: Any) -> Any:
        """Return a public idea; one's own also while it is not public."""
        own = queries.ideas_of(request.user).filter(**wanted).first() if request.user.is_authenticated else None
        return own or super().find(request, **wanted)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now, user, idea = clock.now(), self.request.user, self.row
        facts: dict[str, Any] = {
            "idea": idea, "season": queries.season(now), "reach": queries.reach_of(idea, now),
            "about": {name: without_private(getattr(idea, name)) for name in ("population", "problem", "proposal")},
            "may": {}, "mine": [], "could": [], "fitting": [],
        }  # fmt: skip
        if user.is_authenticated:
            facts |= self._for_person(user, now)
        return super().get_context_data(**facts, **given)

    def _for_person(self, user: Any, now: Any) -> dict[str, Any]:
        held = policy.rights(user, ACTS, self.row)
        may = {name.removeprefix("ideas."): name in held for name in ACTS}
        if may["view_own"]:
            lonely = queries.waits_long(self.row, now)
            return {"may": may, "fitting": queries.that_fit(self.row, now) if lonely else [], "lonely": lonely}
        writes = list(queries.writes_for_ideas(user))
        offers = list(self.row.offers.filter(organization__in=writes).select_related("organization")) if writes else []
        standing = {each.organization_id for each in offers if each.state in OfferState.standing}
        could = [each for each in writes if each.pk not in standing] if self.row.state == IdeaState.OPEN else []
        return {"may": may, "mine": offers, "could": could}
