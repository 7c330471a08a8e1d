"""The staff's desks of mentors and pairings."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from organizations.enums import Ability, PairingState
from organizations.flows import capacity as flows
from organizations.forms.capacity import MentorForm, NewMentorForm, PairForm
from organizations.models import Mentor, Pairing
from organizations.queries import capacity as queries
from venture.audit.queries import entries_of
from venture.doors.admin import StaffDoor, StaffRowDoor, refusals_as_messages
from venture.doors.desk import Act, DeskAct, DeskPage
from venture.kernel.errors import RuleRefusal, sentence_of


class Enter(StaffDoor, FormView):
    permission = "mentors.enter"
    template_name = "admin/organizations/capacity/mentor_new.html"
    title = gettext_lazy("Enter a mentor")
    form_class = NewMentorForm

    def form_valid(self, form: Any) -> HttpResponse:
        given = dict(form.cleaned_data)
        try:
            made = flows.enter_mentor(user=given.pop("person"), actor=self.request.user, **given)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("admin:mentor_desk", args=[made.pk]))


class MentorDesk(DeskPage):
    permission = "mentors.view_staff"
    template_name = "admin/organizations/capacity/mentor.html"
    row: Any

    def rows(self) -> Any:
        return queries.mentors()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may = self.allows("mentors.change")
        facts = {
            "title": str(self.row.user),
            "left": max(self.row.hours - self.row.promised, 0),
            "fields": [label for value, label in Ability.choices if value in self.row.abilities],
            "pairings": list(queries.pairings_for_page().filter(mentor=self.row)),
            "form": MentorForm(instance=self.row) if may else None,
            "entries": entries_of(self.row)[:15],
        }
        return super().get_context_data(**{**facts, **given})


class MentorAct(StaffRowDoor, View):
    """Change the entry, or let the mentor stop."""

    permission = "mentors.change"
    http_method_names = ["post"]
    row: Mentor

    def rows(self) -> Any:
        return Mentor.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with refusals_as_messages(request):
            if "end" in request.POST:
                flows.end_mentor(mentor_id=pk, actor=request.user)
                messages.success(request, _("Ended; running pairings ended with it, visits stay."))
            else:
                form = MentorForm(request.POST)
                if not form.is_valid():
                    raise RuleRefusal("mentor_fields")
                flows.change_mentor(mentor_id=pk, actor=request.user, **form.cleaned_data)
                messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:mentor_desk", args=[pk]))


ACTS: dict[str, Act] = {
    "pair": ("pairings.decide", flows.pair, gettext_lazy("Paired; both sides are told.")),
    "refuse": ("pairings.decide", flows.refuse_pairing, gettext_lazy("Answered; the organisation reads why.")),
    "end": ("pairings.end", flows.end_pairing, gettext_lazy("Ended; its visits stay and count.")),
}


class PairingDesk(DeskPage):
    permission = "pairings.view_staff"
    template_name = "admin/organizations/capacity/pairing.html"
    desk = "pairing_desk"
    acts = ACTS
    row: Any

    def rows(self) -> Any:
        return queries.pairings_for_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        waits = self.row.state == PairingState.ASKED
        fitting = queries.mentors_for(self.row) if waits else []
        newest = queries.assessments_of(self.row.organization)
        facts = {
            "title": self.row.organization.name,
            "fitting": fitting,
            "form": PairForm(mentors=fitting, initial={"hours": 12}) if fitting else None,
            "net": queries.net_of(newest[0], newest[1] if len(newest) > 1 else None) if newest else None,
            "assessments": newest,
            "entries": entries_of(self.row)[:15],
        }
        return super().get_context_data(**{**facts, **given})


class PairingAct(DeskAct):
    permission = "pairings.view_staff"
    desk = "pairing_desk"
    acts = ACTS
    row: Pairing

    def rows(self) -> Any:
        return Pairing.objects.select_related("organization")

    def given(self, verb: str) -> dict[str, Any]:
        asked: dict[str, Any] = {"pairing_id": self.row.pk}
        if verb == "refuse":
            return {**asked, "reason": self.request.POST.get("reason", "")}
        if verb == "pair":
            form = PairForm(self.request.POST, mentors=queries.mentors_for(self.row))
            if not form.is_valid():
                raise RuleRefusal("mentor_field")
            return {**asked, "mentor_id": form.cleaned_data["mentor"], "hours": form.cleaned_data["hours"]}
        return asked
