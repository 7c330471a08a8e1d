"""Taking over an organisation that the staff entered from paper: asked by one of its people, taken back, read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from organizations import flows, queries
from organizations.forms import TakeOverForm
from organizations.models import TakeOver
from venture.doors.web import Door, RowDoor
from venture.files.flows import keep
from venture.kernel.errors import RuleRefusal, sentence_of


class AskTakeOver(Door, FormView):
    """The form, and below it what the person asked before. Two queries besides the form's."""

    permission = "take_overs.ask"
    template_name = "organizations/take_over.html"
    form_class = TakeOverForm

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(asked=queries.take_overs_of(self.request.user), **given)

    def form_valid(self, form: Any) -> HttpResponse:
        person: Any = self.request.user
        given = form.cleaned_data
        try:
            proof = keep(given["proof"], actor=person)
            flows.ask_take_over(code=given["code"], position=given["position"], proof=proof.key, actor=person)
        except RuleRefusal as refusal:
            form.add_error("code", sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Sent. Two of the staff look at it; you are told when it is decided."))
        return HttpResponseRedirect(reverse("organizations:take-over"))


class WithdrawTakeOver(RowDoor, View):
    permission = "take_overs.withdraw"
    http_method_names = ["post"]
    row: TakeOver

    def rows(self) -> Any:
        return TakeOver.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person: Any = request.user
        flows.withdraw_take_over(take_over_id=self.row.pk, actor=person)
        messages.success(request, _("Taken back."))
        return HttpResponseRedirect(reverse("organizations:take-over"))
