"""Objections as staff handle them: the list with what is due, the desk of one, and drafting the awards' notice."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import DateField, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from notices.domain.objection import overdue
from notices.enums import ObjectionState, Objector
from notices.models import Objection
from notices.queries import objections_for_staff
from organizations.queries import is_member
from reviews.flows import announcing
from reviews.flows import objections as flows
from reviews.queries.announcing import unnoticed
from reviews.queries.objections import award_of, free_for, parts_of
from rounds.models import Round
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.doors.templatetags.when import beijing, beijing_day
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import format_yuan

ACTS: Mapping[str, desk.Act] = {
    "accept": ("objections.accept", flows.accept_objection, _("Accepted. Now name a handler.")),
    "refuse": ("objections.refuse", flows.refuse_objection, _("Not accepted; its author reads why.")),
    "assign": ("objections.assign", flows.assign_objection, _("The handler is named and told.")),
    "answer": ("objections.answer", flows.propose_answer, _("Proposed. A second person decides.")),
    "send-back": ("objections.decide", flows.send_answer_back, _("Sent back to the handler.")),
    "decide": ("objections.decide", flows.decide_objection, _("Decided. The author is told.")),
}
OPEN = tuple(ObjectionState.open)
TYPED = "objection_answer_typed"


class DueFilter(admin.SimpleListFilter):
    title = pgettext_lazy("objection", "due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("open", pgettext_lazy("objection", "Open")), ("mine", _("Mine")), ("late", _("Overdue")))

    def queryset(self, request: HttpRequest, rows: QuerySet[Objection]) -> QuerySet[Objection]:
        if self.value() == "open":
            return rows.filter(state__in=OPEN)
        if self.value() == "mine":
            return rows.filter(state__in=OPEN, handler=request.user.pk)
        return rows.filter(late(clock.today())) if self.value() == "late" else rows


def late(today: Any) -> Q:
    """Return the condition of what is overdue, as ``notices.domain.objection.overdue`` says it."""
    return Q(state=ObjectionState.RECEIVED, accept_due__lt=today) | Q(
        state__in=[each for each in OPEN if each != ObjectionState.RECEIVED], answer_due__lt=today
    )


@admin.register(Objection)
class ObjectionAdmin(DeskAdmin):
    view_permission = "objections.view"
    desk = "objection_desk"
    list_display = ("numbered", "against", "objector", "state", "due", "given_to", "received")
    list_filter = (DueFilter, "state", "objector", ("notice__round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("receipt", "project__code", "project__title", "notice__title")
    ordering = ("-received_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = objections_for_staff().filter(self.condition(request, self.view_permission))
        return rows.annotate(today=Value(clock.today(), DateField()))

    @admin.display(description=_("number"), ordering="receipt")
    def numbered(self, row: Objection) -> str:
        return self.opens(row, row.receipt)

    @admin.display(description=_("against"))
    def against(self, row: Objection) -> str:
        what = row.project.title if row.project else gettext("The whole notice")
        return format_html('{}<br><span class="muted">{}</span>', what, row.notice.title)

    @admin.display(description=pgettext_lazy("objection", "due"))
    def due(self, row: Any) -> str:
        return due_of(row, row.today)

    @admin.display(description=_("handler"), empty_value="—")
    def given_to(self, row: Objection) -> str:
        return str(row.handler or "—")

    @admin.display(description=_("received at"), ordering="received_at")
    def received(self, row: Objection) -> str:
        return beijing(row.received_at)


def due_of(row: Objection, today: date) -> str:
    """Return what is due next and when; in red what is late."""
    if row.state not in OPEN:
        return "—"
    day = row.accept_due if row.state == ObjectionState.RECEIVED else row.answer_due or row.accept_due
    words = gettext("accept until %(day)s") if row.state == ObjectionState.RECEIVED else gettext("answer until %(day)s")
    text = words % {"day": beijing_day(day)}
    is_late = overdue(row.state, row.accept_due, row.answer_due, today)
    return format_html('<span class="tag red">{} {}</span>', text, gettext("overdue")) if is_late else text


class AnswerForm(forms.Form):
    """Findings for the record, the reply to the author, and what everybody may read."""

    findings = forms.CharField(label=_("Findings (for the record)"), widget=forms.Textarea(attrs={"rows": 5}))
    reply = forms.CharField(
        label=_("Reply to the author"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )  # fmt: skip
    published = forms.CharField(
        label=_("What everybody may read"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without the author's name and numbers; it stands on the page of the notice."),
    )  # fmt: skip

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reply", "published"):
            self.fields[name].required = named


class ObjectionDoor:
    permission = "objections.view"
    desk = "objection_desk"
    acts = ACTS
    row: Objection

    def rows(self) -> Any:
        return objections_for_staff()


class Desk(ObjectionDoor, DeskPage):
    """One objection: what it says, who may handle it, and the step that is next. 40 queries at most."""

    template_name = "admin/reviews/objection.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, user = self.row, self.request.user
        parts = parts_of(row)
        shows = self.allows("objections.see_author")
        facts = {
            "title": row.receipt,
            "due": due_of(row, clock.today()),
            "lead": row.objector == Objector.LEAD,
            "shows_author": shows,
            "files": [each.file for each in row.files.select_related("file")] if shows else [],
            "part": parts.get(int(user.pk or 0), ""),
            "mine": user.pk in {row.handler_id, row.proposed_by_id},
            "own": self._own(),
            "free": free_for(row) if row.state == ObjectionState.ACCEPTED else [],
            "award": award_of(row),
            "takes_award": flows.takes_award(row),
            "holds": row.holds.order_by("placed_at"),
            "form": self._form(),
            "entries": entries_of(row)[:30],
        }
        return super().get_context_data(**{**facts, **given})

    def _form(self) -> AnswerForm:
        """Return the form with what was answered before, or with what was typed and refused."""
        row, kept = self.row, self.request.session.get(TYPED, {})
        told = {"findings": row.findings, "reply": row.reply, "published": row.published}
        if kept.get("objection_id") == row.pk:
            told |= {name: kept[name] for name in told}
        return AnswerForm(initial=told, named=row.objector != Objector.LEAD)

    def _own(self) -> bool:
        rows = Objection.objects.filter(
            is_member(self.request.user, organization_ref="project__organization_id"), pk=self.row.pk
        )
        return rows.exists()


class Act(ObjectionDoor, DeskAct):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was typed until it is taken: a refusal must not cost the handler an answer."""
        if kwargs["verb"] == "answer":
            request.session[TYPED] = self.given("answer")
        answer = super().post(request, *args, **kwargs)
        self.row.refresh_from_db(fields=["state"])
        if self.row.state == ObjectionState.ANSWERED:
            request.session.pop(TYPED, None)
        return answer

    def given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        facts: dict[str, Any] = {"objection_id": self.row.pk}
        if verb in {"refuse", "send-back"}:
            return {**facts, "reason": sent.get("reason", "")}
        if verb == "assign":
            chosen = sent.get("handler", "")
            return {**facts, "handler_id": int(chosen) if chosen.isdecimal() and len(chosen) < 12 else 0}
        if verb == "answer":
            return {**facts, **{name: sent.get(name, "") for name in ("findings", "reply", "published")}}
        if verb == "decide":
            return {**facts, "verdict": sent.get("verdict", ""), "out": sent.get("out") == "yes"}
        return facts


class AwardsNotice(StaffRowDoor, TemplateView):
    """Draft the notice of the proposed awards of a round: what it will name, and whether with the experts' names."""

    permission = "notices.draft_awards"
    lookup = {"code": "code"}
    template_name = "admin/reviews/awards_notice.html"
    row: Round

    def rows(self) -> Any:
        return Round.objects.all()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        awards = unnoticed(self.row.pk)
        return super().get_context_data(
            title=gettext("Notice of proposed awards"), round=self.row, awards=awards,
            sum=format_yuan(sum(award.amount_fen for award in awards)),
            called=any(award.replaces_id for award in awards),
            **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        try:
            notice = announcing.draft_awards_notice(
                round_id=self.row.pk, actor=actor, with_experts=bool(request.POST.get("experts"))
            )
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(reverse("admin:awards_notice", args=[self.row.code]))
        messages.success(request, gettext("The draft is kept. Below is what the public will read."))
        return HttpResponseRedirect(reverse("admin:notice_desk", args=[notice.pk]))
