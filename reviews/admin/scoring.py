"""The staff's view of a running review: how far each expert is, sealed sheets, who stepped aside, reminders."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from reviews.enums import AssignmentState, Found, RecusalState, SheetState, TieKind
from reviews.flows import blinding, recusing, sealing
from reviews.models import Recusal, RedactedCopy, ScoreSheet, Trace
from reviews.queries.scoring import progress_of, review_stages
from reviews.views.sheet import sheet_from
from rounds.models import Round
from venture.audit.queries import entries_of
from venture.doors.admin import StaffAdmin, StaffRowDoor
from venture.doors.desk import Act, DeskAct, DeskAdmin, DeskPage
from venture.doors.templatetags.when import beijing
from venture.jobs.models import Job
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of


class OfRound(StaffRowDoor):
    permission = "reviews.follow"
    lookup = {"code": "code"}
    title = gettext_lazy("Progress of the review")
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def may_run(self) -> bool:
        return policy.allows(self.request.user, "reviews.run", self.row)

    def here(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:review_desk", args=[self.row.code]))


class ReviewDesk(OfRound, TemplateView):
    """A round's review: each expert's progress and what waits for staff. 20 queries at most."""

    template_name = "admin/reviews/review.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_ = self.row
        stages = [(stage, progress_of(stage)) for stage in review_stages(round_)]
        accepted = round_.projects.filter(state="accepted")
        return super().get_context_data(
            round=round_, stages=stages, may_run=self.may_run(), accepted=accepted.count(),
            open_traces=Trace.objects.filter(submission__project__in=accepted, state=Found.OPEN).count(),
            open_copies=RedactedCopy.objects.filter(
                submission__project__in=accepted, released=False, decided_by=None
            ).count(),
            recusals=Recusal.objects.filter(
                assignment__stage__round=round_, state=RecusalState.ASKED
            ).count(),
            sealed=ScoreSheet.objects.filter(
                assignment__stage__round=round_, assignment__state__in=AssignmentState.counting, state=SheetState.SEALED
            ).count(),
            job=Job.objects.filter(name=blinding.COPY_JOB, key=str(round_.pk)).first(), **given,
        )  # fmt: skip


class StartReview(OfRound, View):
    """Start the review of a closed round."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        if not self.may_run():
            messages.error(request, _("This step is not yours, or the round has moved on. Reload the page."))
            return self.here()
        try:
            blinding.open_review(round_id=self.row.pk, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("The review is open. Look at the traces that were found."))
        return self.here()


def _sheets() -> QuerySet[ScoreSheet]:
    """Return sealed and replaced sheets with what staff see of them; a draft is its expert's own. One query."""
    rows = ScoreSheet.objects.exclude(state=SheetState.DRAFT).select_related(
        "assignment__stage__round", "assignment__project", "assignment__appointment__expert", "reopened_by"
    )
    return rows.defer("content")


class OneSheet:
    permission = "reviews.view_sheets"
    desk = "score_sheet_desk"
    acts: Mapping[str, Act] = {
        "reopen": ("reviews.reopen", sealing.reopen, gettext_lazy("Given back; the expert is told."))
    }

    def rows(self) -> Any:
        return _sheets().defer(None)


class SheetDesk(OneSheet, DeskPage):
    """One sealed sheet as it was handed in, its hash, its versions, and giving it back."""

    template_name = "admin/reviews/sheet.html"
    title = gettext_lazy("Score sheet")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        sheet: ScoreSheet = self.row
        rows = list(sheet.assignment.stage.round.criteria.order_by("order", "pk"))
        return super().get_context_data(
            sheet=sheet, drawn=sheet_from(rows, sheet), versions=_sheets().filter(assignment=sheet.assignment),
            entries=entries_of(sheet), **given,
        )  # fmt: skip


class SheetAct(OneSheet, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        return {"assignment_id": self.row.assignment_id, "reason": self.request.POST.get("reason", "")}


@admin.register(ScoreSheet)
class ScoreSheetAdmin(DeskAdmin):
    """Sealed score sheets. Nothing of them is changed here."""

    view_permission = "reviews.view_sheets"
    desk = "score_sheet_desk"
    list_display = ("named", "expert", "stage", "points", "opinion", "state", "version", "sealed")
    list_filter = (
        ("assignment__stage__round", admin.RelatedOnlyFieldListFilter),
        ("assignment__stage", admin.RelatedOnlyFieldListFilter), "state", "opinion", "on_paper", "assignment__state",
    )  # fmt: skip
    search_fields = (
        "assignment__project__code",
        "assignment__project__blind_code",
        "assignment__appointment__expert__name",
    )
    ordering = ("-sealed_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return _sheets().filter(self.condition(request, self.view_permission))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        rounds = policy.visible(request.user, "reviews.follow", Round.objects.order_by("-year", "-pk"))[:3]
        return super().changelist_view(request, {"rounds": rounds, **(extra_context or {})})

    @admin.display(description=gettext_lazy("project"), ordering="assignment__project__code")
    def named(self, row: ScoreSheet) -> str:
        project = row.assignment.project
        return self.opens(row, f"{project.code} · {project.blind_code}")

    @admin.display(description=gettext_lazy("expert"), ordering="assignment__appointment__expert__name")
    def expert(self, row: ScoreSheet) -> str:
        return str(row.assignment.appointment.expert)

    @admin.display(description=gettext_lazy("stage"), ordering="assignment__stage__order")
    def stage(self, row: ScoreSheet) -> str:
        return str(row.assignment.stage)

    @admin.display(description=gettext_lazy("points"), ordering="total")
    def points(self, row: ScoreSheet) -> str:
        counts = row.assignment.state in AssignmentState.counting and row.state == SheetState.SEALED
        return f"{row.total}" if counts else _("%(points)s (does not count)") % {"points": row.total}

    @admin.display(description=gettext_lazy("sealed at"), ordering="sealed_at")
    def sealed(self, row: ScoreSheet) -> str:
        return beijing(row.sealed_at)


@admin.register(Recusal)
class RecusalAdmin(StaffAdmin):
    """Who stepped aside from what, and why."""

    view_permission = "reviews.view_recusals"
    list_display = ("expert", "project", "kind", "words", "asked", "state", "confirmed_by")
    list_display_links = None
    list_filter = ("state", "code", ("assignment__stage__round", admin.RelatedOnlyFieldListFilter))
    list_select_related = (
        "assignment__project", "assignment__appointment__expert", "assignment__appointment__round", "confirmed_by",
    )  # fmt: skip
    search_fields = ("assignment__appointment__expert__name", "assignment__project__code")
    ordering = ("state", "-at", "-pk")
    actions = ("confirm",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def has_confirming_permission(self, request: HttpRequest) -> bool:
        return self.condition(request, "reviews.confirm_recusal") != policy.NOBODY

    @admin.display(description=gettext_lazy("expert"), ordering="assignment__appointment__expert__name")
    def expert(self, row: Recusal) -> str:
        return str(row.assignment.appointment.expert)

    @admin.display(description=gettext_lazy("project"), ordering="assignment__project__code")
    def project(self, row: Recusal) -> str:
        return f"{row.assignment.project.code} · {row.assignment.project.blind_code}"

    @admin.display(description=gettext_lazy("kind"), ordering="code")
    def kind(self, row: Recusal) -> str:
        return str(TieKind(row.code).label) if row.code in TieKind.values else row.code

    @admin.display(description=gettext_lazy("asked for at"), ordering="at")
    def asked(self, row: Recusal) -> str:
        return beijing(row.at)

    @admin.action(description=gettext_lazy("Confirm that these were read"), permissions=["confirming"])
    def confirm(self, request: HttpRequest, rows: QuerySet[Recusal]) -> None:
        actor: Any = request.user
        chosen = list(policy.visible(actor, "reviews.confirm_recusal", rows).values_list("pk", flat=True))
        for pk in chosen:
            recusing.confirm_recusal(recusal_id=pk, actor=actor)
        n = len(chosen)
        messages.success(request, ngettext("%(n)s is confirmed.", "%(n)s are confirmed.", n) % {"n": n})
