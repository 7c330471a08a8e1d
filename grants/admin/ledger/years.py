"""The end of a year: carry-over proposed, the closing asked for and decided."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from grants.flows import ledger
from grants.forms.ledger import YearForm
from grants.models import YearClosing
from venture.doors.admin import StaffDoor
from venture.doors.desk import Act, DeskAct
from venture.kernel.errors import RuleRefusal, sentence_of

SAID = {
    "close": _("Asked for. A second person closes the books."),
    "carry": _("Carry-over proposed for every free balance. A second person confirms each on the page of its round."),
}


class Propose(StaffDoor, View):
    permission = "year_closings.propose"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in SAID:
            raise Http404
        form = YearForm(request.POST)
        actor: Any = request.user
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        else:
            year, number = form.cleaned_data["year"], form.cleaned_data["document_number"]
            try:
                if verb == "carry":
                    ledger.propose_carry_over(
                        year=year, document_number=number, key=form.cleaned_data["key"], actor=actor
                    )
                else:
                    ledger.propose_year_closing(year=year, document_number=number, actor=actor)
            except RuleRefusal as refusal:
                messages.error(request, sentence_of(refusal))
            else:
                messages.success(request, str(SAID[verb]))
        return HttpResponseRedirect(reverse("admin:money"))


ACTS: dict[str, Act] = {
    "approve": (
        "year_closings.decide",
        ledger.confirm_year_closing,
        _("Closed. No entry stands in that year any more."),
    ),
    "refuse": ("year_closings.decide", ledger.refuse_year_closing, _("Refused; the year stays open.")),
}


class Decide(DeskAct):
    permission = "year_closings.view"
    acts = ACTS
    row: YearClosing

    def rows(self) -> QuerySet[YearClosing]:
        return YearClosing.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        return {"closing_id": self.row.pk, "answer": self.request.POST.get("answer", "")}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:money"))
