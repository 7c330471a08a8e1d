"""The social workers of an organisation: a roster that its own people keep."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from organizations import flows, queries
from organizations.forms import RenewForm, SocialWorkerForm
from organizations.models import SocialWorker
from organizations.views.frame import Own
from venture.doors.web import RowDoor
from venture.kernel import clock, policy


class SocialWorkersPage(Own, FormView):
    """8 queries, however many social workers."""

    template_name = "organizations/social_workers.html"
    tab = "social-workers"
    form_class = SocialWorkerForm

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        today = clock.today()
        rows = list(queries.social_workers_of(self.row))
        return super().get_context_data(workers=rows, today=today, soon=today + queries.SOON, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        if not policy.allows(self.person, "organizations.change_own", self.row):
            messages.error(self.request, _("Only owners and editors keep the list."))
        else:
            flows.enter_social_worker(organization_id=self.row.pk, actor=self.person, **form.cleaned_data)
            messages.success(self.request, _("Entered."))
        return HttpResponseRedirect(self.page("social-workers"))


class SocialWorkerAct(RowDoor, View):
    """Note until when the registration runs now, or that the social worker left."""

    permission = "social_workers.change_own"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return SocialWorker.objects.all()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("act") == "end":
            flows.end_social_worker(worker_id=self.row.pk, actor=request.user)
            messages.success(request, _("Ended; the hours in projects stay."))
        else:
            form = RenewForm(request.POST)
            if form.is_valid():
                until = form.cleaned_data["registered_until"]
                flows.renew_social_worker(worker_id=self.row.pk, registered_until=until, actor=request.user)
                messages.success(request, _("Saved."))
            else:
                messages.error(request, _("Write the day until which the registration runs."))
        return HttpResponseRedirect(reverse("organizations:social-workers", args=[self.row.organization_id]))
