"""Trainings for programs: what is announced, and a place taken or given back by the same flows as the pages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.enums import Ability, SeatState, TrainingKind, TrainingState
from organizations.flows import capacity as flows
from organizations.models import Seat, Training
from organizations.queries import capacity as queries
from venture.doors.api.doors import ApiDoor, ListDoor, RowApiDoor


class TrainingRow(serializers.ModelSerializer[Training]):
    """A training or workshop. ``minutes`` is what it counts in an organisation's record."""

    id = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.ChoiceField(TrainingKind.choices)
    ability = serializers.ChoiceField(Ability.choices)
    state = serializers.ChoiceField(TrainingState.choices)
    free = serializers.IntegerField(read_only=True, help_text="Places left.")
    waiting = serializers.IntegerField(read_only=True)

    class Meta:
        model = Training
        fields: tuple[str, ...] = (
            "id", "title", "kind", "ability", "lead", "teacher", "place", "starts_at", "ends_at", "minutes", "seats",
            "seats_each", "signs_until", "state", "free", "waiting",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class TrainingFilters(filters.FilterSet):
    state = filters.ChoiceFilter(choices=TrainingState.choices, label=_("state"))
    ability = filters.ChoiceFilter(choices=Ability.choices, label=_("field"))

    class Meta:
        model = Training
        fields: ClassVar[list[str]] = ["state", "ability"]


class TrainingList(ListDoor):
    permission = "trainings.view"
    scope = Scope.TRAININGS
    ordering = ("-starts_at", "pk")
    filterset_class = TrainingFilters
    serializer_class = TrainingRow

    def rows(self) -> QuerySet[Training]:
        return queries.trainings()

    @extend_schema(
        operation_id="trainings_list", tags=["trainings"], summary=_("Trainings and workshops, the latest first"),
        description=_("Every training that was announced."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class TrainingOne(RowApiDoor):
    permission = "trainings.view"
    scope = Scope.TRAININGS
    serializer_class = TrainingRow

    def rows(self) -> QuerySet[Training]:
        return queries.trainings()

    @extend_schema(
        operation_id="training_one", tags=["trainings"], responses=TrainingRow, summary=_("One training"),
        description=_("With the places that are left."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class ForOrganization(serializers.Serializer[Any]):
    organization = serializers.CharField(max_length=18, help_text="Its credit code.")


class PlaceRow(serializers.ModelSerializer[Seat]):
    """One's own place in a training."""

    training = serializers.IntegerField(source="training_id", read_only=True)
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text="Its credit code.")
    state = serializers.ChoiceField(SeatState.choices)

    class Meta:
        model = Seat
        fields = ("training", "organization", "state", "at", "arrived_at")
        read_only_fields = fields


class Nothing(serializers.Serializer[Any]):
    """An empty object."""


class PlaceAct(ApiDoor):
    """A button of the training's page: the same right, the same flow."""

    permission = "trainings.view"
    scope = Scope.TRAININGS
    write_scope = Scope.TRAININGS_WRITE
    http_method_names: Sequence[str] = ("post",)


class SignUp(PlaceAct):
    @extend_schema(
        operation_id="training_sign_up", tags=["trainings"], request=ForOrganization, responses=PlaceRow,
        summary=_("Take a place"), description=_("For oneself; or the next one on the waiting list."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        training = self.row_of(Training.objects.all(), pk=pk)
        code = self.taken(ForOrganization)["organization"]
        mine = get_object_or_404(queries.organizations_for(self.person), uscc=code)
        seat = flows.sign_up(training_id=training.pk, organization_id=mine.pk, actor=self.person)
        return Response(PlaceRow(seat).data)


class Leave(PlaceAct):
    @extend_schema(
        operation_id="training_leave", tags=["trainings"], request=Nothing, responses=PlaceRow,
        summary=_("Give one's place back"), description=_("Before it begins; who waits moves up."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        rows = Seat.objects.filter(training=pk).exclude(state=SeatState.LEFT)
        seat = self.row_of(rows, "seats.own", user_id=self.person.pk)
        self.taken(Nothing)
        return Response(PlaceRow(flows.leave(seat_id=seat.pk, actor=self.person)).data)
