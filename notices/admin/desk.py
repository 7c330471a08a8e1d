"""One notice as staff see it: the preview, its period, who wrote it, and the act of the second person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views import View

from notices import flows, queries
from notices.enums import NoticeKind, NoticeState
from notices.flows.exporting import word_of
from notices.models import Notice
from projects.enums import NeedState
from projects.models import Need
from rounds.domain.workdays import estimate_last
from rounds.queries import calendar
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel import clock, policy

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ACTS: dict[str, desk.Act] = {
    "propose": ("notices.propose", flows.propose_notice, gettext_lazy("Proposed. A second person publishes it.")),
    "publish": ("notices.approve", flows.publish_notice, gettext_lazy("Published. The portal shows the notice.")),
    "send-back": ("notices.send_back", flows.send_back_notice, gettext_lazy("Sent back to the draft.")),
}


class Desk(DeskPage):
    permission = "notices.view_staff"
    template_name = "admin/notices/desk.html"
    acts = ACTS
    row: Notice

    def rows(self) -> Any:
        return queries.for_staff().select_related("corrects__series").prefetch_related("hands")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        notice, user = self.row, self.request.user
        draft = notice.state == NoticeState.DRAFT
        facts: dict[str, Any] = {
            "title": notice.title,
            "notice": notice,
            "blocks": queries.page_blocks(notice),
            "planned": self._planned(),
            "may_edit": self.allows("notices.edit"),
            "may_correct": self.allows("notices.correct"),
            "mine": any(person.pk == user.pk for person in notice.hands.all()),
            "entries": entries_of(notice)[:50],
            "whole": queries.still_as_published(notice),
        }
        if draft and notice.kind == NoticeKind.NEEDS:
            waiting = Need.objects.filter(state=NeedState.COLLECTED).select_related("community__street")
            facts["choosable"] = policy.visible(user, "needs.list", waiting).order_by("field", "pk")
            facts["listed"] = {item["code"] for item in notice.items}
        if draft and notice.kind == NoticeKind.SHORTLIST and notice.round_id is not None:
            facts["projects"] = queries.shortlistable(notice.round_id)
            facts["listed"] = {item["code"] for item in notice.items}
        return super().get_context_data(**{**facts, **given})

    def _planned(self) -> Any:
        """Return the last day of the period if it were published today; not certain where the calendar ends."""
        if not self.row.days or self.row.published_at:
            return None
        return estimate_last(clock.today(), self.row.days, calendar())


class Act(DeskAct):
    permission = "notices.view_staff"
    acts = ACTS
    desk = "notice_desk"
    row: Notice

    def rows(self) -> Any:
        return queries.for_staff()

    def given(self, verb: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"notice_id": self.row.pk}
        return {**facts, "reason": self.request.POST.get("reason", "")} if verb == "send-back" else facts


class Word(StaffRowDoor, View):
    """The notice as a Word file for the office system."""

    permission = "notices.view_staff"
    row: Notice

    def rows(self) -> Any:
        return queries.for_staff()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = HttpResponse(word_of(self.row), content_type=WORD)
        answer["Content-Disposition"] = f'attachment; filename="notice-{self.row.pk}.docx"'
        answer["Cache-Control"] = "private, no-store"
        return answer
