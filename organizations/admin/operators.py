"""An operator and the units tied to it: entered by a clerk, seconded by a head."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from organizations import flows, queries
from organizations.forms import AffiliateForm, EndAffiliateForm
from organizations.models import Operator, OperatorAffiliate
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor, refusals_as_messages
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel import policy

DECIDE, END = "organizations.decide_affiliate", "organizations.end_affiliate"
ACTS: dict[str, desk.Act] = {
    "second": (DECIDE, flows.second_affiliate, gettext_lazy("Seconded: this unit cannot apply.")),
    "refuse": (DECIDE, flows.refuse_affiliate, gettext_lazy("Refused; the reason is kept.")),
    "end": (END, flows.end_affiliate, gettext_lazy("The last day is entered.")),
}


class Desk(DeskPage):
    permission = "organizations.view_operators"
    template_name = "admin/organizations/operator.html"
    row: Operator

    def rows(self) -> Any:
        return queries.operators_for_staff()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows, user = OperatorAffiliate.objects.filter(operator=self.row), self.request.user
        facts = {
            "title": self.row.name,
            "subtitle": self.row.uscc,
            "decidable": set(
                policy.visible(user, DECIDE, rows).exclude(entered_by=user.pk).values_list("pk", flat=True)
            ),
            "endable": set(policy.visible(user, END, rows).values_list("pk", flat=True)),
            "form": AffiliateForm() if self.allows("organizations.enter_affiliate") else None,
            "ending": EndAffiliateForm(),
            "entries": entries_of(self.row)[:20],
        }
        return super().get_context_data(**{**facts, **given})


class Enter(StaffRowDoor, FormView):
    permission = "organizations.enter_affiliate"
    http_method_names = ["post"]
    form_class = AffiliateForm
    row: Operator

    def rows(self) -> Any:
        return Operator.objects.all()

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        given = dict(form.cleaned_data)
        with refusals_as_messages(self.request):
            flows.enter_affiliate(operator_id=self.row.pk, code=given.pop("uscc"), actor=actor, **given)
            messages.success(self.request, _("Entered. It counts when a head has seconded it."))
        return self._back()

    def form_invalid(self, form: Any) -> HttpResponse:
        for errors in form.errors.values():
            messages.error(self.request, " ".join(map(str, errors)))
        return self._back()

    def _back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:operator_desk", args=[self.row.pk]))


class Act(DeskAct):
    permission = "organizations.view_operators"
    acts = ACTS
    desk = "operator_desk"
    key = "operator_id"
    row: OperatorAffiliate

    def rows(self) -> Any:
        return OperatorAffiliate.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["verb"] == "end" and not EndAffiliateForm(request.POST).is_valid():
            messages.error(request, _("Say until which day and why."))
            return self.back()
        return super().post(request, *args, **kwargs)

    def given(self, verb: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"affiliate_id": self.row.pk}
        if verb == "end":
            form = EndAffiliateForm(self.request.POST)
            form.full_clean()
            return {**facts, **form.cleaned_data}
        return facts if verb == "second" else {**facts, "reason": self.request.POST.get("reason", "")}
