"""Lists behind the pages of ranking, decision and feedback."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from reviews.enums import FeedbackState
from reviews.flows import feedback as flows
from reviews.forms.deciding import FeedbackForm
from reviews.models import Decision, Feedback, Ranking
from venture.doors import desk as doors
from venture.doors.admin import refusals_as_messages
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal


class ByRound(DeskAdmin):
    """Rows that open on the page of their round."""

    key = "round.code"

    @admin.display(description=_("round"), ordering="round")
    def opened(self, row: Any) -> str:
        return self.opens(row, str(row.round))


@admin.register(Ranking)
class RankingAdmin(ByRound):
    view_permission = "rankings.view"
    desk = "ranking_desk"
    list_display = ("opened", "stage", "version", "state", "computed_at", "computed_by", "locked_at", "locked_by")
    list_filter = ("state", "round")
    list_select_related: ClassVar[Any] = ("round", "stage", "computed_by", "locked_by")


@admin.register(Decision)
class DecisionAdmin(ByRound):
    view_permission = "decisions.view"
    desk = "decision_desk"
    list_display = ("opened", "way", "state", "body", "met_on", "number", "recorded_by", "checked_by")
    list_filter = ("state", "way")
    list_select_related: ClassVar[Any] = ("round", "recorded_by", "checked_by")


@admin.register(Feedback)
class FeedbackAdmin(DeskAdmin):
    view_permission = "feedback.view_staff"
    desk = "feedback_desk"
    list_display = ("opened", "title", "state", "checked_by", "released_at")
    list_filter = ("state", "project__round")
    list_select_related: ClassVar[Any] = ("project", "checked_by")
    search_fields = ("project__code", "project__title")
    actions = ("release",)

    @admin.display(description=_("project"), ordering="project__code")
    def opened(self, row: Feedback) -> str:
        return self.opens(row, row.project.code)

    @admin.display(description=_("title"))
    def title(self, row: Feedback) -> str:
        return row.project.title

    @admin.action(description=_("Release what was checked"))
    def release(self, request: HttpRequest, rows: QuerySet[Feedback]) -> None:
        """Let applicants read what was checked among the chosen rows; the others stay."""
        mine = policy.visible(request.user, "feedback.release", rows)
        done = 0
        for key in list(mine.order_by("pk").values_list("pk", flat=True)):
            with refusals_as_messages(request):
                flows.release_feedback(feedback_id=key, actor=request.user)  # type: ignore[arg-type]
                done += 1
        messages.success(request, ngettext("%(n)s released.", "%(n)s released.", done) % {"n": done})


def _write(*, feedback_id: int, text: str, actor: Any) -> Feedback:
    return flows.write_feedback(feedback_id=feedback_id, text=text, actor=actor)


FEEDBACK_ACTS: dict[str, doors.Act] = {
    "write": ("feedback.write", _write, _("Saved; it is to be checked again.")),
    "check": ("feedback.check", flows.check_feedback, _("Checked.")),
    "release": ("feedback.release", flows.release_feedback, _("Released; the applicant is told.")),
}


class FeedbackDoor:
    permission = "feedback.view_staff"
    acts: Mapping[str, doors.Act] = FEEDBACK_ACTS
    desk = "feedback_desk"
    row: Feedback

    def rows(self) -> Any:
        return Feedback.objects.select_related("project__organization", "project__round", "checked_by")


class FeedbackDesk(FeedbackDoor, DeskPage, TemplateView):
    template_name = "admin/reviews/feedback.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row = self.row
        return super().get_context_data(
            title=row.project.title or row.project.code, form=FeedbackForm(initial={"text": row.text}),
            released=row.state == FeedbackState.RELEASED, **given,
        )  # fmt: skip


class FeedbackAct(FeedbackDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        if verb != "write":
            return {"feedback_id": self.row.pk}
        form = FeedbackForm(self.request.POST)
        if not form.is_valid():
            raise RuleRefusal("feedback_empty")
        return {"feedback_id": self.row.pk, "text": form.cleaned_data["text"]}
