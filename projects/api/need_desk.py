"""Needs before they are published, for programs: a community's own, and the staff's: collected, mended, merged."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.models import Community
from projects import flows, queries
from projects.api.needs import NeedRow, NewNeed
from projects.enums import NeedState, Urgency
from projects.models import Need
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor


class WholeNeedRow(NeedRow):
    """A need in any state. ``merged_into`` is the code of the need that stands for it."""

    state = serializers.ChoiceField(NeedState.choices)
    merged_into = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)

    class Meta(NeedRow.Meta):
        fields = (*NeedRow.Meta.fields, "merged_into", "collected_at")
        read_only_fields = fields


class NeedWords(serializers.ModelSerializer[Need]):
    """What a need says. What is left out stays as it is."""

    field = serializers.ChoiceField(Field.choices, required=False)
    urgency = serializers.ChoiceField(Urgency.choices, required=False)

    class Meta:
        model = Need
        fields = ("field", "title", "population", "problem", "scale", "evidence", "urgency")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            name: {"required": False} for name in ("title", "population", "problem", "scale", "evidence")
        }


class SameNeeds(serializers.Serializer[Any]):
    needs = serializers.ListField(
        child=serializers.CharField(max_length=12), min_length=1, max_length=100,
        help_text=_("Codes of the collected needs for which this one stands from now on."),
    )  # fmt: skip


class AnyNeedFilters(filters.FilterSet):
    community = filters.CharFilter(field_name="community__code", max_length=12, label=_("code of the community"))
    street = filters.CharFilter(field_name="community__street__code", max_length=12, label=_("code of the street"))
    field = filters.ChoiceFilter(choices=Field.choices, label=_("field of service"))
    state = filters.ChoiceFilter(choices=NeedState.choices, label=_("state"))

    class Meta:
        model = Need
        fields: ClassVar[list[str]] = ["field", "state"]


class CommunityNeeds(ListDoor):
    permission = "needs.view_own"
    scope = Scope.NEEDS
    ordering = ("-collected_at", "-pk")
    filterset_class = AnyNeedFilters
    serializer_class = WholeNeedRow
    http_method_names: Any = ("get", "head")

    def rows(self) -> QuerySet[Need]:
        return queries.for_staff()

    @extend_schema(
        operation_id="needs_own", tags=["needs"], summary=_("Needs of one's own communities, the newest first"),
        description=_("Those that are not published yet as well, and what became of each."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class NeedDoor(ApiDoor):
    """One need by its code, in any state."""

    permission = "needs.view_staff"
    edits = "needs.edit"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    http_method_names: Any = ("get", "head", "put")

    def told(self, code: str) -> Response:
        return Response(WholeNeedRow(self.row_of(queries.for_staff(), code=code)).data)

    def edit(self, code: str) -> Response:
        need, given = self.row_of(queries.for_staff(), code=code), self.taken(NeedWords)
        self.refuse_unless(self.edits, need, "need_not_yours")
        flows.edit_need(need_id=need.pk, actor=self.person, **given)
        return self.told(code)


class CommunityNeed(NeedDoor):
    permission = "needs.view_own"
    edits = "needs.edit_own"

    @extend_schema(
        operation_id="needs_own_one", tags=["needs"], responses=WholeNeedRow,
        summary=_("One need of one's own communities"), description=_("Published or not."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        return self.told(code)

    @extend_schema(
        operation_id="needs_own_edit", tags=["needs"], request=NeedWords, responses=WholeNeedRow,
        summary=_("Put a need of one's community into better words"), description=_("Until it is published."),
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        return self.edit(code)


class StaffNeeds(CommunityNeeds):
    """Every need of the staff's area; POST collects one."""

    permission = "needs.view_staff"
    write_scope = Scope.NEED
    http_method_names = ("get", "head", "post")

    @extend_schema(
        operation_id="needs_collected", tags=["needs"], summary=_("Needs of every state, the newest first"),
        description=_("Inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="needs_collect", tags=["needs"], request=NewNeed, responses={201: WholeNeedRow}, filters=False,
        summary=_("Collect a need"), description=_("For a community of the area; it gets the next code of the series."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("needs.collect")
        given = self.taken(NewNeed)
        seen = Community.objects.select_related("street")
        community = self.row_of(seen, "organizations.view_communities_staff", code=given.pop("community"))
        made = flows.report_need(community=community, actor=self.person, **given)
        row = queries.for_staff().get(pk=made.pk)
        return Response(WholeNeedRow(row).data, status=status.HTTP_201_CREATED)


class StaffNeed(NeedDoor):
    @extend_schema(
        operation_id="needs_collected_one", tags=["needs"], responses=WholeNeedRow, summary=_("One need of any state"),
        description=_("Inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        return self.told(code)

    @extend_schema(
        operation_id="needs_edit", tags=["needs"], request=NeedWords, responses=WholeNeedRow,
        summary=_("Put a collected need into better words"), description=_("Until it is published."),
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        return self.edit(code)


class Merge(NeedDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="needs_merge", tags=["needs"], request=SameNeeds, responses=WholeNeedRow,
        summary=_("Merge needs that say the same"), description=_("This one stands for all of them; all or none."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        kept, codes = self.row_of(queries.for_staff(), code=code), set(self.taken(SameNeeds)["needs"])
        others = [self.row_of(Need.objects.all(), code=each) for each in sorted(codes)]
        for each in (kept, *others):
            self.refuse_unless("needs.merge", each, "need_not_yours")
        flows.merge_needs(into_id=kept.pk, need_ids=[each.pk for each in others], actor=self.person)
        return self.told(code)
