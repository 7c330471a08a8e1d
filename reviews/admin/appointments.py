"""The experts of one round: invited, drawn or called as a substitute, with their load and how far each has come."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from reviews.admin.standing import ReadingFilter
from reviews.flows import appointing
from reviews.flows.conflicts import find_conflicts
from reviews.flows.drawing import draw_experts
from reviews.forms.pool import ChooseForm, DrawForm, LoadForm
from reviews.models import Appointment, Conflict, Expert
from reviews.queries.appointing import draws_of, for_list, free_for, of_round, standing_of
from rounds.enums import Field, Means
from rounds.models import Round
from venture.doors import desk
from venture.doors.admin import StaffRowDoor, refusals_as_messages
from venture.doors.desk import DeskAct, DeskAdmin
from venture.doors.templatetags.when import beijing
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal

VIEW, APPOINT = "experts.view_round", "experts.appoint"
ACTS: dict[str, desk.Act] = {
    "end": ("appointments.change", appointing.end_appointment, _("Released; the expert is told.")),
    "load": ("appointments.change", appointing.set_load, _("Saved.")),
    "again": ("appointments.substitute", appointing.appoint_expert, _("Invited again.")),
    "substitute": ("appointments.substitute", appointing.appoint_substitute, _("The substitute is invited.")),
}  # fmt: skip


@admin.register(Appointment)
class AppointmentAdmin(DeskAdmin):
    """All parts in all rounds; a row opens its round."""

    view_permission = "appointments.view"
    desk = "round_experts"
    key = "round_code"
    list_display = ("named", "state", "how", "bounds", "given", "done", "invited", "pledged")
    list_filter = (("round", admin.RelatedOnlyFieldListFilter), "state", "how", ReadingFilter)
    search_fields = ("expert__name", "expert__employer")
    ordering = ("-round__year", "expert__name", "pk")

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/pages/pool.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        return for_list().filter(self.condition(request, self.view_permission))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        rounds = policy.visible(request.user, VIEW, Round.objects.all())[:3]
        return super().changelist_view(request, {"rounds": rounds, **(extra_context or {})})

    @admin.display(description=_("expert"), ordering="expert__name")
    def named(self, row: Any) -> str:
        row.round_code = row.round.code
        return self.opens(row, f"{row.expert.name} · {row.round.title}")

    @admin.display(description=_("projects"))
    def bounds(self, row: Appointment) -> str:
        return f"{row.lower}–{row.upper}"

    @admin.display(description=_("given"), ordering="given")
    def given(self, row: Any) -> int:
        return int(row.given)

    @admin.display(description=_("handed in"), ordering="done")
    def done(self, row: Any) -> int:
        return int(row.done)

    @admin.display(description=_("invited at"), ordering="invited_at")
    def invited(self, row: Appointment) -> str:
        return beijing(row.invited_at)

    @admin.display(description=_("signed at"), ordering="pledged_at")
    def pledged(self, row: Appointment) -> str:
        return beijing(row.pledged_at) or "—"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row: Any = super().get_object(request, object_id, from_field)
        if row is not None:
            row.round_code = row.round.code
        return row


class RoundDoor(StaffRowDoor):
    """A page of the admin about a round's experts."""

    permission = VIEW
    lookup = {"code": "code"}
    row: Round

    def rows(self) -> Any:
        return Round.objects.select_related("area")

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:round_experts", args=[self.row.code]))


class RoundExperts(RoundDoor, TemplateView):
    """18 queries, however many experts and draws there are."""

    template_name = "admin/reviews/round_experts.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, user = self.row, self.request.user
        parts, draws = of_round(row), list(draws_of(row))
        may = policy.allows(user, APPOINT, row)
        drawing = may and Means.EXPERT_DRAW in row.advanced
        conflicts = policy.visible(user, "conflicts.view", Conflict.objects.filter(project__round=row))
        pool: list[Any] = list(free_for(row)) if may else []
        for each in pool:
            each.said = "、".join(str(Field(value).label) for value in each.fields if value in Field.values)
        facts = {
            "title": _("Experts of the round"),
            "round": row,
            "parts": parts,
            "standing": standing_of(parts),
            "draws": draws,
            "waiting_draw": next((each for each in draws if each.revealed_at is None), None),
            "may": may,
            "choose": ChooseForm(free=Expert.objects.none()) if may else None,
            "pool": pool,
            "free": [(each.pk, f"{each.name}（{each.employer}）" if each.employer else each.name) for each in pool],
            "draw_form": DrawForm(auto_id="dr_%s") if drawing else None,
            "conflicts": conflicts.filter(state="standing").count(),
            "soft": conflicts.filter(state="standing", hard=False, decided_at__isnull=True).count(),
        }
        return super().get_context_data(**{**facts, **given})


class RoundAct(RoundDoor, View):
    """A button of the page: POST only; a refusal becomes a message and nothing moves."""

    http_method_names = ["post"]
    permission = APPOINT

    def post(self, request: HttpRequest, code: str, verb: str) -> HttpResponse:
        acts: Mapping[str, Callable[[], None]] = {
            "choose": self.choose, "draw": self.draw, "remind": self.remind, "conflicts": self.conflicts,
        }  # fmt: skip
        if verb not in acts:
            raise Http404
        with refusals_as_messages(request):
            acts[verb]()
        return self.back()

    def choose(self) -> None:
        """Invite those who were ticked, each for itself: one that is refused keeps nobody else out."""
        form = self._valid(ChooseForm(self.request.POST, free=free_for(self.row)))
        invited = 0
        for expert in form["expert"]:
            with refusals_as_messages(self.request):
                upper = min(form["upper"] or expert.most, expert.most)
                appointing.appoint_expert(
                    round_id=self.row.pk, expert_id=expert.pk, actor=self.request.user, lower=form["lower"], upper=upper
                )
                invited += 1
        if invited:
            said = ngettext("%(n)s expert is invited.", "%(n)s experts are invited.", invited)
            messages.success(self.request, said % {"n": invited})

    def draw(self) -> None:
        form = DrawForm(self.request.POST)
        self._valid(form)
        draw = draw_experts(round_id=self.row.pk, actor=self.request.user, **form.given())
        said = gettext("Announced. Publish the commitment %(hash)s… before the draw is held.")
        messages.success(self.request, said % {"hash": draw.commitment[:12]})

    def remind(self) -> None:
        keys = [int(key) for key in self.request.POST.getlist("appointment") if key.isdecimal()]
        told = appointing.remind_pledges(round_id=self.row.pk, appointment_ids=keys, actor=self.request.user)
        said = ngettext("%(n)s expert was reminded.", "%(n)s experts were reminded.", told)
        messages.success(self.request, said % {"n": told})

    def conflicts(self) -> None:
        outcome = find_conflicts(round_id=self.row.pk, actor=self.request.user)
        said = gettext("Looked again: %(new)s new, %(changed)s changed, %(gone)s no longer there.")
        new = outcome.new + outcome.again
        messages.success(self.request, said % {"new": new, "changed": outcome.changed, "gone": outcome.gone})

    def _valid(self, form: Any) -> dict[str, Any]:
        """Return what a form says. Raise ``RuleRefusal("form_refused")`` with its sentences."""
        if not form.is_valid():
            said = [f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items()]
            raise RuleRefusal("form_refused", words=" ".join(said))
        cleaned: dict[str, Any] = form.cleaned_data
        return cleaned


class Act(DeskAct):
    """A button of one part in the round."""

    permission = "appointments.view"
    acts = ACTS
    desk = "round_experts"
    row: Any

    def rows(self) -> Any:
        return Appointment.objects.select_related("round")

    def given(self, verb: str) -> dict[str, Any]:
        data = self.request.POST
        if verb == "end":
            return {"appointment_id": self.row.pk, "reason": data.get("reason", "")}
        if verb == "again":
            return {
                "round_id": self.row.round_id, "expert_id": self.row.expert_id, "how": self.row.how,
                "lower": self.row.lower, "draw": self.row.draw, "replaces": self.row.replaces,
            }  # fmt: skip
        if verb == "substitute":
            chosen = data.get("expert", "")
            return {"appointment_id": self.row.pk, "expert_id": int(chosen) if chosen.isdecimal() else None}
        form = LoadForm(data)
        if not form.is_valid():
            raise RuleRefusal("load_backwards")
        return {"appointment_id": self.row.pk, **form.cleaned_data}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:round_experts", args=[self.row.round.code]))
