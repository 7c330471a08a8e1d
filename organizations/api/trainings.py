"""Trainings for programs: what is announced, places taken, given back, ticked and rated, by the same flows as pages."""

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
    free = serializers.IntegerField(read_only=True, help_text=_("Places left."))
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
    organization = serializers.CharField(max_length=18, help_text=_("Its credit code."))


class PlaceRow(serializers.ModelSerializer[Seat]):
    """A place in a training. What somebody said of it afterwards is told without a name, and not here."""

    id = serializers.IntegerField(source="pk", read_only=True)
    training = serializers.IntegerField(source="training_id", read_only=True)
    person = serializers.CharField(source="user.display_name", read_only=True, help_text=_("Who comes."))
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text=_("Its credit code."))
    state = serializers.ChoiceField(SeatState.choices)

    class Meta:
        model = Seat
        fields: tuple[str, ...] = ("id", "training", "person", "organization", "state", "at", "arrived_at")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


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


class PlaceFilters(filters.FilterSet):
    training = filters.NumberFilter(field_name="training_id", min_value=1, max_value=2**31, label=_("training"))
    state = filters.ChoiceFilter(choices=SeatState.choices, label=_("state"))

    class Meta:
        model = Seat
        fields: ClassVar[list[str]] = ["state"]


class PlaceList(ListDoor):
    permission = "seats.view"
    scope = Scope.TRAININGS
    ordering = ("-pk",)
    filterset_class = PlaceFilters
    serializer_class = PlaceRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Seat]:
        return Seat.objects.select_related("user", "organization")

    @extend_schema(
        operation_id="places_list", tags=["trainings"], summary=_("Places in trainings, the last taken first"),
        description=_("One's own; for who keeps the trainings all of them."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class Rating(serializers.Serializer[Any]):
    rating = serializers.IntegerField(min_value=1, max_value=5)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class SeatAct(PlaceAct):
    """A place by its number: the person's own, or anybody's for who keeps the list."""

    def seat(self, pk: int, right: str) -> Seat:
        seat: Seat = self.row_of(Seat.objects.all(), "seats.view", pk=pk)
        self.refuse_unless(right, seat, "capacity_step_not_yours")
        return seat


class Feedback(SeatAct):
    @extend_schema(
        operation_id="place_feedback", tags=["trainings"], request=Rating, responses=PlaceRow,
        summary=_("Say how a training was"), description=_("Once one was there; a later word replaces the earlier."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        seat, given = self.seat(pk, "seats.own"), self.taken(Rating)
        return Response(PlaceRow(flows.give_feedback(seat_id=seat.pk, actor=self.person, **given)).data)


class Tick(SeatAct):
    @extend_schema(
        operation_id="place_tick", tags=["trainings"], request=Nothing, responses=PlaceRow,
        summary=_("Note that somebody was there"), description=_("By hand, once it began; never for oneself."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        seat = self.seat(pk, "seats.tick")
        self.taken(Nothing)
        return Response(PlaceRow(flows.tick(seat_id=seat.pk, actor=self.person)).data)


class Untick(SeatAct):
    @extend_schema(
        operation_id="place_untick", tags=["trainings"], request=Nothing, responses=PlaceRow,
        summary=_("Take an attendance back"), description=_("It counts no more; never for oneself."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        seat = self.seat(pk, "seats.tick")
        self.taken(Nothing)
        return Response(PlaceRow(flows.untick(seat_id=seat.pk, actor=self.person)).data)


class WhyCancelled(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class TrainingAct(PlaceAct):
    """A button of the training's desk: the same right, the same flow."""

    permission = "trainings.view_staff"

    def done(self, pk: int, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        training = self.row_of(Training.objects.all(), pk=pk)
        given = self.taken(shape)
        self.refuse_unless(right, training, "capacity_step_not_yours")
        flow(training_id=training.pk, actor=self.person, **given)
        return Response(TrainingRow(queries.trainings().get(pk=pk)).data)


class Announce(TrainingAct):
    @extend_schema(
        operation_id="training_announce", tags=["trainings"], request=Nothing, responses=TrainingRow,
        summary=_("Announce a training"), description=_("Organisations that need it most are told, with the reason."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "trainings.announce", flows.announce_training, Nothing)


class Cancel(TrainingAct):
    @extend_schema(
        operation_id="training_cancel", tags=["trainings"], request=WhyCancelled, responses=TrainingRow,
        summary=_("Call a training off"), description=_("Everybody who signed up is told why."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "trainings.change", flows.cancel_training, WhyCancelled)


class Close(TrainingAct):
    @extend_schema(
        operation_id="training_close", tags=["trainings"], request=Nothing, responses=TrainingRow,
        summary=_("Close a training"), description=_("After its end: who did not come was absent."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "trainings.close", flows.close_training, Nothing)
