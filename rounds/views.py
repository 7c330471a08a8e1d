"""Pages of who speaks for a member unit, and the page on which the leading group sees who is late."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from rounds.enums import TaskState
from rounds.flows import unit_tasks as flows
from rounds.forms import ReportForm
from rounds.models import Round, UnitTask
from rounds.queries import units as queries
from rounds.words import tasks_sheet
from venture.audit.flows import note_export
from venture.doors.sheets import sheet_answer
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.files.flows import keep
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of


class MyTasks(Door, TemplateView):
    """What one's unit owes, and what became of its reports. 4 queries."""

    permission = "tasks.own"
    template_name = "tasks/mine.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        tasks = queries.owed_by(self.request.user)
        owed: list[Any] = [each for each in tasks if each.state in TaskState.owed()]
        facts = {
            "late": [each for each in owed if each.late],
            "next": [each for each in owed if not each.late],
            "waiting": [each for each in tasks if each.state == TaskState.REPORTED],
            "over": [each for each in reversed(tasks) if each.state in {TaskState.DONE, TaskState.DROPPED}],
            "units": sorted({each.unit.name for each in tasks}),
        }
        return super().get_context_data(**facts, **given)


class TaskDoor(RowDoor):
    """One task of one's own unit, or of a round that one follows."""

    permission = "tasks.view"
    row: UnitTask
    request: HttpRequest

    def rows(self) -> Any:
        return queries.tasks_for_page()

    def to(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("tasks:task", args=[self.row.pk]))


class TaskPage(TaskDoor, FormView):
    """The task and its reports, with a form for who speaks for the unit while a report is owed."""

    template_name = "tasks/task.html"
    form_class = ReportForm

    @cached_property
    def rights(self) -> frozenset[str]:
        return policy.rights(self.request.user, ("tasks.view_own", "tasks.take", "tasks.report"), self.row)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        (row,) = queries.marked([self.row], clock.today())
        facts = {
            "task": row,
            "own": "tasks.view_own" in self.rights,
            "may_take": "tasks.take" in self.rights,
            "may_report": "tasks.report" in self.rights,
        }
        return super().get_context_data(**{**facts, **given})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "tasks.view_own" not in self.rights:
            raise Http404
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        given = form.cleaned_data
        try:
            file = keep(given["file"], actor=user) if given["file"] else None
            flows.report_task(
                task_id=self.row.pk, words=given["words"], figure=given["figure"], key=file.key if file else "",
                actor=user,
            )  # fmt: skip
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Reported. The office reads it and accepts it, or asks for more."))
        return self.to()


class Take(TaskDoor, View):
    """Say that the unit works on it."""

    permission = "tasks.view_own"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        flows.take_task(task_id=self.row.pk, actor=user)
        messages.success(request, _("Taken up. Report here when it is done."))
        return self.to()


class ToRound(Door, View):
    """Lead who follows rounds to the newest one with tasks."""

    permission = SIGNED_IN
    code: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            found = policy.visible(request.user, "rounds.follow_tasks", queries.rounds_with_tasks()).first()
            if found is None:
                raise Http404
            self.code = found.code
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("tasks:follow", args=[self.code]))


class Follow(RowDoor, TemplateView):
    """How the member units stand in a round, who is late first. 6 queries."""

    permission = "rounds.follow_tasks"
    lookup = {"code": "code"}
    template_name = "tasks/follow.html"
    row: Round

    def rows(self) -> Any:
        return queries.rounds_with_tasks()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        others = policy.visible(user, "rounds.follow_tasks", queries.rounds_with_tasks()).exclude(pk=self.row.pk)
        facts = {"round": self.row, "board": queries.board_of(self.row, clock.today()), "others": list(others[:4])}
        return super().get_context_data(**facts, **given)


class FollowSheet(RowDoor, View):
    """The same as a sheet; who took it is on record."""

    permission = "rounds.follow_tasks"
    lookup = {"code": "code"}
    http_method_names = ["get", "head"]
    row: Round

    def rows(self) -> Any:
        return queries.rounds_with_tasks()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = queries.tasks_for_sheet(UnitTask.objects.filter(round=self.row).order_by("due_on", "pk"))
        if request.method == "GET":
            note_export(what="unit_tasks", count=len(rows), actor=request.user)
        return sheet_answer(tasks_sheet(rows, clock.today()), f"tasks-{self.row.code}-{clock.today():%Y%m%d}.xlsx")
