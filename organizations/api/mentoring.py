"""Mentors for programs: an organisation asks for one, the operator pairs, the mentor notes visits, both read them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.api.trainings import Nothing
from organizations.enums import Ability, PairingState
from organizations.flows import capacity as flows
from organizations.models import Mentor, MentorVisit, Pairing
from organizations.queries import capacity as queries
from venture.doors.api.doors import ApiDoor, ListDoor


class MentorRow(serializers.ModelSerializer[Mentor]):
    """A mentor. ``hours`` can be asked for in a year, ``promised`` are those of this year's pairings."""

    id = serializers.IntegerField(source="pk", read_only=True)
    name = serializers.CharField(source="user.display_name", read_only=True)
    abilities = serializers.ListField(child=serializers.ChoiceField(Ability.choices), read_only=True)
    promised = serializers.IntegerField(read_only=True)

    class Meta:
        model = Mentor
        fields: tuple[str, ...] = (
            "id", "name", "unit", "abilities", "words", "hours", "promised", "since", "ended_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class VisitRow(serializers.ModelSerializer[MentorVisit]):
    """What a mentor did with an organisation. It counts once ``confirmed_at`` is set."""

    id = serializers.IntegerField(source="pk", read_only=True)

    class Meta:
        model = MentorVisit
        fields: tuple[str, ...] = ("id", "on", "minutes", "words", "next_step", "at", "confirmed_at")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class PairingRow(serializers.ModelSerializer[Pairing]):
    """An organisation's wish for a mentor, and what became of it."""

    id = serializers.IntegerField(source="pk", read_only=True)
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text=_("Its credit code."))
    ability = serializers.ChoiceField(Ability.choices)
    state = serializers.ChoiceField(PairingState.choices)
    mentor = serializers.SerializerMethodField(help_text=_("Name and unit; null before there is one."))
    visits = VisitRow(source="all_visits", many=True, read_only=True)

    class Meta:
        model = Pairing
        fields: tuple[str, ...] = (
            "id", "organization", "ability", "wish", "state", "asked_at", "mentor", "hours", "decided_at", "ended_at",
            "reason", "visits",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_mentor(self, row: Pairing) -> str | None:
        return f"{row.mentor.user} · {row.mentor.unit}" if row.mentor is not None else None


class Wish(serializers.Serializer[Any]):
    organization = serializers.CharField(max_length=18, help_text=_("Its credit code."))
    ability = serializers.ChoiceField(Ability.choices)
    wish = serializers.CharField(max_length=300, help_text=_("One thing that you want to be able to do afterwards."))


class Paired(serializers.Serializer[Any]):
    mentor = serializers.IntegerField(min_value=1, max_value=2**31, help_text=_("Number of a mentor in this field."))
    hours = serializers.IntegerField(min_value=1, max_value=400)


class WhyNoMentor(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class VisitNote(serializers.Serializer[Any]):
    on = serializers.DateField()
    minutes = serializers.IntegerField(min_value=15, max_value=600)
    words = serializers.CharField(max_length=600)
    next_step = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class MentorFilters(filters.FilterSet):
    ended = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull", exclude=True, label=_("ended"))

    class Meta:
        model = Mentor
        fields: ClassVar[list[str]] = []


class MentorList(ListDoor):
    # The hours of a year are asked of the database's clock: whoever only describes the list needs its model.
    queryset = Mentor.objects.none()
    permission = "mentors.view_staff"
    scope = Scope.CAPACITY
    ordering = ("pk",)
    filterset_class = MentorFilters
    serializer_class = MentorRow
    http_method_names: Any = ("get", "head")

    def rows(self) -> QuerySet[Mentor]:
        rows: QuerySet[Mentor] = queries.mentors()
        return rows

    @extend_schema(
        operation_id="mentors_list", tags=["capacity"], summary=_("Mentors"),
        description=_("For who pairs them with organisations: fields, hours, what is promised this year."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class PairingFilters(filters.FilterSet):
    organization = filters.CharFilter(field_name="organization__uscc", max_length=18, label=_("credit code"))
    ability = filters.ChoiceFilter(choices=Ability.choices, label=_("field"))
    state = filters.ChoiceFilter(choices=PairingState.choices, label=_("state"))

    class Meta:
        model = Pairing
        fields: ClassVar[list[str]] = ["ability", "state"]


class PairingList(ListDoor):
    """Pairings of one's organisations, of a mentor, of the staff's area; POST asks for a mentor."""

    permission = "pairings.view"
    scope = Scope.CAPACITY
    write_scope = Scope.CAPACITY_WRITE
    ordering = ("-pk",)
    filterset_class = PairingFilters
    serializer_class = PairingRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Pairing]:
        return queries.pairings_for_page()

    @extend_schema(
        operation_id="pairings_list", tags=["capacity"], summary=_("Pairings with mentors, the newest first"),
        description=_("Of your organisations, of yourself as mentor, or inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="pairing_ask", tags=["capacity"], request=Wish, responses={201: PairingRow}, filters=False,
        summary=_("Ask for a mentor"),
        description=_("For an organisation to which you belong; one open wish for each field."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        given = self.taken(Wish)
        mine = get_object_or_404(queries.organizations_for(self.person), uscc=given.pop("organization"))
        made = flows.ask_mentor(organization_id=mine.pk, actor=self.person, **given)
        return Response(_told(made.pk), status=status.HTTP_201_CREATED)


class PairingAct(ApiDoor):
    """A button of the pairing's page: the same right, the same flow."""

    permission = "pairings.view"
    scope = Scope.CAPACITY
    write_scope = Scope.CAPACITY_WRITE
    http_method_names = ("post",)

    def held(self, pk: int, right: str, shape: type[serializers.Serializer[Any]]) -> tuple[Pairing, dict[str, Any]]:
        """Return the pairing and what was sent, where the person may do this to it now."""
        found: Pairing = self.row_of(Pairing.objects.all(), pk=pk)
        given = self.taken(shape)
        self.refuse_unless(right, found, "capacity_step_not_yours")
        return found, given

    def done(self, pk: int, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        pairing, given = self.held(pk, right, shape)
        flow(pairing_id=pairing.pk, actor=self.person, **given)
        return Response(_told(pk))


class Withdraw(PairingAct):
    @extend_schema(
        operation_id="pairing_withdraw", tags=["capacity"], request=Nothing, responses=PairingRow,
        summary=_("Take a wish for a mentor back"), description=_("While nobody is paired."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "pairings.withdraw", flows.withdraw_pairing, Nothing)


class Pair(PairingAct):
    @extend_schema(
        operation_id="pairing_pair", tags=["capacity"], request=Paired, responses=PairingRow,
        summary=_("Pair an organisation with a mentor"), description=_("Both sides are told."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        pairing, given = self.held(pk, "pairings.decide", Paired)
        mentor = self.row_of(Mentor.objects.all(), "mentors.view_staff", pk=given["mentor"])
        flows.pair(pairing_id=pairing.pk, mentor_id=mentor.pk, hours=given["hours"], actor=self.person)
        return Response(_told(pk))


class Refuse(PairingAct):
    @extend_schema(
        operation_id="pairing_refuse", tags=["capacity"], request=WhyNoMentor, responses=PairingRow,
        summary=_("Say that no mentor can be found"), description=_("With the reason that the organisation reads."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "pairings.decide", flows.refuse_pairing, WhyNoMentor)


class End(PairingAct):
    @extend_schema(
        operation_id="pairing_end", tags=["capacity"], request=Nothing, responses=PairingRow,
        summary=_("End a pairing"), description=_("Its visits stay and count."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "pairings.end", flows.end_pairing, Nothing)


class NoteVisit(PairingAct):
    @extend_schema(
        operation_id="visit_note", tags=["capacity"], request=VisitNote, responses={201: PairingRow},
        summary=_("Note a visit"), description=_("By the mentor; it counts once the organisation confirms it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        pairing, given = self.held(pk, "pairings.visit", VisitNote)
        flows.note_visit(pairing_id=pairing.pk, actor=self.person, **given)
        return Response(_told(pk), status=status.HTTP_201_CREATED)


class ConfirmVisit(PairingAct):
    @extend_schema(
        operation_id="visit_confirm", tags=["capacity"], request=Nothing, responses=PairingRow,
        summary=_("Confirm a visit"), description=_("For the organisation, never by who noted it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int, visit: int) -> Response:
        pairing = self.row_of(Pairing.objects.all(), pk=pk)
        found = get_object_or_404(pairing.visits, pk=visit)
        self.taken(Nothing)
        self.refuse_unless("visits.own", found, "capacity_step_not_yours")
        flows.confirm_visit(visit_id=found.pk, actor=self.person)
        return Response(_told(pk))


def _told(pk: int) -> dict[str, Any]:
    told: dict[str, Any] = PairingRow(queries.pairings_for_page().get(pk=pk)).data
    return told
