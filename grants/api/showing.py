"""What the city is shown, for the staff's programs: stories published and sent back, public events."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.api.paying import Nothing
from grants.api.showcase import EventRow, OwnStoryRow
from grants.enums import EventKind, StoryState
from grants.flows import showing as flows
from grants.models import PublicEvent, Story
from grants.queries import public
from rounds.models import Round
from venture.doors.api.doors import ApiDoor, ListDoor


class StaffStoryRow(OwnStoryRow):
    """A story as the staff see it, with what its organisation wrote."""

    id = serializers.IntegerField(source="pk", read_only=True)
    application = serializers.CharField(source="grant.project.code", read_only=True)
    round = serializers.CharField(source="grant.round.code", read_only=True)

    class Meta(OwnStoryRow.Meta):
        fields = ("id", "application", "round", *OwnStoryRow.Meta.fields)
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class StaffStoryFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="grant__round__code", max_length=40, label=_("code of the round"))
    state = filters.ChoiceFilter(choices=StoryState.choices, label=_("state"))

    class Meta:
        model = Story
        fields: ClassVar[list[str]] = ["state"]


def stories() -> QuerySet[Story]:
    return Story.objects.select_related("grant__project", "grant__round")


class StaffStories(ListDoor):
    permission = "stories.view"
    scope = Scope.SHOWCASE
    ordering = ("-written_at", "-pk")
    filterset_class = StaffStoryFilters
    serializer_class = StaffStoryRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Story]:
        return stories()

    @extend_schema(
        operation_id="stories_for_staff", tags=["showcase"], summary=_("Stories that were written, the newest first"),
        description=_("Inside the areas for which you answer, those that wait to be published as well."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class WhatIsWrong(serializers.Serializer[Any]):
    remarks = serializers.CharField(max_length=300, help_text=_("The organisation reads it."))


class StoryAct(ApiDoor):
    """A button of the story's desk: the same right, the same flow."""

    permission = "stories.view"
    scope = Scope.SHOWCASE
    write_scope = Scope.SHOWCASE_WRITE
    http_method_names = ("post",)

    def done(self, pk: int, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        story = self.row_of(stories(), pk=pk)
        given = self.taken(shape)
        self.refuse_unless(right, story, "story_not_yours")
        flow(story_id=story.pk, actor=self.person, **given)
        return Response(StaffStoryRow(stories().get(pk=pk)).data)


class StoryPublish(StoryAct):
    @extend_schema(
        operation_id="story_publish", tags=["showcase"], request=Nothing, responses=StaffStoryRow,
        summary=_("Publish a story"), description=_("Never by whoever wrote it. Everybody reads it then."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "stories.publish", flows.publish_story, Nothing)


class StoryReturn(StoryAct):
    @extend_schema(
        operation_id="story_return", tags=["showcase"], request=WhatIsWrong, responses=StaffStoryRow,
        summary=_("Send a story back"), description=_("With remarks; a published one is taken from the site."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "stories.return", flows.return_story, WhatIsWrong)


class StaffEventRow(EventRow):
    """A public event as the staff keep it."""

    class Meta(EventRow.Meta):
        fields = (*EventRow.Meta.fields, "shown")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class EventWords(serializers.ModelSerializer[PublicEvent]):
    """A public event, whole. What was shown once is called off, never hidden again."""

    kind = serializers.ChoiceField(EventKind.choices)
    round = serializers.SlugRelatedField(
        slug_field="code", queryset=Round.objects.all(), required=False, allow_null=True, default=None
    )
    application = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text=_("Code of a project that was funded.")
    )
    shown = serializers.BooleanField(default=False)
    called_off = serializers.BooleanField(default=False)

    class Meta:
        model = PublicEvent
        fields: tuple[str, ...] = (
            "kind", "title", "starts_at", "ends_at", "place", "words", "round", "application", "shown", "called_off",
        )  # fmt: skip

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        code, ends = given.pop("application", ""), given.get("ends_at")
        given["grant"] = public.funded().filter(project__code=code).first() if code else None
        if code and given["grant"] is None:
            raise ValidationError({"application": [gettext("There is no funded project of this code.")]})
        if ends is not None and ends < given["starts_at"]:
            raise ValidationError(
                {"ends_at": [gettext("The event ends before it begins. Set its end after its beginning.")]}
            )
        return given


class StaffEventFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=EventKind.choices, label=_("kind"))
    shown = filters.BooleanFilter(label=_("shown"))

    class Meta:
        model = PublicEvent
        fields: ClassVar[list[str]] = ["kind", "shown"]


def events() -> QuerySet[PublicEvent]:
    return PublicEvent.objects.select_related("grant__project", "round")


class StaffEvents(ListDoor):
    """Every event, those not shown yet as well; POST enters one."""

    permission = "events.view"
    scope = Scope.SHOWCASE
    write_scope = Scope.SHOWCASE_WRITE
    ordering = ("-starts_at", "-pk")
    filterset_class = StaffEventFilters
    serializer_class = StaffEventRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[PublicEvent]:
        return events()

    @extend_schema(
        operation_id="events_for_staff", tags=["showcase"], summary=_("Events that are kept, the latest first"),
        description=_("Those that are not shown yet as well."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="event_enter", tags=["showcase"], request=EventWords, responses={201: StaffEventRow},
        filters=False, summary=_("Enter a public event"), description=_("Everybody sees it once it is shown."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("events.add")
        made = flows.save_event(PublicEvent(**self.taken(EventWords)), actor=self.person)
        return Response(StaffEventRow(made).data, status=status.HTTP_201_CREATED)


class StaffEvent(ApiDoor):
    permission = "events.view"
    scope = Scope.SHOWCASE
    write_scope = Scope.SHOWCASE_WRITE
    http_method_names = ("get", "head", "put")

    @extend_schema(
        operation_id="event_for_staff", tags=["showcase"], responses=StaffEventRow, summary=_("One event that is kept"),
        description=_("Shown or not."),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        return Response(StaffEventRow(self.row_of(events(), pk=pk)).data)

    @extend_schema(
        operation_id="event_change", tags=["showcase"], request=EventWords, responses=StaffEventRow,
        summary=_("Change a public event, show it, or call it off"),
        description=_("Sent whole. One that was shown stays in the list when it is called off."),
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        event, given = self.row_of(events(), pk=pk), self.taken(EventWords)
        self.refuse_unless("events.change", event, "event_not_yours")
        # What is left out is emptied: the event was sent whole.
        for name, value in {"ends_at": None, "words": "", **given}.items():
            setattr(event, name, value)
        return Response(StaffEventRow(flows.save_event(event, actor=self.person)).data)
