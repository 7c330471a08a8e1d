"""Trainings and mentors as the office keeps them, by program: entered and changed; and the code at the door."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.queries.people import person_by_contact
from organizations.api.mentoring import MentorList, MentorRow
from organizations.api.trainings import Nothing, PlaceAct, PlaceRow, TrainingFilters, TrainingRow
from organizations.enums import Ability, TrainingKind, TrainingState
from organizations.flows import capacity as flows
from organizations.flows.capacity.places import code_for
from organizations.flows.capacity.trainings import FIELDS
from organizations.models import Mentor, Training
from organizations.queries import capacity as queries
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel.errors import RuleRefusal


class TrainingWords(serializers.ModelSerializer[Training]):
    """A training or workshop, whole. ``minutes`` is what it counts in an organisation's record."""

    kind = serializers.ChoiceField(TrainingKind.choices)
    ability = serializers.ChoiceField(Ability.choices)

    class Meta:
        model = Training
        fields: tuple[str, ...] = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {"seats_each": {"required": True}}


class StaffTrainings(ListDoor):
    """Every training, drafts as well; POST enters one."""

    permission = "trainings.view_staff"
    scope = Scope.TRAININGS
    write_scope = Scope.TRAININGS_WRITE
    ordering = ("-starts_at", "pk")
    filterset_class = TrainingFilters
    serializer_class = TrainingRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Training]:
        return queries.trainings()

    @extend_schema(
        operation_id="trainings_for_staff", tags=["trainings"], summary=_("Trainings of every state, the latest first"),
        description=_("Drafts and those called off as well."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="training_enter", tags=["trainings"], request=TrainingWords, responses={201: TrainingRow},
        filters=False, summary=_("Enter a training"),
        description=_("As a draft; nobody sees it before it is announced."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("trainings.enter")
        made = flows.make_training(actor=self.person, **self.taken(TrainingWords))
        return Response(TrainingRow(queries.trainings().get(pk=made.pk)).data, status=status.HTTP_201_CREATED)


class StaffTraining(ApiDoor):
    permission = "trainings.view_staff"
    scope = Scope.TRAININGS
    write_scope = Scope.TRAININGS_WRITE
    http_method_names = ("get", "head", "put")

    @extend_schema(
        operation_id="training_for_staff", tags=["trainings"], responses=TrainingRow,
        summary=_("One training of any state"), description=_("A draft as well."),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        return Response(TrainingRow(self.row_of(queries.trainings(), pk=pk)).data)

    @extend_schema(
        operation_id="training_change", tags=["trainings"], request=TrainingWords, responses=TrainingRow,
        summary=_("Change a training"),
        description=_("Sent whole. Who has a place is told of another hour or place."),
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        training, given = self.row_of(Training.objects.all(), pk=pk), self.taken(TrainingWords)
        self.refuse_unless("trainings.change", training, "capacity_step_not_yours")
        flows.change_training(training_id=training.pk, actor=self.person, **given)
        return Response(TrainingRow(queries.trainings().get(pk=pk)).data)


class DoorCode(serializers.Serializer[Any]):
    code = serializers.CharField(help_text=_("For a few minutes: ask for a new one as often as the wall shows one."))


class Door(ApiDoor):
    permission = "trainings.run"
    scope = Scope.TRAININGS
    http_method_names = ("get", "head")

    @extend_schema(
        operation_id="training_door", tags=["trainings"], responses=DoorCode,
        summary=_("The code that the door shows now"), description=_("For who keeps the list of a training."),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        training = self.row_of(queries.trainings().filter(state=TrainingState.OPEN), pk=pk)
        return Response(DoorCode({"code": code_for(training)}).data)


class CodeOnTheWall(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=200, help_text=_("What the QR code on the wall holds."))


class Arrive(PlaceAct):
    @extend_schema(
        operation_id="place_arrive", tags=["trainings"], request=CodeOnTheWall, responses=PlaceRow,
        summary=_("Say that one is there"),
        description=_("By the code on the wall, while the door is open. Again is the same."),
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        return Response(PlaceRow(flows.arrive(actor=self.person, **self.taken(CodeOnTheWall))).data)


class MentorWords(serializers.Serializer[Any]):
    unit = serializers.CharField(max_length=60)
    abilities = serializers.ListField(child=serializers.ChoiceField(Ability.choices), min_length=1, max_length=20)
    hours = serializers.IntegerField(min_value=1, max_value=8_000, help_text=_("That can be asked for in a year."))
    words = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class NewMentor(MentorWords):
    person = serializers.CharField(max_length=254, help_text=_("Mobile number or e-mail of the account."))


def _told(mentor: Mentor) -> dict[str, Any]:
    told: dict[str, Any] = MentorRow(queries.mentors().get(pk=mentor.pk)).data
    return told


class MentorAct(ApiDoor):
    permission = "mentors.view_staff"
    scope = Scope.CAPACITY
    write_scope = Scope.CAPACITY_WRITE
    http_method_names: Any = ("post",)

    def done(self, pk: int, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        mentor = self.row_of(Mentor.objects.all(), pk=pk)
        given = self.taken(shape)
        self.refuse_unless("mentors.change", mentor, "capacity_step_not_yours")
        return Response(_told(flow(mentor_id=mentor.pk, actor=self.person, **given)))


class Mentors(MentorList):
    """The staff's list; POST enters a mentor."""

    write_scope = Scope.CAPACITY_WRITE
    http_method_names = ("get", "head", "post")

    @extend_schema(
        operation_id="mentor_enter", tags=["capacity"], request=NewMentor, responses={201: MentorRow},
        filters=False, summary=_("Enter a mentor"),
        description=_("A person with an account, with fields and hours of a year."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("mentors.enter")
        given = self.taken(NewMentor)
        user = person_by_contact(given.pop("person"))
        if user is None:
            raise RuleRefusal("mentor_account_missing")
        made = flows.enter_mentor(user=user, actor=self.person, **given)
        return Response(_told(made), status=status.HTTP_201_CREATED)


class MentorChange(MentorAct):
    http_method_names = ("put",)

    @extend_schema(
        operation_id="mentor_change", tags=["capacity"], request=MentorWords, responses=MentorRow,
        summary=_("Change a mentor's entry"), description=_("Unit, fields, hours and words; sent whole."),
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        return self.done(pk, flows.change_mentor, MentorWords)


class MentorEnd(MentorAct):
    @extend_schema(
        operation_id="mentor_end", tags=["capacity"], request=Nothing, responses=MentorRow,
        summary=_("Let a mentor stop"), description=_("Running pairings end with it; visits stay."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, flows.end_mentor, Nothing)
