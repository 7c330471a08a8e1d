"""The pool of experts and their parts in rounds, for programs of staff. Numbers and addresses are never told here."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from reviews.enums import AppointmentState, How
from reviews.models import Appointment, Expert
from reviews.queries import appointing, pool
from rounds.enums import Field
from venture.doors.api.doors import ListDoor


class ExpertRow(serializers.ModelSerializer[Expert]):
    """An expert of the pool. ``key`` is the row's number in the office's own sheet."""

    fields_of_service = serializers.ListField(
        child=serializers.ChoiceField(Field.choices), source="fields", read_only=True
    )
    area = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)
    has_account = serializers.SerializerMethodField()
    rounds = serializers.SerializerMethodField(help_text=_("In how many rounds the expert serves."))

    class Meta:
        model = Expert
        fields: tuple[str, ...] = (
            "key", "name", "employer", "employer_code", "title", "fields_of_service", "finance", "area", "most",
            "away_from", "away_until", "active", "has_account", "rounds",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.BooleanField())
    def get_has_account(self, expert: Expert) -> bool:
        return expert.user_id is not None

    @extend_schema_field(serializers.IntegerField())
    def get_rounds(self, expert: Any) -> int:
        return expert.round_count or 0


class AppointmentRow(serializers.ModelSerializer[Appointment]):
    """An expert's part in a round, with how many projects are given and handed in."""

    round = serializers.SlugRelatedField[Any](read_only=True, slug_field="code")
    expert = serializers.CharField(source="expert.key", read_only=True, help_text=_("The expert's key."))
    name = serializers.CharField(source="expert.name", read_only=True)
    state = serializers.ChoiceField(AppointmentState.choices)
    how = serializers.ChoiceField(How.choices)
    given = serializers.IntegerField(read_only=True)
    done = serializers.IntegerField(read_only=True)

    class Meta:
        model = Appointment
        fields: tuple[str, ...] = (
            "round", "expert", "name", "state", "how", "lower", "upper", "invited_at", "pledge", "pledged_at",
            "declared_at", "ended_at", "reason", "given", "done",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class ExpertFilters(filters.FilterSet):
    field = filters.ChoiceFilter(method="of_field", choices=Field.choices, label=_("field of service"))
    finance = filters.BooleanFilter(label=_("finance or audit"))
    active = filters.BooleanFilter(label=_("active"))
    q = filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=60, label=_("name"))

    class Meta:
        model = Expert
        fields: ClassVar[list[str]] = ["finance", "active"]

    def of_field(self, rows: QuerySet[Expert], name: str, value: str) -> QuerySet[Expert]:
        return pool.of_field(rows, value)


class AppointmentFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))
    state = filters.ChoiceFilter(choices=AppointmentState.choices, label=_("state"))
    how = filters.ChoiceFilter(choices=How.choices, label=_("how"))

    class Meta:
        model = Appointment
        fields: ClassVar[list[str]] = ["state", "how"]


class ExpertList(ListDoor):
    permission = "experts.view"
    scope = Scope.EXPERTS
    ordering = ("name", "pk")
    filterset_class = ExpertFilters
    serializer_class = ExpertRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Expert]:
        return pool.for_list()

    @extend_schema(
        operation_id="experts_list", tags=["experts"], summary=_("Experts of the pool"),
        description=_("Inside the areas for which you answer; without numbers and addresses."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class AppointmentList(ListDoor):
    permission = "appointments.view"
    scope = Scope.EXPERTS
    ordering = ("-invited_at", "pk")
    filterset_class = AppointmentFilters
    serializer_class = AppointmentRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Appointment]:
        return appointing.for_list()

    @extend_schema(
        operation_id="appointments_list", tags=["experts"], summary=_("Experts of the rounds, the last invited first"),
        description=_("Who is invited, has signed and declared, how much each has to read and has handed in."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)
