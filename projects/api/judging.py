"""The short review of ideas for its judges' programs: ideas without a name, points and a sentence for each."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from projects.flows import ideas as flows
from projects.models import IdeaEntry
from projects.queries import contests
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor


class Criterion(serializers.Serializer[Any]):
    name = serializers.CharField()
    points = serializers.IntegerField(help_text=_("The most that can be given."))


class EntryRow(serializers.ModelSerializer[IdeaEntry]):
    """An idea under review. Whose it is, its judges do not read."""

    id = serializers.IntegerField(source="pk", read_only=True)
    idea = serializers.CharField(source="idea.code", read_only=True)
    round = serializers.CharField(source="contest.round.code", read_only=True)
    due_on = serializers.DateField(source="contest.due_on", read_only=True)
    title = serializers.CharField(source="idea.title", read_only=True)
    field = serializers.ChoiceField(Field.choices, source="idea.field")
    population = serializers.CharField(source="idea.population", read_only=True)
    problem = serializers.CharField(source="idea.problem", read_only=True)
    proposal = serializers.CharField(source="idea.proposal", read_only=True)
    contribution = serializers.CharField(source="idea.contribution", read_only=True)
    street = serializers.SerializerMethodField(help_text=_("Its division code; null for the whole city."))
    criteria = Criterion(source="contest.criteria", many=True, read_only=True)
    total = serializers.IntegerField(source="mine", read_only=True, allow_null=True, help_text=_("One's own sum."))

    class Meta:
        model = IdeaEntry
        fields: tuple[str, ...] = (
            "id", "idea", "round", "due_on", "title", "field", "population", "problem", "proposal", "contribution",
            "street", "criteria", "total",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_street(self, row: IdeaEntry) -> str | None:
        return row.idea.street.code if row.idea.street is not None else None


class EntryWhole(EntryRow):
    """``points`` name the criteria by their place (``"0"``, ``"1"``, …); empty before one has judged."""

    points = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()

    class Meta(EntryRow.Meta):
        fields = (*EntryRow.Meta.fields, "points", "words")
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_points(self, row: Any) -> dict[str, int]:
        return dict(row.own.points) if row.own is not None else {}

    def get_words(self, row: Any) -> str:
        return str(row.own.words) if row.own is not None else ""


class Points(serializers.Serializer[Any]):
    points = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=100), help_text=_("For each criterion, by its place.")
    )
    words = serializers.CharField(max_length=200, help_text=_("Why, in one sentence."))


class EntryFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="contest__round__code", max_length=40, label=_("code of the round"))
    open = filters.BooleanFilter(field_name="mine", lookup_expr="isnull", label=_("not judged by you yet"))

    class Meta:
        model = IdeaEntry
        fields: ClassVar[list[str]] = []


class EntryList(ListDoor):
    queryset = IdeaEntry.objects.none()
    permission = "idea_entries.judge"
    scope = Scope.JUDGING
    ordering = ("pk",)
    filterset_class = EntryFilters
    serializer_class = EntryRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Any]:
        return contests.to_judge(self.person)

    @extend_schema(
        operation_id="judging_list", tags=["judging"], summary=_("Ideas that one judges"),
        description=_("Of reviews that are running, without a name."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class EntryOne(ApiDoor):
    permission = "idea_entries.judge"
    scope = Scope.JUDGING
    write_scope = Scope.JUDGE
    http_method_names = ("get", "head", "put")

    def entry(self, pk: int) -> Any:
        row: Any = self.row_of(contests.to_judge(self.person), pk=pk)
        row.own = contests.own_score(row, self.person)
        return row

    @extend_schema(
        operation_id="judging_one", tags=["judging"], responses=EntryWhole, summary=_("One idea that one judges"),
        description=_("With one's own points and sentence."),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        return Response(EntryWhole(self.entry(pk)).data)

    @extend_schema(
        operation_id="judging_score", tags=["judging"], request=Points, responses=EntryWhole,
        summary=_("Give an idea its points"),
        description=_("Every criterion, and a sentence. Until prizes are proposed it may be said anew."),
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        entry, given = self.entry(pk), self.taken(Points)
        places = {str(place) for place in range(len(entry.contest.criteria))}
        if strange := set(given["points"]) - places:
            said = gettext("The form has no such place.")
            raise ValidationError({"points": [f"{place}: {said}" for place in sorted(strange)]})
        flows.score_entry(entry_id=entry.pk, actor=self.person, **given)
        return Response(EntryWhole(self.entry(pk)).data)
