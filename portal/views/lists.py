"""Three lists side by side (三张清单): what is needed, what is offered, what is done; and the list of resources."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404

from grants.queries import public
from organizations.enums import MemberRole
from organizations.models import Organization
from organizations.queries import is_member
from portal.views.frame import ListPage, Page
from projects import queries
from projects.enums import NeedState, ResourceKind, ResourceState
from projects.models import Resource
from rounds.enums import Field, Means
from rounds.queries import uses
from venture.kernel import policy

SHOWN = 6


class Lists(ListPage):
    """Needs that wait, free resources and funded projects, of one street or field where one is chosen. 8 queries."""

    template_name = "portal/lists.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        if not uses(Means.RESOURCES):
            raise Http404
        streets = queries.streets()
        street = self.choice("street", (code for code, _name in streets))
        field = self.choice("field", Field.values)
        needs = queries.for_list(street=street, field=field, state=NeedState.PUBLISHED)
        resources = queries.resources_for_list(street=street, field=field).filter(state=ResourceState.PUBLISHED)
        projects = public.for_list(street=street, field=field)
        kept = "".join(f"&{name}={value}" for name, value in (("street", street), ("field", field)) if value)
        return super().get_context_data(
            needs=needs[:SHOWN], need_count=needs.count(), resources=resources[:SHOWN],
            resource_count=resources.count(), projects=projects[:SHOWN], project_count=projects.count(),
            streets=streets, fields=Field.choices, street=street, field=field, kept=kept, **given,
        )  # fmt: skip


class Resources(ListPage):
    """What is offered, what is free first. 5 queries."""

    template_name = "portal/resources.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        used = uses(Means.RESOURCES)
        if not used and not queries.any_resource():
            raise Http404
        streets = queries.streets()
        asked = {
            "street": self.choice("street", (code for code, _name in streets)),
            "kind": self.choice("kind", ResourceKind.values),
            "field": self.choice("field", Field.values),
        }
        text = self.words()
        return super().get_context_data(
            **self.paged(queries.resources_for_list(text=text, **asked), q=text, **asked),
            streets=streets, kinds=ResourceKind.choices, fields=Field.choices, **asked, q=text, used=used, **given,
        )  # fmt: skip


class ResourcePage(Page):
    """One resource with the needs that it may serve. 6 queries at most."""

    template_name = "portal/resource.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows = policy.visible(self.request.user, "resources.view_one", queries.shown())
        resource = rows.filter(code=self.kwargs["code"]).first()
        if resource is None:
            raise Http404
        free = resource.state == ResourceState.PUBLISHED
        return super().get_context_data(
            resource=resource, fits=queries.needs_for_resource(resource) if free else [],
            mine=self._mine(resource) if free else [], own=resource.offered_by_id == self.request.user.pk, **given,
        )  # fmt: skip

    def _mine(self, resource: Resource) -> Any:
        """Return the organisations for which the person may ask, each with whether it has asked."""
        user = self.request.user
        if not user.is_authenticated:
            return []
        asked = resource.wishes.filter(organization=OuterRef("pk"), withdrawn_at__isnull=True)
        writes = is_member(user, organization_ref="pk", roles=MemberRole.writers)
        return Organization.objects.filter(writes).annotate(asked=Exists(asked))
