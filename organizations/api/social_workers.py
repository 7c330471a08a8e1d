"""The social workers of one's organisations, for programs: entered, renewed, ended by who keeps the organisation."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations import flows
from organizations.api.trainings import Nothing
from organizations.enums import WorkerLevel
from organizations.models import Organization, SocialWorker
from venture.doors.api.doors import ApiDoor, ListDoor


class WorkerRow(serializers.ModelSerializer[SocialWorker]):
    """A social worker. For the organisation only: the public reads numbers."""

    id = serializers.IntegerField(source="pk", read_only=True)
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text=_("Its credit code."))
    level = serializers.ChoiceField(WorkerLevel.choices)

    class Meta:
        model = SocialWorker
        fields: tuple[str, ...] = (
            "id", "organization", "name", "level", "certificate", "registered_until", "entered_at", "ended_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class NewWorker(serializers.ModelSerializer[SocialWorker]):
    organization = serializers.CharField(max_length=18, help_text=_("Its credit code."))
    level = serializers.ChoiceField(WorkerLevel.choices)

    class Meta:
        model = SocialWorker
        fields = ("organization", "name", "level", "certificate", "registered_until")


class Renewed(serializers.Serializer[Any]):
    registered_until = serializers.DateField()


class WorkerFilters(filters.FilterSet):
    organization = filters.CharFilter(field_name="organization__uscc", max_length=18, label=_("credit code"))
    ended = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull", exclude=True, label=_("ended"))

    class Meta:
        model = SocialWorker
        fields: ClassVar[list[str]] = []


class WorkerList(ListDoor):
    """Social workers of the organisations that one keeps; POST enters one."""

    permission = "social_workers.change_own"
    scope = Scope.APPLICATIONS
    write_scope = Scope.APPLY
    ordering = ("pk",)
    filterset_class = WorkerFilters
    serializer_class = WorkerRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[SocialWorker]:
        return SocialWorker.objects.select_related("organization")

    @extend_schema(
        operation_id="social_workers_list", tags=["applications"], summary=_("Social workers of one's organisations"),
        description=_("In the order of their entry, those that left as well."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="social_worker_enter", tags=["applications"], request=NewWorker, responses={201: WorkerRow},
        filters=False, summary=_("Enter a social worker"),
        description=_("With the number of the certificate, where the level has one."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        given = self.taken(NewWorker)
        code = given.pop("organization").strip().upper()
        mine = self.row_of(Organization.objects.all(), "organizations.change_own", uscc=code)
        made = flows.enter_social_worker(organization_id=mine.pk, actor=self.person, **given)
        return Response(WorkerRow(made).data, status=status.HTTP_201_CREATED)


class WorkerAct(ApiDoor):
    permission = "social_workers.change_own"
    scope = Scope.APPLICATIONS
    write_scope = Scope.APPLY
    http_method_names = ("post",)

    def done(self, pk: int, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        worker = self.row_of(SocialWorker.objects.all(), pk=pk)
        return Response(WorkerRow(flow(worker_id=worker.pk, actor=self.person, **self.taken(shape))).data)


class Renew(WorkerAct):
    @extend_schema(
        operation_id="social_worker_renew", tags=["applications"], request=Renewed, responses=WorkerRow,
        summary=_("Note until when a registration runs now"), description=_("Of a social worker who works there."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, flows.renew_social_worker, Renewed)


class WorkerEnd(WorkerAct):
    @extend_schema(
        operation_id="social_worker_end", tags=["applications"], request=Nothing, responses=WorkerRow,
        summary=_("Note that a social worker left"), description=_("The hours in projects stay."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, flows.end_social_worker, Nothing)
