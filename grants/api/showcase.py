"""What the city is shown, for programs: stories, public events, a year looked back upon; and one's own story."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.api.own import GrantDoor
from grants.api.paying import Nothing
from grants.enums import EventKind, StoryState
from grants.flows import showing as flows
from grants.models import PublicEvent, Story
from grants.queries import showing as queries
from notices.domain.private import without_private
from venture.doors.api.doors import ApiDoor, ListDoor, RowApiDoor


class StoryRow(serializers.ModelSerializer[Story]):
    """A published story. Numbers of persons are struck out, as on the page."""

    application = serializers.CharField(source="grant.project.code", read_only=True)
    project = serializers.CharField(source="grant.project.title", read_only=True)
    organization = serializers.CharField(source="grant.organization.name", read_only=True)
    round = serializers.CharField(source="grant.round.code", read_only=True)
    title = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()

    class Meta:
        model = Story
        fields: tuple[str, ...] = (
            "application", "project", "organization", "round", "title", "text", "published_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    def get_title(self, row: Story) -> str:
        return without_private(row.title)

    def get_text(self, row: Story) -> str:
        return without_private(row.text)


class StoryFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="grant__round__code", max_length=40, label=_("code of the round"))
    year = filters.NumberFilter(field_name="grant__round__year", min_value=2000, max_value=2999, label=_("year"))

    class Meta:
        model = Story
        fields: ClassVar[list[str]] = []


class StoryList(ListDoor):
    permission = "stories.read"
    scope = Scope.SHOWCASE
    ordering = ("-published_at", "-pk")
    filterset_class = StoryFilters
    serializer_class = StoryRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Story]:
        return Story.objects.select_related("grant__project", "grant__organization", "grant__round")

    @extend_schema(
        operation_id="stories_list", tags=["showcase"], summary=_("Stories of projects, the newest first"),
        description=_("What organisations tell of their funded projects, once the bureau published it."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class StoryOne(RowApiDoor):
    permission = "stories.read"
    scope = Scope.SHOWCASE
    lookup: ClassVar[dict[str, str]] = {"code": "grant__project__code"}
    serializer_class = StoryRow

    def rows(self) -> QuerySet[Story]:
        return Story.objects.select_related("grant__project", "grant__organization", "grant__round")

    @extend_schema(
        operation_id="stories_one", tags=["showcase"], responses=StoryRow, summary=_("One story"),
        description=_("By the code of its project."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class EventRow(serializers.ModelSerializer[PublicEvent]):
    """A public event, broadcast or exhibition. One that was called off stays in the list."""

    id = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.ChoiceField(EventKind.choices)
    round = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)
    application = serializers.CharField(source="grant.project.code", read_only=True, allow_null=True, default=None)

    class Meta:
        model = PublicEvent
        fields: tuple[str, ...] = (
            "id", "kind", "title", "starts_at", "ends_at", "place", "words", "round", "application", "called_off",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class EventFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=EventKind.choices, label=_("kind"))
    since = filters.DateFilter(field_name="starts_at__date", lookup_expr="gte", label=_("on this day or later"))
    until = filters.DateFilter(field_name="starts_at__date", lookup_expr="lte", label=_("on this day or before"))

    class Meta:
        model = PublicEvent
        fields: ClassVar[list[str]] = ["kind"]


class EventList(ListDoor):
    permission = "events.read"
    scope = Scope.SHOWCASE
    ordering = ("-starts_at", "-pk")
    filterset_class = EventFilters
    serializer_class = EventRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[PublicEvent]:
        return queries.events_shown()

    @extend_schema(
        operation_id="events_list", tags=["showcase"], summary=_("Public events, the latest first"),
        description=_("Events, broadcasts and exhibitions that are shown in public, those to come included."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class YearRow(serializers.Serializer[Any]):
    """A year's figures. ``counted``: by the platform; otherwise as ``published_in`` tells them on ``as_of``."""

    year = serializers.IntegerField()
    projects = serializers.IntegerField(allow_null=True)
    amount_fen = serializers.IntegerField(allow_null=True)
    served = serializers.IntegerField(allow_null=True)
    evaluated = serializers.IntegerField(allow_null=True)
    passed = serializers.IntegerField(allow_null=True)
    counted = serializers.BooleanField()
    as_of = serializers.DateField(allow_null=True)
    published_in = serializers.CharField(source="source")


class FieldOfYear(serializers.Serializer[Any]):
    name = serializers.CharField()
    projects = serializers.IntegerField()
    amount_fen = serializers.IntegerField()


class BestOfYear(serializers.Serializer[Any]):
    name = serializers.CharField()
    application = serializers.CharField(source="grant.project.code")
    document_number = serializers.CharField()
    on = serializers.DateField()


class YearWhole(YearRow):
    donated_fen = serializers.IntegerField(help_text=_("Donations that the year's rounds hold, goods by value."))
    fields_of_service = FieldOfYear(many=True)
    commendations = BestOfYear(many=True)
    stories = StoryRow(many=True)


class YearList(serializers.Serializer[Any]):
    results = YearRow(many=True)


class Years(ApiDoor):
    scope = Scope.SHOWCASE
    http_method_names = ("get", "head")

    @extend_schema(
        operation_id="years_list", tags=["showcase"], responses=YearList, summary=_("Years looked back upon"),
        description=_("The newest first, every figure by the definitions of the public page."),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        return Response(YearList({"results": queries.years()}).data)


class YearOne(ApiDoor):
    scope = Scope.SHOWCASE
    http_method_names = ("get", "head")

    @extend_schema(
        operation_id="years_one", tags=["showcase"], responses=YearWhole, summary=_("One year looked back upon"),
        description=_("With its fields of service, donations, commendations and stories."),
    )  # fmt: skip
    def get(self, request: Request, year: int) -> Response:
        found = next((row for row in queries.years() if row["year"] == year), None)
        if found is None:
            raise Http404
        fields = [
            {"name": name, "projects": count, "amount_fen": fen} for name, count, fen in queries.fields_of_year(year)
        ]
        facts = {
            **found, "donated_fen": queries.donated_in(year), "fields_of_service": fields,
            "commendations": queries.best_of_year(year), "stories": queries.stories_of_year(year),
        }  # fmt: skip
        return Response(YearWhole(facts).data)


class OwnStoryRow(serializers.ModelSerializer[Story]):
    """One's own story, as it stands."""

    state = serializers.ChoiceField(StoryState.choices)

    class Meta:
        model = Story
        fields: tuple[str, ...] = (
            "title", "text", "tells_of_persons", "consents", "state", "remarks", "written_at", "published_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class StoryWords(serializers.Serializer[Any]):
    """No telephone numbers, no full names: they are looked for when it is handed in."""

    title = serializers.CharField(max_length=60)
    text = serializers.CharField(max_length=flows.LONGEST)
    tells_of_persons = serializers.BooleanField(default=False, help_text=_("Even without their names."))
    consents = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", help_text=_("Whose consent is kept where.")
    )


class OwnStory(GrantDoor):
    http_method_names: Sequence[str] = ("get", "head", "put")

    def told(self, grant: Any) -> Response:
        story = Story.objects.filter(grant=grant).first()
        if story is None:
            raise Http404
        return Response(OwnStoryRow(story).data)

    @extend_schema(
        operation_id="grants_story", tags=["grants"], responses=OwnStoryRow, summary=_("The story of a project"),
        description=_("Of a project of your organisation, as it stands."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        return self.told(self.grant(code))

    @extend_schema(
        operation_id="grants_story_write", tags=["grants"], request=StoryWords, responses=OwnStoryRow,
        summary=_("Write the story of a project"), description=_("Nobody else sees it before it is published."),
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        grant, given = self.grant(code), self.taken(StoryWords)
        self.refuse_unless("stories.write", grant, "grant_step_not_yours")
        flows.write_story(grant_id=grant.pk, actor=self.person, **given)
        return self.told(grant)


class OwnStoryOffer(OwnStory):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="grants_story_offer", tags=["grants"], request=Nothing, responses=OwnStoryRow,
        summary=_("Hand a story to the bureau"), description=_("Another person looks at it and publishes it."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        grant = self.grant(code)
        self.taken(Nothing)
        self.refuse_unless("stories.write", grant, "grant_step_not_yours")
        flows.offer_story(grant_id=grant.pk, actor=self.person)
        return self.told(grant)
