"""More time for one applicant: one person of the staff asks with a reason, another decides."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from projects.flows.applications import extending
from projects.flows.applications.window import closes_at
from projects.forms.extending import ExtensionForm
from projects.models import Extension, Project
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import READ, StaffDoor
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS: dict[str, desk.Act] = {
    "grant": (
        "extensions.decide", extending.grant_extension,
        gettext_lazy("Granted. The application is open until then and its people are told."),
    ),
    "refuse": ("extensions.decide", extending.refuse_extension, gettext_lazy("Refused. The colleague is told.")),
}  # fmt: skip


def _rows() -> Any:
    return Extension.objects.select_related("project__organization", "project__round", "asked_by", "decided_by")


@admin.register(Extension)
class ExtensionAdmin(DeskAdmin):
    view_permission = "extensions.view"
    add_permission = "extensions.ask"
    desk = "extension_desk"
    list_display = ("named", "organization", "until", "state", "asked_by", "asked_at")
    list_filter = ("state", ("project__round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("project__code", "project__organization__name")
    list_select_related = ("project__organization", "asked_by")

    @admin.display(description=gettext_lazy("application"), ordering="project__code")
    def named(self, row: Extension) -> str:
        return self.opens(row, row.project.code)

    @admin.display(description=gettext_lazy("organisation"), ordering="project__organization__name")
    def organization(self, row: Extension) -> str:
        return row.project.organization.name

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:extension_new"))


class Ask(StaffDoor, FormView):
    """Ask for more time. ``?application=`` names the application where another page leads here."""

    permission = "extensions.ask"
    template_name = "admin/projects/extension_new.html"
    title = gettext_lazy("More time for one applicant")
    form_class = ExtensionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = policy.visible(self.request.user, "applications.extend", Project.objects.all())
        return {**super().get_form_kwargs(), "rows": rows}

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("application", "")[:24]}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        given = form.cleaned_data
        try:
            extension = extending.ask_extension(
                project_id=given["code"].pk, until=given["until"], reason=given["reason"], actor=actor
            )
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Asked for. A second person decides."))
        return HttpResponseRedirect(reverse("admin:extension_desk", args=[extension.pk]))


class Desk(DeskPage):
    permission = "extensions.view"
    template_name = "admin/projects/extension.html"
    acts = ACTS
    row: Extension

    def rows(self) -> Any:
        return _rows()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": self.row.project.code,
            "closes": closes_at(self.row.project),
            "mine": self.row.asked_by_id == self.request.user.pk,
            "entries": entries_of(self.row)[:20],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "extensions.view"
    acts = ACTS
    desk = "extension_desk"
    row: Extension

    def rows(self) -> Any:
        return _rows()

    def given(self, verb: str) -> dict[str, Any]:
        return {"extension_id": self.row.pk}
