"""The secretary's desk of a live panel: planning it, running it, seeing who has scored, locking for the chair."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from reviews.enums import KeyedSource, PanelState, SlotState
from reviews.flows import panels as flows
from reviews.forms.panels import FeeForm, PlanForm, ScanForm
from reviews.models import Appointment, KeyedSheet, Panel
from reviews.queries import panels
from reviews.queries.scoring import rubric_of
from rounds.models import Stage
from venture.audit.queries import entries_of
from venture.doors import desk as doors
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct, DeskAdmin, RowDesk
from venture.doors.templatetags.when import beijing
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

RUN = "panels.run"
ACTS: Mapping[str, doors.Act] = {
    "promise": (
        "panels.plan",
        flows.promise_order,
        _("The draw is promised: its list and its hash stand from now on."),
    ),
    "hold": ("panels.plan", flows.hold_order, _("The order is drawn. Everybody can replay it from its record.")),
    "announce": ("panels.announce", flows.announce_panel, _("Experts and applicants are told.")),
    "start": ("panels.start", flows.start_panel, _("Begun. Call the first project.")),
    "next": (RUN, flows.call_next, _("Called; the tablets follow.")),
    "call": (RUN, flows.call_project, _("Called; the tablets follow.")),
    "restart": (RUN, flows.restart_clock, _("The clock begins anew.")),
    "miss": (RUN, flows.miss_project, _("Noted; nobody is asked to score it.")),
    "close": (RUN, flows.close_panel, _("The hearing is closed. The chair locks the scores.")),
    "resume": ("panels.resume", flows.resume_panel, _("The hearing goes on.")),
    "absent": ("panels.seat", flows.mark_absent, _("Noted; nobody waits for this expert.")),
    "present": ("panels.seat", flows.mark_present, _("Noted; the expert has the projects again.")),
    "seat": ("panels.lock", flows.add_seat, _("The expert sits at the table.")),
    "lock": ("panels.lock", flows.lock_panel, _("Locked: all scores are sealed.")),
    "lock-project": ("panels.lock", flows.lock_project, _("Locked: the scores of this project are sealed.")),
    "take-workbook": ("panels.key", flows.take_workbook, _("Taken over: the sheets are sealed.")),
}


class PanelDoor(RowDesk):
    permission = "panels.view"
    desk = "panel_desk"
    acts = ACTS
    row: Panel

    def rows(self) -> Any:
        return panels.for_staff()

    def session(self) -> panels.Session:
        return panels.session_of(self.row, rubric_of(self.row.stage.round))


class Desk(PanelDoor, TemplateView):
    """The session as it stands. 40 queries at most, however many experts and projects."""

    template_name = "admin/reviews/panel/desk.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        panel, user = self.row, self.request.user
        session = self.session()
        may = {verb.replace("-", "_"): allowed for verb, allowed in self.may().items()}
        taken = [seat.appointment_id for seat in session.seats]
        waiting = KeyedSheet.objects.filter(
            assignment__stage=panel.stage_id, assignment__project__in=[line.slot.project_id for line in session.lines],
            source=KeyedSource.WORKBOOK, state="waiting",
        ).select_related("keyed_by")  # fmt: skip
        loaded = list(waiting)
        facts = {
            "title": panel.name, "panel": panel, "round": panel.stage.round, "session": session, "may": may,
            "live": live_of(self.request, session), "plans": self.allows("panels.plan"),
            "keys": self.allows("panels.key"), "scans": self.allows("panels.scan"), "pays": self.allows("panels.pay"),
            "may_draw": panel.draw is not None and policy.allows(user, "draws.view", panel.draw),
            "drawn": panel.draw is not None and panel.draw.revealed_at is not None,
            "loaded": loaded, "loaded_by_me": any(row.keyed_by_id == user.pk for row in loaded),
            "free": Appointment.objects.filter(round=panel.stage.round_id, state="pledged")
            .exclude(pk__in=taken).select_related("expert").order_by("expert__name")
            if may["seat"] else (),
            "results": panels.results_of(session) if panel.state == PanelState.LOCKED else None,
            "record": entries_of(panel)[:12], "now": clock.now(), "scan": ScanForm(), "fees": FeeForm(),
        }  # fmt: skip
        return super().get_context_data(**{**facts, **given})


class Live(PanelDoor, View):
    """The table of who has opened and scored what, for the desk's script: 304 as long as nothing changed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = live_of(request, self.session())
        etag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
        answer = get_conditional_response(request, etag=etag) or HttpResponse(text)
        answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
        return answer


def live_of(request: HttpRequest, session: panels.Session) -> str:
    facts = {"session": session, "panel": session.panel, "keys": policy.allows(
        request.user, "panels.key", session.panel
    )}  # fmt: skip
    return render_to_string("admin/reviews/panel/live.html", facts, request)


class Act(PanelDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        data = self.request.POST
        base: dict[str, Any] = {"panel_id": self.row.pk}
        if verb == "hold":
            return {**base, "public": data.get("public", "")}
        if verb in {"call", "miss", "lock-project"}:
            base["order"] = number(data.get("order", ""), "panel_slot_unknown")
        if verb in {"absent", "present"}:
            base["seat_id"] = number(data.get("seat", ""), "panel_seat_unknown")
        if verb == "seat":
            base["appointment_id"] = number(data.get("expert", ""), "panel_expert_unknown")
        if verb in {"miss", "absent"}:
            base["reason"] = data.get("reason", "")
        if verb in {"lock", "lock-project"}:
            base["reason"] = data.get("reason", "")
            if verb == "lock" and not base["reason"].strip():
                raise RuleRefusal("panel_lock_for_chair")
        return base


def number(text: str, code: str) -> int:
    """Return a number of a form. Raise ``RuleRefusal(code)`` for what is none."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise RuleRefusal(code)
    return int(text)


class New(StaffRowDoor, FormView):
    """Plan a session of a stage."""

    permission = "panels.arrange"
    template_name = "admin/reviews/panel/plan.html"
    title = _("Plan a panel")
    form_class = PlanForm
    lookup = {"code": "round__code", "order": "order"}
    row: Stage

    def rows(self) -> Any:
        return Stage.objects.select_related("round")

    def get_form_kwargs(self) -> dict[str, Any]:
        data = {"data": self.request.POST} if self.request.method == "POST" else {}
        return {**data, "stage": self.row}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        stage = self.row
        facts = {"stage": stage, "round": stage.round, "passed": len(panels.passed_to(stage)), "panel": None}
        return super().get_context_data(**{**facts, **given})

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        try:
            panel = flows.plan_panel(stage_id=self.row.pk, plan=form.plan(), actor=actor)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, str(_("Planned. Draw the running order next.")))
        return HttpResponseRedirect(reverse("admin:panel_desk", args=[panel.pk]))


class Change(StaffRowDoor, FormView):
    """Change the plan of a session that has not begun."""

    permission = "panels.plan"
    template_name = "admin/reviews/panel/plan.html"
    title = _("Change the plan")
    form_class = PlanForm
    row: Panel

    def rows(self) -> Any:
        return panels.for_staff()

    def get_form_kwargs(self) -> dict[str, Any]:
        data = {"data": self.request.POST} if self.request.method == "POST" else {}
        return {**data, "stage": self.row.stage, "panel": self.row}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        stage = self.row.stage
        facts = {
            "stage": stage,
            "round": stage.round,
            "passed": len(panels.passed_to(stage, self.row.group)),
            "panel": self.row,
        }
        return super().get_context_data(**{**facts, **given})

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        try:
            flows.change_panel(panel_id=self.row.pk, plan=form.plan(), actor=actor)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, str(_("Saved.")))
        return HttpResponseRedirect(reverse("admin:panel_desk", args=[self.row.pk]))


@admin.register(Panel)
class PanelAdmin(DeskAdmin):
    """The sessions; nothing of them is changed here."""

    view_permission = "panels.view"
    desk = "panel_desk"
    list_display = ("named", "stage", "begins", "where", "state", "heard", "chaired", "secretary")
    list_filter = (
        "state", ("stage__round", admin.RelatedOnlyFieldListFilter), ("stage", admin.RelatedOnlyFieldListFilter),
    )  # fmt: skip
    list_select_related: ClassVar[Any] = ("stage__round", "chair__expert", "secretary")
    search_fields = ("name", "slots__project__code")
    ordering = ("-starts_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Panel]:
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.annotate(
            places=Count("slots", distinct=True),
            through=Count("slots", filter=Q(slots__state=SlotState.HEARD), distinct=True),
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        stages = policy.visible(request.user, "panels.arrange", Stage.objects.select_related("round"))
        facts = {"stages": stages.order_by("-round__year", "round__code", "order")[:5]}
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    @admin.display(description=_("name"), ordering="name")
    def named(self, row: Panel) -> str:
        return self.opens(row, row.name)

    @admin.display(description=_("starts at"), ordering="starts_at")
    def begins(self, row: Panel) -> str:
        return beijing(row.starts_at, "year")

    @admin.display(description=pgettext_lazy("panel", "Place"), ordering="place")
    def where(self, row: Panel) -> str:
        return row.place

    @admin.display(description=_("heard"))
    def heard(self, row: Any) -> str:
        return f"{row.through} / {row.places}"

    @admin.display(description=_("chair"))
    def chaired(self, row: Panel) -> str:
        return row.chair.expert.name if row.chair else "—"
