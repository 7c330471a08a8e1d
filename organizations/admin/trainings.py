"""The staff's desk of a training: its entry, its list, the code at the door, material; announced, closed, cancelled."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from organizations.domain.training import door_is_open
from organizations.enums import TrainingState
from organizations.flows import capacity as flows
from organizations.flows.capacity.places import code_for
from organizations.forms.capacity import MaterialForm, TrainingForm
from organizations.models import Seat, Training
from organizations.queries import capacity as queries
from venture.audit.queries import entries_of
from venture.doors.admin import StaffDoor, StaffRowDoor, refusals_as_messages
from venture.doors.desk import Act as Press
from venture.doors.desk import DeskAct, DeskPage
from venture.files.flows import store
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of


class Enter(StaffDoor, FormView):
    permission = "trainings.enter"
    template_name = "admin/organizations/capacity/training_form.html"
    title = gettext_lazy("Enter a training")
    form_class = TrainingForm

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            made = flows.make_training(actor=self.request.user, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("admin:training_desk", args=[made.pk]))


class Change(StaffRowDoor, FormView):
    permission = "trainings.change"
    template_name = "admin/organizations/capacity/training_form.html"
    title = gettext_lazy("Change a training")
    form_class = TrainingForm
    row: Training

    def rows(self) -> Any:
        return Training.objects.all()

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: the form writes what was typed into it, and the flow compares with what stands.
        return {**super().get_form_kwargs(), "instance": Training.objects.get(pk=self.row.pk)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            flows.change_training(training_id=self.row.pk, actor=self.request.user, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:training_desk", args=[self.row.pk]))


ACTS: dict[str, Press] = {
    "announce": (
        "trainings.announce", flows.announce_training, gettext_lazy("Announced; organisations that need it are told."),
    ),
    "close": ("trainings.close", flows.close_training, gettext_lazy("Closed; who was there is asked how it was.")),
    "cancel": ("trainings.change", flows.cancel_training, gettext_lazy("Cancelled; everybody signed up is told.")),
}  # fmt: skip


class Desk(DeskPage):
    permission = "trainings.view_staff"
    template_name = "admin/organizations/capacity/training.html"
    desk = "training_desk"
    acts = ACTS
    row: Any

    def rows(self) -> Any:
        return queries.trainings_for_desk()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now = clock.now()
        runs = self.allows("trainings.run")
        facts = {
            "title": self.row.title,
            "runs": runs,
            "ticks": runs and now >= self.row.starts_at,
            "door": (
                runs
                and self.row.state == TrainingState.OPEN
                and door_is_open(self.row.starts_at, self.row.ends_at, now)
            ),
            "over": now >= self.row.ends_at,
            "may_change": self.allows("trainings.change"),
            "material": MaterialForm() if runs else None,
            "entries": entries_of(self.row)[:15],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "trainings.view_staff"
    desk = "training_desk"
    acts = ACTS
    row: Training

    def rows(self) -> Any:
        return Training.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        asked: dict[str, Any] = {"training_id": self.row.pk}
        return {**asked, "reason": self.request.POST.get("reason", "")} if verb == "cancel" else asked


class AddMaterial(StaffRowDoor, FormView):
    permission = "trainings.run"
    http_method_names = ["post"]
    form_class = MaterialForm
    row: Training

    def rows(self) -> Any:
        return Training.objects.all()

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        with refusals_as_messages(self.request):
            file = store(form.cleaned_data["file"], actor=user)
            flows.add_material(training_id=self.row.pk, title=form.cleaned_data["title"], key=file.key, actor=user)
            messages.success(self.request, _("Kept; everybody who had a place can read it."))
        return HttpResponseRedirect(reverse("admin:training_desk", args=[self.row.pk]))

    def form_invalid(self, form: Any) -> HttpResponse:
        for errors in form.errors.values():
            messages.error(self.request, " ".join(map(str, errors)))
        return HttpResponseRedirect(reverse("admin:training_desk", args=[self.row.pk]))


class Door(StaffRowDoor, TemplateView):
    """The code for the wall. The page asks for a new one by itself every few minutes."""

    permission = "trainings.run"
    template_name = "admin/organizations/capacity/door.html"
    http_method_names = ["get", "head", "options"]
    row: Training

    def rows(self) -> Any:
        return queries.trainings().filter(state=TrainingState.OPEN)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        address = self.request.build_absolute_uri(reverse("organizations:here", args=[code_for(self.row)]))
        # Without a size of its own, so that the page makes it larger or smaller as a whole and cuts nothing off.
        drawn = segno.make(address, error="m").svg_inline(omitsize=True, border=4, dark="#111", light="#fff")
        facts = {
            "title": self.row.title,
            "row": self.row,
            "code": mark_safe(drawn),  # noqa: S308 -- squares drawn from an address of our own
            "door": door_is_open(self.row.starts_at, self.row.ends_at, clock.now()),
        }
        return super().get_context_data(**{**facts, **given})


class Tick(StaffRowDoor, View):
    """Mend the list by hand: who came without a telephone, who was ticked by mistake."""

    permission = "seats.tick"
    http_method_names = ["post"]
    row: Seat

    def rows(self) -> Any:
        return Seat.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        act = flows.untick if request.POST.get("act") == "untick" else flows.tick
        with refusals_as_messages(request):
            act(seat_id=pk, actor=user)
        return HttpResponseRedirect(reverse("admin:training_desk", args=[self.row.training_id]) + "#t-list")
