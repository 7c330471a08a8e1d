"""The staff's desks of tasks: the list with its sheet, one task, and a round's tasks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.admin.setup import RoundDoor
from rounds.enums import Means
from rounds.flows import unit_tasks as flows
from rounds.models import MemberUnit, UnitTask
from rounds.queries import units as queries
from rounds.words import tasks_sheet
from venture.audit.flows import note_export
from venture.audit.queries import entries_of
from venture.doors.admin import DayInput
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.doors.sheets import sheet_answer
from venture.doors.templatetags.when import beijing_day
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of


class LateFilter(admin.SimpleListFilter):
    title = gettext_lazy("late")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("yes", _("Owed after its day")),)

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        return queries.late_tasks(rows, clock.today()) if self.value() == "yes" else rows


@admin.register(UnitTask)
class UnitTaskAdmin(DeskAdmin):
    view_permission = "tasks.view_staff"
    desk = "unit_task_desk"
    list_display = ("named", "unit", "round_code", "due", "state", "lateness")
    list_filter = (
        "state", LateFilter, ("unit", admin.RelatedOnlyFieldListFilter), ("round", admin.RelatedOnlyFieldListFilter),
    )  # fmt: skip
    search_fields = ("title", "unit__name")
    list_select_related = ("round", "unit")
    actions = ("take_along",)

    @admin.display(description=gettext_lazy("task"), ordering="title")
    def named(self, row: UnitTask) -> str:
        return self.opens(row, row.title)

    @admin.display(description=gettext_lazy("round"), ordering="round__code")
    def round_code(self, row: UnitTask) -> str:
        return row.round.code

    @admin.display(description=gettext_lazy("due on"), ordering="due_on")
    def due(self, row: UnitTask) -> str:
        return beijing_day(row.due_on, "year")

    @admin.display(description=gettext_lazy("days late"))
    def lateness(self, row: UnitTask) -> str:
        (marked,) = queries.marked([row], clock.today())
        return str(marked.late) if marked.late else "—"

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.action(description=gettext_lazy("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        found = queries.tasks_for_sheet(rows.order_by("due_on", "pk"))
        note_export(what="unit_tasks", count=len(found), actor=request.user)
        return sheet_answer(tasks_sheet(found, clock.today()), f"tasks-{clock.today():%Y%m%d}.xlsx")


class MoveForm(forms.Form):
    due = forms.DateField(label=gettext_lazy("Due on"), widget=DayInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The unit reads it."),
    )  # fmt: skip


class TaskDoor(DeskPage):
    permission = "tasks.view_staff"
    desk = "unit_task_desk"
    acts = {
        "accept": ("tasks.judge", flows.accept_report, gettext_lazy("Accepted; the task is done.")),
        "return": ("tasks.judge", flows.return_report, gettext_lazy("Sent back; the unit reads what is missing.")),
        "move": ("tasks.move_day", flows.move_task_day, gettext_lazy("The task has another day; the unit is told.")),
        "drop": ("tasks.drop", flows.drop_task, gettext_lazy("Dropped; the unit is told.")),
    }


class Desk(TaskDoor):
    template_name = "admin/rounds/unit_task.html"
    row: UnitTask

    def rows(self) -> Any:
        return queries.tasks_for_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        (row,) = queries.marked([self.row], clock.today())
        facts = {
            "title": self.row.title,
            "task": row,
            "move": MoveForm(initial={"due": self.row.due_on}),
            "reason": ReasonForm(),
            "entries": entries_of(self.row)[:20],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = TaskDoor.permission
    desk = TaskDoor.desk
    acts = TaskDoor.acts
    row: UnitTask

    def rows(self) -> Any:
        return queries.tasks_for_list()

    def given(self, verb: str) -> dict[str, Any]:
        asked: dict[str, Any] = {"task_id": self.row.pk}
        if verb == "accept":
            return asked
        if verb != "move":
            return {**asked, "reason": self.request.POST.get("reason", "")}
        form = MoveForm(self.request.POST)
        if not form.is_valid():
            raise RuleRefusal("form_invalid")
        return {**asked, **form.cleaned_data}


class GiveForm(forms.Form):
    unit = forms.ModelChoiceField(label=gettext_lazy("Member unit"), queryset=MemberUnit.objects.none())
    title = forms.CharField(label=gettext_lazy("Task"), max_length=60)
    words = forms.CharField(
        label=gettext_lazy("What is expected"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    due = forms.DateField(label=gettext_lazy("Due on"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = MemberUnit.objects.filter(ended_at__isnull=True)


class OfRound(RoundDoor):
    """A round's tasks: who is late first, the press that gives out the division of work, and a form for one more."""

    template_name = "admin/rounds/unit_tasks.html"
    title = gettext_lazy("Tasks of the member units")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may = self.allows("rounds.give_tasks")
        used = Means.UNITS in self.row.advanced
        facts = {
            "board": queries.board_of(self.row, clock.today()),
            "used": used,
            "may_give": may and used,
            "form": GiveForm() if may and used else None,
        }
        return super().get_context_data(**{**facts, **given})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.allows("rounds.give_tasks"):
            raise Http404
        return self._lay(request) if "lay" in request.POST else self._give(request)

    def _lay(self, request: HttpRequest) -> HttpResponse:
        try:
            made = flows.lay_tasks(round_id=self.row.pk, actor=request.user)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            words = ngettext("%(count)s task is given out.", "%(count)s tasks are given out.", len(made))
            messages.success(request, words % {"count": len(made)})
        return self.to("rounds_unit_tasks")

    def _give(self, request: HttpRequest) -> HttpResponse:
        form = GiveForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                flows.give_task(
                    round_id=self.row.pk, unit_id=given["unit"].pk, title=given["title"], words=given["words"],
                    due=given["due"], actor=request.user,
                )  # fmt: skip
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
            else:
                messages.success(request, _("Given; the unit is told."))
                return self.to("rounds_unit_tasks")
        return self.render_to_response(self.get_context_data(form=form, refused=True), status=422)
