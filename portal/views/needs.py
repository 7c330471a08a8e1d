"""Needs of communities: the list with its filters, and one need with who would answer it."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404

from grants.queries import public
from organizations.enums import MemberRole
from organizations.models import Organization
from organizations.queries import answers_for_some_community, is_member, organizations_of
from portal.views.frame import ListPage, Page
from projects import queries
from projects.enums import NeedState
from projects.models import Need
from rounds.enums import Field, Means
from rounds.queries import uses


class Needs(ListPage):
    template_name = "portal/needs.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        streets = queries.streets()
        states = [(value, label) for value, label in NeedState.choices if value in NeedState.public]
        asked = {
            "street": self.choice("street", (code for code, _name in streets)),
            "field": self.choice("field", Field.values),
            "state": self.choice("state", NeedState.public),
        }
        text = self.words()
        user = self.request.user
        return super().get_context_data(
            **self.paged(queries.for_list(text=text, **asked), q=text, **asked),
            streets=streets,
            fields=Field.choices,
            states=states,
            **asked,
            q=text,
            may_report=user.is_authenticated and answers_for_some_community(user),
            listed=uses(Means.RESOURCES),
            fits=self._fits(),
            **given,
        )

    def _fits(self) -> list[queries.Fit]:
        """Return needs that may fit the person's organisation, on the first page of the list without filters."""
        user = self.request.user
        if not user.is_authenticated or self.request.GET:
            return []
        own = organizations_of(user).order_by("pk").first()
        return queries.needs_for_organization(own) if own is not None else []


class NeedPage(Page):
    """One need: who would answer it, and by which project and which results it was met. 12 queries at most."""

    template_name = "portal/need.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        need = queries.one(self.kwargs["code"])
        if need is None:
            raise Http404
        user, waiting = self.request.user, need.state == NeedState.PUBLISHED
        listed = uses(Means.RESOURCES)
        answers = public.answers_to(need)
        return super().get_context_data(
            need=need, interested=queries.organizations_interested(need), mine=self._mine(need), listed=listed,
            fits=queries.resources_for_need(need) if waiting and listed else [], answers=answers,
            may_begin=waiting or self._answers_without_project(need),
            supported=waiting and user.is_authenticated and queries.supports(user, need), **given,
        )  # fmt: skip

    def _answers_without_project(self, need: Need) -> bool:
        """Tell whether the person writes for the organisation that answers the need and has no project for it yet."""
        user = self.request.user
        if not user.is_authenticated or need.answered_by is None or need.project_id is not None:
            return False
        writes = is_member(user, organization_ref="pk", roles=MemberRole.writers)
        return need.state == NeedState.MATCHED and Organization.objects.filter(writes, pk=need.answered_by.pk).exists()

    def _mine(self, need: Need) -> Any:
        """Return the organisations for which the person may answer, each with whether it has said so."""
        user = self.request.user
        if not user.is_authenticated or need.state != NeedState.PUBLISHED:
            return []
        said = need.interests.filter(organization=OuterRef("pk"), withdrawn_at__isnull=True)
        writes = is_member(user, organization_ref="pk", roles=MemberRole.writers)
        return Organization.objects.filter(writes).annotate(said=Exists(said))
