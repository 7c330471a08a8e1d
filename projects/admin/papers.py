"""Applications from paper: the list, beginning one, entering an organisation that has no account here."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.models import Area
from accounts.permissions import in_areas
from organizations.flows import register_organization
from organizations.models import Organization
from projects.flows import paper
from projects.forms.entering import EnterForm, OrganizationForm
from projects.models import PaperEntry
from projects.permissions.applications import ENTERERS
from projects.queries.papers import for_papers, rounds_for_paper
from venture.doors.admin import READ, StaffDoor
from venture.doors.desk import DeskAdmin
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of


@admin.register(PaperEntry)
class PaperEntryAdmin(DeskAdmin):
    view_permission = "papers.view"
    add_permission = "applications.enter_paper"
    desk = "paper_desk"
    key = "code"
    list_display = ("named", "project_title", "organization", "received", "state", "asked_by", "checked_by")
    list_filter = ("state", ("project__round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("project__code", "project__title", "project__organization__name", "project__organization__uscc")

    def get_queryset(self, request: HttpRequest) -> Any:
        return for_papers().filter(self.condition(request, self.view_permission))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        facts = {"may_enter": policy.may(request.user, self.add_permission or "")}
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    @admin.display(description=gettext_lazy("number"), ordering="project__code")
    def named(self, row: PaperEntry) -> str:
        return self.opens(row, row.code)

    @admin.display(description=gettext_lazy("title"), ordering="project__title")
    def project_title(self, row: PaperEntry) -> str:
        return row.project.title or "—"

    @admin.display(description=gettext_lazy("organisation"), ordering="project__organization__name")
    def organization(self, row: PaperEntry) -> str:
        return row.project.organization.name

    @admin.display(description=gettext_lazy("received on"), ordering="project__received_on")
    def received(self, row: PaperEntry) -> Any:
        return row.project.received_on

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:paper_new"))


class PaperDoor(StaffDoor, FormView):
    """A page with one form for whoever enters from paper. A refusal stands above what was typed."""

    permission = "applications.enter_paper"
    template_name = "admin/projects/paper_form.html"
    lead: Any = ""
    button: Any = ""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.lead, button=self.button, **given)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.done(form)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)

    def done(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    @property
    def person(self) -> Any:
        return self.request.user

    def organizations(self) -> Any:
        return policy.visible(self.person, "organizations.enter_for", Organization.objects.all())


class Enter(PaperDoor):
    """Begin an application from paper. ``?organization=`` names the organisation that was just entered."""

    title = gettext_lazy("Enter an application from paper")
    lead = gettext_lazy(
        "For an organisation that handed its application in on paper. You type what the paper says into the same form"
        " that applicants fill in; a second person compares before it counts."
    )
    button = gettext_lazy("Begin the entry")
    form_class = EnterForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rounds": rounds_for_paper(), "organizations": self.organizations()}

    def get_initial(self) -> dict[str, Any]:
        return {"organization": self.request.GET.get("organization", "")[:40]}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(enters=True, **given)

    def done(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        project = paper.enter_paper(
            round_id=given["round"].pk, organization=given["organization"], received_on=given["received_on"],
            reason=given["reason"], actor=self.person,
        )  # fmt: skip
        messages.success(self.request, _("Begun as %(code)s. Type what the paper says.") % {"code": project.code})
        return HttpResponseRedirect(reverse("admin:paper_desk", args=[project.code]))


class EnterOrganization(PaperDoor):
    """Enter an organisation from its certificate, because its paper came before its account."""

    title = gettext_lazy("Enter an organisation from its certificate")
    lead = gettext_lazy(
        "Only when it has no account here. It stands as not verified; its application from paper can be entered, and"
        " the screening compares the certificate."
    )
    button = gettext_lazy("Enter the organisation")
    form_class = OrganizationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "areas": Area.objects.filter(in_areas(self.person, "code", *ENTERERS))}

    def done(self, form: Any) -> HttpResponse:
        given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        organization = register_organization(owner=None, actor=self.person, **given)
        messages.success(self.request, _("“%(name)s” is entered.") % {"name": organization.name})
        return HttpResponseRedirect(f"{reverse('admin:paper_new')}?organization={organization.uscc}")
