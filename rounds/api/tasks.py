"""Tasks of member units for programs: a unit answers its own, the office judges, by the same flows as the pages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from rounds.enums import TaskState
from rounds.flows import unit_tasks as flows
from rounds.models import TaskReport, UnitTask
from rounds.queries import units as queries
from venture.doors.api.doors import ApiDoor, ListDoor


class ReportRow(serializers.ModelSerializer[TaskReport]):
    """A report on a task; a file is told by its name only."""

    file = serializers.CharField(source="file.name", read_only=True, allow_null=True, default=None)

    class Meta:
        model = TaskReport
        fields: tuple[str, ...] = ("words", "figure", "file", "at")
        read_only_fields = fields


class TaskRow(serializers.ModelSerializer[UnitTask]):
    """A task of a member unit."""

    id = serializers.IntegerField(source="pk", read_only=True)
    round = serializers.CharField(source="round.code", read_only=True)
    unit = serializers.CharField(source="unit.name", read_only=True)
    state = serializers.ChoiceField(TaskState.choices)

    class Meta:
        model = UnitTask
        fields: tuple[str, ...] = (
            "id", "round", "unit", "title", "words", "due_on", "state", "given_at", "taken_at", "reported_at",
            "decided_at", "reason",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class TaskDetail(TaskRow):
    reports = ReportRow(many=True, read_only=True, source="all_reports")

    class Meta(TaskRow.Meta):
        fields = (*TaskRow.Meta.fields, "reports")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class TaskFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))
    unit = filters.CharFilter(field_name="unit__name", max_length=60, label=_("member unit"))
    state = filters.ChoiceFilter(choices=TaskState.choices, label=_("state"))
    due_until = filters.DateFilter(field_name="due_on", lookup_expr="lte", label=_("due on this day or before"))

    class Meta:
        model = UnitTask
        fields: ClassVar[list[str]] = ["state"]


class TaskList(ListDoor):
    permission = "tasks.view"
    scope = Scope.TASKS
    ordering = ("due_on", "pk")
    filterset_class = TaskFilters
    serializer_class = TaskRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[UnitTask]:
        return queries.tasks_for_list()

    @extend_schema(
        operation_id="tasks_list", tags=["tasks"], summary=_("Tasks of member units, the first due first"),
        description=_("Of the units for which you speak, and of the rounds that you follow."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class TaskDoor(ApiDoor):
    """One task by its number."""

    permission = "tasks.view"
    scope = Scope.TASKS
    write_scope = Scope.TASKS_WRITE
    http_method_names: Sequence[str] = ("get", "head")

    def told(self, pk: int, permission: str = "") -> Response:
        return Response(TaskDetail(self.row_of(queries.tasks_for_page(), permission, pk=pk)).data)


class TaskOne(TaskDoor):
    @extend_schema(
        operation_id="task_one", tags=["tasks"], responses=TaskDetail, summary=_("One task of a member unit"),
        description=_("With everything that was reported on it."),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        return self.told(pk)


class Nothing(serializers.Serializer[Any]):
    """An empty object."""


class Report(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=1000)
    figure = serializers.IntegerField(min_value=0, max_value=100_000_000, required=False, allow_null=True)


class Why(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class TaskAct(TaskDoor):
    """A button of the task's page: the same right, the same flow."""

    http_method_names = ("post",)

    def done(self, pk: int, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        task = self.row_of(queries.tasks_for_list(), right, pk=pk)
        flow(task_id=task.pk, actor=self.person, **self.taken(shape))
        return self.told(pk)


class Take(TaskAct):
    @extend_schema(
        operation_id="task_take", tags=["tasks"], request=Nothing, responses=TaskDetail,
        summary=_("Take a task up"), description=_("For a unit for which you speak."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "tasks.view_own", flows.take_task, Nothing)


class HandIn(TaskAct):
    @extend_schema(
        operation_id="task_report", tags=["tasks"], request=Report, responses=TaskDetail,
        summary=_("Report on a task"), description=_("For a unit for which you speak; a file is brought on the site."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "tasks.view_own", flows.report_task, Report)


class Accept(TaskAct):
    @extend_schema(
        operation_id="task_accept", tags=["tasks"], request=Nothing, responses=TaskDetail,
        summary=_("Accept a report"), description=_("Never by whoever reported."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "tasks.oversee", flows.accept_report, Nothing)


class SendBack(TaskAct):
    @extend_schema(
        operation_id="task_return", tags=["tasks"], request=Why, responses=TaskDetail,
        summary=_("Send a report back"), description=_("With what is missing; the unit reads it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "tasks.oversee", flows.return_report, Why)


class Drop(TaskAct):
    @extend_schema(
        operation_id="task_drop", tags=["tasks"], request=Why, responses=TaskDetail,
        summary=_("Drop a task"), description=_("With the reason that the unit reads."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "tasks.oversee", flows.drop_task, Why)
