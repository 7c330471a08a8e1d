"""Trainings and workshops: what is offered, one training with the own place in it, the door, the word afterwards."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from organizations.enums import SeatState, TrainingState
from organizations.flows import capacity as flows
from organizations.flows.capacity.places import training_of
from organizations.forms.capacity import FeedbackForm, VisitForm
from organizations.models import Seat, Training
from organizations.queries import capacity as queries
from venture.doors.web import PUBLIC, SIGNED_IN, Door, RowDoor
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

FEW = 12


class Trainings(Door, TemplateView):
    """What is offered, and what took place. 4 queries."""

    permission = PUBLIC
    template_name = "organizations/capacity/trainings.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {"coming": list(queries.coming(clock.now())), "held": list(queries.held()[:FEW])}
        return super().get_context_data(**facts, **given)


class TrainingPage(RowDoor, TemplateView):
    """One training; who signed in sees the own place. 7 queries."""

    permission = "trainings.view"
    public = True
    template_name = "organizations/capacity/training.html"
    http_method_names = ["get", "head", "options"]
    row: Training

    def rows(self) -> Any:
        return queries.trainings_for_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user, now = self.request.user, clock.now()
        facts: dict[str, Any] = {"training": self.row, "open": self._open(now), "place": None, "mine": []}
        if user.is_authenticated:
            facts["place"] = queries.place_of(self.row, user)
            facts["mine"] = list(queries.organizations_for(user)) if facts["open"] and not facts["place"] else []
        if (place := facts["place"]) is not None:
            facts["may_leave"] = now < self.row.starts_at and place.state in {SeatState.SEATED, SeatState.WAITING}
            facts["feedback"] = (
                FeedbackForm(initial={"rating": place.rating, "words": place.feedback})
                if place.state == SeatState.ATTENDED
                else None
            )
            facts["sees_files"] = place.state in SeatState.taken
        return super().get_context_data(**{**facts, **given})

    def _open(self, now: Any) -> bool:
        return self.row.state == TrainingState.OPEN and now <= self.row.signs_until


class SignUp(RowDoor, View):
    """Take a place, or the next one on the waiting list, for one of one's organisations."""

    permission = "trainings.view"
    http_method_names = ["post"]
    row: Training

    def rows(self) -> Any:
        return Training.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        given = request.POST.get("organization", "")
        mine = get_object_or_404(queries.organizations_for(user), pk=given if given.isdecimal() else 0)
        seat = flows.sign_up(training_id=pk, organization_id=mine.pk, actor=user)
        if seat.state == SeatState.WAITING:
            messages.success(request, _("You are on the waiting list and are told when a place becomes free."))
        else:
            messages.success(request, _("You have a place. Give it back here if you cannot come."))
        return HttpResponseRedirect(reverse("organizations:training", args=[pk]))


class _OwnSeat(RowDoor):
    permission = "seats.own"
    http_method_names: Any = ["post"]
    row: Seat
    request: HttpRequest

    def rows(self) -> Any:
        return Seat.objects.select_related("training")

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("organizations:training", args=[self.row.training_id]))


class Leave(_OwnSeat, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        flows.leave(seat_id=pk, actor=user)
        messages.success(request, _("Your place is given back; the next on the list has it."))
        return self.back()


class Feedback(_OwnSeat, View):
    """Two taps: a mark, and a sentence for who likes."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        form = FeedbackForm(request.POST)
        if not form.is_valid():
            raise RuleRefusal("feedback_rating")
        given = form.cleaned_data
        flows.give_feedback(seat_id=pk, rating=given["rating"], words=given["words"], actor=user)
        messages.success(request, _("Thank you. The operator reads it without your name."))
        return self.back()


class Here(Door, TemplateView):
    """What the code on the wall opens: one press says that the person is there."""

    permission = SIGNED_IN
    template_name = "organizations/capacity/here.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts: dict[str, Any] = {"training": None, "refusal": ""}
        try:
            facts["training"] = Training.objects.filter(pk=training_of(self.kwargs["code"])).first()
        except RuleRefusal as refusal:
            facts["refusal"] = sentence_of(refusal)
        return super().get_context_data(**{**facts, **given})

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        user: Any = request.user
        try:
            seat = flows.arrive(code=code, actor=user)
        except RuleRefusal as refusal:
            context = self.get_context_data(training=None, refusal=sentence_of(refusal))
            return self.render_to_response(context, status=409)
        messages.success(request, _("Welcome. Your attendance is on record."))
        return HttpResponseRedirect(reverse("organizations:training", args=[seat.training_id]))


class Mentoring(Door, TemplateView):
    """A mentor's pairings. 3 queries."""

    permission = "mentors.own"
    template_name = "organizations/capacity/mentoring.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user: Any = self.request.user
        rows = queries.pairings_for_page().filter(mentor__user=user)
        return super().get_context_data(rows=list(rows), **given)


class PairingPage(RowDoor, FormView):
    """One pairing as its mentor sees it: what the organisation asked for, the visits, and a form for one more."""

    permission = "pairings.view_as_mentor"
    template_name = "organizations/capacity/pairing.html"
    form_class = VisitForm
    row: Any

    def rows(self) -> Any:
        return queries.pairings_for_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        newest = queries.assessments_of(self.row.organization)
        net = queries.net_of(newest[0], newest[1] if len(newest) > 1 else None) if newest else None
        return super().get_context_data(**{"pairing": self.row, "net": net, "assessments": newest, **given})

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        try:
            flows.note_visit(pairing_id=self.row.pk, actor=user, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Written down. It counts once the organisation confirms it."))
        return HttpResponseRedirect(reverse("organizations:pairing", args=[self.row.pk]))
