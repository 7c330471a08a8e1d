"""Writing needs down for a community, putting them into better words, merging those that say the same."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from organizations.models import Community
from projects import flows, queries
from projects.forms import NeedForm
from projects.models import Need
from venture.doors.admin import StaffDoor, StaffRowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of


class Collect(StaffDoor, FormView):
    permission = "needs.collect"
    template_name = "admin/projects/form.html"
    title = gettext_lazy("Collect a need")
    form_class = NeedForm

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        seen = policy.visible(self.request.user, "organizations.view_communities_staff", Community.objects.all())
        form.fields["community"].queryset = seen.select_related("street")
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        need = flows.report_need(community=form.community(), actor=actor, **form.words())
        messages.success(self.request, _("Collected as %(code)s.") % {"code": need.code})
        return HttpResponseRedirect(reverse("admin:need_desk", args=[need.pk]))


class Edit(StaffRowDoor, FormView):
    permission = "needs.edit"
    template_name = "admin/projects/form.html"
    title = gettext_lazy("Put the need into better words")
    form_class = NeedForm
    row: Need

    def rows(self) -> Any:
        return queries.for_staff()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Need.objects.get(pk=self.row.pk)}

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        flows.edit_need(need_id=self.row.pk, actor=actor, **form.words())
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:need_desk", args=[self.row.pk]))


class Merge(StaffDoor, TemplateView):
    """Choose which of the needs stands for the others."""

    permission = "needs.collect"
    template_name = "admin/projects/merge.html"
    title = gettext_lazy("Merge needs that say the same")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(needs=self._chosen(self.request.GET), **given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        chosen = self._chosen(request.POST)
        into = request.POST.get("into", "")
        kept = next((need for need in chosen if str(need.pk) == into), None)
        if kept is None:
            messages.error(request, _("Choose the need that stands for the others."))
            return HttpResponseRedirect(request.get_full_path())
        try:
            flows.merge_needs(into_id=kept.pk, need_ids=[need.pk for need in chosen], actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Merged into %(code)s.") % {"code": kept.code})
        return HttpResponseRedirect(reverse("admin:need_desk", args=[kept.pk]))

    def _chosen(self, data: Any) -> list[Need]:
        """Return the needs of the address that the person may merge. Raise ``Http404`` for none."""
        wanted = [int(text) for text in data.getlist("need") if text.isdigit()][:100]
        rows = policy.visible(self.request.user, "needs.merge", queries.for_staff().filter(pk__in=wanted))
        chosen = list(rows.order_by("pk"))
        if not chosen:
            raise Http404
        return chosen
