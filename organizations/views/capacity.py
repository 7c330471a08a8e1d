"""An organisation's page of capacity building: radar, hours, trainings, mentors; the assessment in five short steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from organizations.domain.assessing import LEAST, MOST, weakest_of
from organizations.enums import Ability, Statement
from organizations.flows import capacity as flows
from organizations.forms.capacity import AskMentorForm, PartForm, WordsForm
from organizations.models import MentorVisit, Pairing
from organizations.queries import capacity as queries
from organizations.views.frame import Own
from venture.doors.web import RowDoor
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of


class CapacityPage(Own, TemplateView):
    """11 queries, however many trainings and visits. A POST asks for a mentor."""

    template_name = "organizations/capacity/own.html"
    tab = "capacity"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        found = queries.assessments_of(self.row)
        net = queries.net_of(found[0], found[1] if len(found) > 1 else None) if found else None
        weak = weakest_of(found[0].result) if found else []
        labels = dict(Ability.choices)
        coming = list(queries.coming(clock.now()))
        for each in coming:
            each.fits = each.ability in weak
        facts = {
            "assessments": found,
            "net": net,
            "weak": [labels[each] for each in weak],
            "coming": sorted(coming, key=lambda each: not each.fits)[:4],
            "places": queries.places_of(self.row),
            "pairings": queries.pairings_of(self.row),
            "hours": queries.hours_since(self.row.pk, None),
            "form": AskMentorForm(initial={"ability": weak[0] if weak else None}),
        }
        return super().get_context_data(**{**facts, **given})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AskMentorForm(request.POST)
        if form.is_valid():
            try:
                flows.ask_mentor(organization_id=self.row.pk, actor=self.person, **form.cleaned_data)
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
            else:
                messages.success(request, _("Asked. The operator looks for a mentor, and you are told."))
                return HttpResponseRedirect(self.page("capacity"))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AssessmentPage(Own, TemplateView):
    """Five steps of four statements, then one line. What was answered travels along in the page; nothing is kept until
    the end.
    """

    template_name = "organizations/capacity/assessment.html"
    tab = "capacity"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(0, {})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = request.POST.get("step", "0")
        step = min(int(given), len(Ability)) if given.isdecimal() else 0
        kept = self._kept()
        if "back" in request.POST:
            return self._show(max(step - 1, 0), kept)
        if step == len(Ability):
            return self._end(kept)
        form = PartForm(request.POST, ability=list(Ability)[step])
        if not form.is_valid():
            return self._show(step, kept, form=form, status=422)
        return self._show(step + 1, {**kept, **form.marks()})

    def _kept(self) -> dict[str, int]:
        given = {each: self.request.POST.get(each, "") for each in Statement.values}
        marks = {name: int(mark) for name, mark in given.items() if mark.isdecimal() and len(mark) == 1}
        return {name: mark for name, mark in marks.items() if LEAST <= mark <= MOST}

    def _show(self, step: int, kept: dict[str, int], *, form: Any = None, status: int = 200) -> HttpResponse:
        last = step == len(Ability)
        ability = None if last else list(Ability)[step]
        if form is None:
            shown = {name: str(mark) for name, mark in kept.items()}
            form = WordsForm() if ability is None else PartForm(initial=shown, ability=ability)
        hidden = [(name, mark) for name, mark in kept.items() if name not in form.fields]
        context = self.get_context_data(
            step=step, number=step + 1, total=len(Ability) + 1, ability=ability, form=form, hidden=hidden, last=last
        )
        return self.render_to_response(context, status=status)

    def _end(self, kept: dict[str, int]) -> HttpResponse:
        form = WordsForm(self.request.POST)
        if form.is_valid():
            try:
                flows.assess(
                    organization_id=self.row.pk, answers=kept, words=form.cleaned_data["words"], actor=self.person
                )
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
            else:
                messages.success(self.request, _("Thank you. The picture stands below; trainings that fit are named."))
                return HttpResponseRedirect(self.page("capacity"))
        return self._show(len(Ability), kept, form=form, status=422)


class WithdrawPairing(RowDoor, View):
    permission = "pairings.withdraw"
    http_method_names = ["post"]
    row: Pairing

    def rows(self) -> Any:
        return Pairing.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        flows.withdraw_pairing(pairing_id=pk, actor=user)
        messages.success(request, _("The wish is taken back."))
        return HttpResponseRedirect(reverse("organizations:capacity", args=[self.row.organization_id]))


class ConfirmVisit(RowDoor, View):
    permission = "visits.own"
    http_method_names = ["post"]
    row: MentorVisit

    def rows(self) -> Any:
        return MentorVisit.objects.select_related("pairing")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        flows.confirm_visit(visit_id=pk, actor=user)
        messages.success(request, _("Confirmed; it counts in your record."))
        return HttpResponseRedirect(reverse("organizations:capacity", args=[self.row.pairing.organization_id]))
