"""Observers of one round: whom staff lent read access, until when, and taking it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries.people import person_by_contact
from rounds import queries
from rounds.admin.setup import RoundDoor
from rounds.flows.observing import lend_round, take_back_round
from venture.doors.admin import DayInput, refusals_as_messages
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of


class ObserverForm(forms.Form):
    person = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail of the account"),
        max_length=254,
        help_text=gettext_lazy("The person opens an account first, if there is none."),
    )
    until = forms.DateField(label=gettext_lazy("Until"), widget=DayInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def clean_person(self) -> Any:
        user = person_by_contact(self.cleaned_data["person"])
        if user is None:
            raise forms.ValidationError(_("There is no account with this number or address."))
        return user


class Observers(RoundDoor):
    """The list, and for clerk and head the form."""

    permission = "rounds.view_observers"
    template_name = "admin/rounds/observers.html"
    title = gettext_lazy("Observers")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may = self.allows("rounds.lend")
        facts = {
            "observers": queries.observers_of(self.row),
            "may_lend": may,
            "form": ObserverForm() if may else None,
            "today": clock.today(),
        }
        return super().get_context_data(**{**facts, **given})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.allows("rounds.lend"):
            raise Http404
        form = ObserverForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, refused=True), status=422)
        given = form.cleaned_data
        try:
            lend_round(
                round_id=self.row.pk, user_id=given["person"].pk, until=given["until"], reason=given["reason"],
                actor=request.user,
            )  # fmt: skip
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.render_to_response(self.get_context_data(form=form, refused=True), status=422)
        messages.success(request, _("Lent. The person reads this round until that day, and is told."))
        return self.to("rounds_observers")


class EndObserver(RoundDoor):
    permission = "rounds.lend"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        observer = queries.observers_of(self.row).filter(pk=kwargs["pk"]).first()
        if observer is None:
            raise Http404
        with refusals_as_messages(request):
            take_back_round(observer_id=observer.pk, actor=request.user)
            messages.success(request, _("Taken back; the round is closed to this person from now on."))
        return self.to("rounds_observers")
