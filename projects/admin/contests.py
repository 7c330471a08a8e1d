"""The review of a call's ideas: opened, followed, prizes proposed and decided by two persons."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from projects.enums import ContestState
from projects.flows import ideas as flows
from projects.forms.contests import ContestForm
from projects.models import IdeaContest
from projects.queries import contests
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import READ, StaffDoor
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS: dict[str, desk.Act] = {
    "propose": ("idea_contests.propose", flows.propose_prizes, gettext_lazy("Proposed. A second person decides.")),
    "send_back": ("idea_contests.send_back", flows.send_prizes_back, gettext_lazy("Sent back with your reason.")),
    "decide": ("idea_contests.decide", flows.decide_prizes, gettext_lazy("Decided. The owners are told.")),
}


@admin.register(IdeaContest)
class IdeaContestAdmin(DeskAdmin):
    view_permission = "idea_contests.view_staff"
    add_permission = "idea_contests.open"
    desk = "contest_desk"
    list_display = ("named", "state", "due_on", "ideas", "judges_at_work", "opened_at")
    list_filter = ("state",)

    def get_queryset(self, request: HttpRequest) -> Any:
        condition = self.condition(request, self.view_permission)
        return contests.contests_for_staff().filter(condition)

    @admin.display(description=gettext_lazy("round"), ordering="round__code")
    def named(self, row: IdeaContest) -> str:
        return self.opens(row, row.round.title)

    @admin.display(description=gettext_lazy("ideas"), ordering="number")
    def ideas(self, row: Any) -> int:
        return int(row.number)

    @admin.display(description=gettext_lazy("judges"), ordering="judges_number")
    def judges_at_work(self, row: Any) -> int:
        return int(row.judges_number)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:contest_new"))


class Open(StaffDoor, FormView):
    """Open the review of a closed call's ideas."""

    permission = "idea_contests.open"
    template_name = "admin/projects/contest_new.html"
    title = gettext_lazy("Open a review of ideas")
    form_class = ContestForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rounds": contests.to_review(clock.now())}

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        try:
            contest = flows.open_contest(actor=actor, **form.facts())
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return super().form_invalid(form)
        messages.success(self.request, _("Opened; the judges are told."))
        return HttpResponseRedirect(reverse("admin:contest_desk", args=[contest.pk]))


class ContestDesk(desk.RowDesk):
    permission = "idea_contests.view_staff"
    desk = "contest_desk"
    acts = ACTS
    row: IdeaContest

    def rows(self) -> Any:
        return contests.contests_for_staff()


class Desk(ContestDesk, DeskPage):
    """The ideas by their points, who still has to judge, and the prizes. 16 queries."""

    template_name = "admin/projects/contest.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        entries = contests.entries_of(self.row)
        judges = list(self.row.judges.select_related("user"))
        for judge in judges:
            done = sum(any(score.judge_id == judge.pk for score in entry.scores.all()) for entry in entries)
            judge.left = len(entries) - done  # type: ignore[attr-defined]
        proposed = contests.suggestion(self.row, entries) if self.row.state == ContestState.JUDGING else {}
        for entry in entries:
            entry.chosen = entry.award_id or proposed.get(entry.pk)
        facts = {
            "title": self.row.round.title, "subtitle": self.row.get_state_display(), "ranked": entries,
            "judges": judges, "awards": list(self.row.round.idea_awards.order_by("order", "pk")),
            "waiting": sum(judge.left for judge in judges),  # type: ignore[attr-defined]
            "mine": self.row.proposed_by == self.request.user, "prizes": list(self.row.prizes.select_related("idea")),
            "entries": entries_of(self.row)[:50],
        }  # fmt: skip
        return super().get_context_data(**{**facts, **given})


class Act(ContestDesk, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"contest_id": self.row.pk}
        if verb == "propose":
            facts["picks"] = dict(self._picks())
        if verb == "send_back":
            facts["reason"] = self.request.POST.get("reason", "")
        return facts

    def _picks(self) -> Any:
        for name, value in self.request.POST.items():
            entry = name.removeprefix("award-")
            if entry != name and entry.isdigit() and str(value).isdigit():
                yield int(entry), int(str(value))
