"""The expert's door before any project: the pledge, then the declaration against the list of the whole city.

Nothing on these pages depends on who applies: neither what is listed, nor what is answered, nor how much.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from reviews.domain.pledge import VERSION
from reviews.enums import AppointmentState, TieKind
from reviews.flows import pledging as flows
from reviews.forms.pledging import DeclareForm
from reviews.models import Appointment
from reviews.queries.pledging import for_page, neutral_list
from venture.doors.web import RowDoor
from venture.kernel.errors import RuleRefusal, sentence_of

PER_PAGE = 50


class PledgeDoor(RowDoor):
    permission = "pledges.view"
    lookup = {"code": "round__code"}
    row: Appointment
    request: HttpRequest

    def rows(self) -> Any:
        return for_page()

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("pledging:page", kwargs={"code": self.row.round.code}))


class PledgePage(PledgeDoor, TemplateView):
    """12 queries, whatever is listed and declared."""

    template_name = "reviews/pledge.html"
    form: DeclareForm | None = None

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, data = self.row, self.request.GET
        words = data.get("q", "").replace("\x00", "").strip()[:60]
        signed = row.pledged_at is not None
        facts: dict[str, Any] = {
            "row": row,
            "round": row.round,
            "version": VERSION,
            "signed": signed,
            "declared": row.state == AppointmentState.PLEDGED,
            "invited": row.state == AppointmentState.INVITED,
        }
        if signed:
            expert: Any = row.expert
            form = self.form or DeclareForm()
            facts |= {
                "form": form,
                "ties": expert.declared,
                "kinds": TieKind.choices,
                "q": words,
                "query": f"{urlencode({'q': words})}&" if words else "",
                "page": Paginator(neutral_list(words), PER_PAGE).get_page(data.get("page")),
                "ticked": set(self.request.POST.getlist("org")),
            }
        return super().get_context_data(**{**facts, **given})


class PledgeAct(PledgeDoor, View):
    """A button of the page: a refusal becomes a message and nothing moves."""

    http_method_names = ["post"]
    permission = "pledges.sign"

    def act(self) -> str:
        """Call the flow and return what is said afterwards."""
        raise NotImplementedError

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        try:
            said = self.act()
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, said)
        return self.back()


class Sign(PledgeAct):
    def act(self) -> str:
        data, actor = self.request.POST, self.request.user
        flows.sign_pledge(
            appointment_id=self.row.pk, version=data.get("version", ""), agreed=data.get("agreed") == "on", actor=actor
        )
        return _("Signed. Now declare what ties you to organisations.")


class Finish(PledgeAct):
    def act(self) -> str:
        complete = self.request.POST.get("complete") == "on"
        flows.finish_declaration(appointment_id=self.row.pk, complete=complete, actor=self.request.user)
        return _("Thank you. Your projects appear on your desk when they are given to you.")


class Decline(PledgeAct):
    def act(self) -> str:
        reason = self.request.POST.get("reason", "")
        flows.decline_appointment(appointment_id=self.row.pk, reason=reason, actor=self.request.user)
        return _("Declined; the office is told why.")

    def back(self) -> HttpResponseRedirect:
        """A part that was declined has no page any more."""
        gone = not Appointment.objects.filter(pk=self.row.pk, state__in=AppointmentState.serving).exists()
        return HttpResponseRedirect(reverse("portal:desk")) if gone else super().back()


class Declare(PledgePage):
    """Take a declaration; what cannot be read is shown again with everything that was filled in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = DeclareForm(request.POST)
        try:
            if form.is_valid():
                new = flows.declare_ties(appointment_id=self.row.pk, ties=form.ties(), actor=request.user)
                messages.success(request, self._said(new))
                return self.back()
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
        self.form = form
        return self.render_to_response(self.get_context_data(), status=422)

    def _said(self, new: int) -> str:
        return _("Declared: %(n)s.") % {"n": new} if new else _("You have declared this before.")
