"""Resources as staff see them: offers to be read, the list, one resource with who asks for it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from projects import flows, queries
from projects.forms import ResourceForm
from projects.models import Resource
from projects.views.resources import number
from venture.audit.flows import note_export
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import READ, StaffDoor
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.doors.sheets import sheet_answer, when, workbook
from venture.kernel import clock

ACTS: dict[str, desk.Act] = {
    "publish": ("resources.publish", flows.publish_resource, gettext_lazy("Published. Who offers it is told.")),
    "send_back": ("resources.send_back", flows.send_back_resource, gettext_lazy("Sent back. Who offers it is told.")),
    "engage": ("resources.engage", flows.engage_resource, gettext_lazy("Given into use. The organisation is told.")),
    "release": ("resources.release", flows.release_resource, gettext_lazy("It is free again.")),
}


@admin.register(Resource)
class ResourceAdmin(DeskAdmin):
    view_permission = "resources.view_staff"
    add_permission = "resources.enter"
    desk = "resource_desk"
    list_display = ("named", "code", "kind", "giver", "place", "state", "wished")
    list_filter = ("state", "kind", "field", ("community__street", admin.RelatedOnlyFieldListFilter))
    search_fields = ("code", "title", "giver", "community__name")
    ordering = ("-offered_at", "-pk")
    actions = ("take_along",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.with_wishes(super().get_queryset(request)).select_related("community__street", "used_by")

    @admin.display(description=gettext_lazy("what is offered"), ordering="title")
    def named(self, row: Resource) -> str:
        return self.opens(row, row.title)

    @admin.display(description=gettext_lazy("community"), ordering="community__code")
    def place(self, row: Resource) -> str:
        return f"{row.community.street.name} · {row.community.name}" if row.community else str(_("The whole city"))

    @admin.display(description=gettext_lazy("asked for by"), ordering="wished")
    def wished(self, row: Any) -> int:
        return int(row.wished)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:resource_new"))

    @admin.action(description=gettext_lazy("Take along as a sheet"), permissions=["view"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Resource]) -> HttpResponse:
        heads = (
            _("Code"), _("Kind"), _("What is offered"), _("How much, and when"), _("Offered by"), _("Place"),
            _("State"), _("Used by"), _("Published on"),
        )  # fmt: skip
        lines = [
            (
                row.code, row.get_kind_display(), row.title, row.capacity, row.giver, self.place(row),
                row.get_state_display(), row.used_by.name if row.used_by else "", when(row.published_at),
            )
            for row in rows
        ]  # fmt: skip
        note_export(what="resources", count=len(lines), actor=request.user)
        return sheet_answer(workbook(_("List of resources"), heads, lines), f"resources-{clock.today():%Y%m%d}.xlsx")


class Enter(StaffDoor, FormView):
    """Write down what somebody offers by telephone or letter."""

    permission = "resources.enter"
    template_name = "admin/projects/resource_form.html"
    title = gettext_lazy("Enter a resource")
    form_class = ResourceForm

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        resource = flows.offer_resource(actor=actor, **form.cleaned_data)
        messages.success(self.request, _("Entered as %(code)s.") % {"code": resource.code})
        return HttpResponseRedirect(reverse("admin:resource_desk", args=[resource.pk]))


class Desk(DeskPage):
    permission = "resources.view_staff"
    template_name = "admin/projects/resource.html"
    acts = ACTS
    row: Resource

    def rows(self) -> Any:
        return queries.resources_for_staff().prefetch_related(queries.wishing())

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": self.row.title,
            "subtitle": self.row.code,
            "fits": queries.needs_for_resource(self.row, most=5),
            "entries": entries_of(self.row)[:50],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "resources.view_staff"
    acts = ACTS
    desk = "resource_desk"
    row: Resource

    def rows(self) -> Any:
        return queries.resources_for_staff()

    def given(self, verb: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"resource_id": self.row.pk}
        if verb == "send_back":
            facts["reason"] = self.request.POST.get("reason", "")[:300]
        if verb == "engage":
            facts["organization"] = queries.verified_organization(number(self.request.POST.get("organization", "")))
        return facts
