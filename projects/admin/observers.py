"""Observers of one application: whom staff lent read access, until when, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from projects.flows.observing import lend_application, take_back_application
from projects.forms.observing import ObserverForm
from projects.models import Project
from projects.queries.observers import observers_of
from venture.doors.admin import StaffRowDoor, refusals_as_messages
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of


class ObserverDoor(StaffRowDoor, TemplateView):
    """A page of one application; ``self.row`` is the application under the page's right."""

    lookup = {"code": "code"}
    title = gettext_lazy("Observers")
    row: Project

    def rows(self) -> Any:
        return Project.objects.select_related("organization", "round")

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:application_observers", args=[self.row.code]))


class Observers(ObserverDoor):
    """The list, and for clerk and head the form."""

    permission = "applications.view_observers"
    template_name = "admin/projects/observers.html"

    @property
    def lends(self) -> bool:
        return policy.allows(self.request.user, "applications.lend", self.row)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may = self.lends
        facts = {
            "project": self.row,
            "observers": observers_of(self.row),
            "may_lend": may,
            "form": ObserverForm() if may else None,
            "today": clock.today(),
        }
        return super().get_context_data(**{**facts, **given})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.lends:
            raise Http404
        form = ObserverForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = form.cleaned_data
        try:
            lend_application(
                project_id=self.row.pk, user_id=given["person"].pk, until=given["until"], reason=given["reason"],
                actor=request.user,
            )  # fmt: skip
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("Lent. The person reads this application until that day, and is told."))
        return self.back()


class EndObserver(ObserverDoor):
    permission = "applications.lend"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        observer = observers_of(self.row).filter(pk=kwargs["pk"]).first()
        if observer is None:
            raise Http404
        with refusals_as_messages(request):
            take_back_application(observer_id=observer.pk, actor=request.user)
            messages.success(request, _("Taken back; the application is closed to this person from now on."))
        return self.back()
