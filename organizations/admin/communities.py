"""Communities: entering one, and naming the people who answer for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from organizations import flows, queries
from organizations.forms import CommunityForm, NewCommunityForm, WorkerForm
from organizations.models import Community, CommunityWorker
from venture.doors.admin import StaffDoor, StaffRowDoor, refusals_as_messages
from venture.doors.desk import DeskPage


class Enter(StaffDoor, FormView):
    permission = "organizations.enter_community"
    template_name = "admin/organizations/form.html"
    title = gettext_lazy("Enter a community")
    form_class = NewCommunityForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        made = flows.enter_community(actor=actor, **form.cleaned_data)
        return HttpResponseRedirect(reverse("admin:community_desk", args=[made.pk]))


class Desk(DeskPage):
    permission = "organizations.view_communities_staff"
    template_name = "admin/organizations/community.html"
    row: Community

    def rows(self) -> Any:
        return queries.communities_for_staff()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": self.row.name,
            "subtitle": self.row.code,
            "may_change": self.allows("organizations.change_communities"),
            "form": CommunityForm(instance=self.row),
            "worker": WorkerForm(),
        }
        return super().get_context_data(**{**facts, **given})


class _Changing(StaffRowDoor, FormView):
    permission = "organizations.change_communities"
    http_method_names = ["post"]
    row: Community

    def rows(self) -> Any:
        return queries.communities_by_street()

    def form_invalid(self, form: Any) -> HttpResponse:
        for errors in form.errors.values():
            messages.error(self.request, " ".join(map(str, errors)))
        return self._back()

    def _back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:community_desk", args=[self.row.pk]))


class Change(_Changing):
    form_class = CommunityForm

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        flows.change_community(community_id=self.row.pk, actor=actor, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return self._back()


class AddWorker(_Changing):
    form_class = WorkerForm

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        with refusals_as_messages(self.request):
            flows.add_community_worker(community_id=self.row.pk, user=form.person, actor=actor)
            messages.success(self.request, _("Named. This person can post needs of the community now."))
        return self._back()


class EndWorker(StaffRowDoor, View):
    permission = "organizations.end_worker"
    http_method_names = ["post"]
    row: CommunityWorker

    def rows(self) -> Any:
        return CommunityWorker.objects.filter(ended_at__isnull=True)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        flows.end_community_worker(worker_id=self.row.pk, actor=actor)
        messages.success(request, _("Ended; what this person posted stays."))
        return HttpResponseRedirect(reverse("admin:community_desk", args=[self.row.community_id]))
