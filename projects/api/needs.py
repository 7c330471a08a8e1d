"""Needs for programs: what the public list tells, what communities report and residents support."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.models import Community
from organizations.queries import works_for
from projects import flows, queries
from projects.enums import NeedState, Urgency
from projects.models import Need
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor, RowApiDoor

NEED_STATES = [(state.value, state.label) for state in NeedState if state in NeedState.public]


class NeedRow(serializers.ModelSerializer[Need]):
    """A need of a community, as the public list shows it. ``support`` counts residents, ``interest`` organisations."""

    field = serializers.ChoiceField(Field.choices)
    state = serializers.ChoiceField(NEED_STATES)
    urgency = serializers.ChoiceField(Urgency.choices)
    community = serializers.SlugRelatedField[Any](read_only=True, slug_field="code")
    street = serializers.CharField(source="community.street.code", read_only=True)
    interest = serializers.IntegerField(read_only=True)
    support = serializers.IntegerField(read_only=True)
    project = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)

    class Meta:
        model = Need
        fields: tuple[str, ...] = (
            "code", "field", "title", "population", "problem", "scale", "evidence", "urgency", "state", "community",
            "street", "interest", "support", "project", "met_words", "published_at",
        )  # fmt: skip
        read_only_fields = fields


class NewNeed(serializers.ModelSerializer[Need]):
    """What a community reports. ``community`` is its division code of twelve digits."""

    community = serializers.CharField(max_length=12)

    class Meta:
        model = Need
        fields = ("community", "field", "title", "population", "problem", "scale", "evidence", "urgency")


class NeedFilters(filters.FilterSet):
    street = filters.CharFilter(field_name="community__street__code", max_length=12, label=_("code of the street"))
    field = filters.ChoiceFilter(choices=Field.choices, label=_("field of service"))
    state = filters.ChoiceFilter(choices=NEED_STATES, label=_("state"))
    q = filters.CharFilter(method="words", max_length=60, label=_("words of title or problem"))

    class Meta:
        model = Need
        fields: ClassVar[list[str]] = ["field"]

    def words(self, rows: QuerySet[Need], name: str, text: str) -> QuerySet[Need]:
        return rows.filter(Q(title__icontains=text) | Q(problem__icontains=text))


class NeedList(ListDoor):
    """The published needs; POST reports one for a community of one's own."""

    permission = "needs.view"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    ordering = ("-published_at", "-pk")
    filterset_class = NeedFilters
    serializer_class = NeedRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Need]:
        return queries.published()

    @extend_schema(
        operation_id="needs_list", tags=["needs"], summary=_("Published needs, the newest first"),
        description=_("Needs of communities that were published, with what became of them."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="needs_report", tags=["needs"], summary=_("Report a need"), request=NewNeed,
        responses={201: NeedRow}, filters=False,
        description=_("For a community for which you answer. It is published with a list, after the operator read it."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        given = self.taken(NewNeed)
        mine = Community.objects.filter(works_for(self.person, community_ref="pk"))
        community = self.row_of(mine, "organizations.view_communities", code=given.pop("community"))
        need = flows.report_need(community=community, actor=self.person, **given)
        row = queries.for_staff().get(pk=need.pk)
        return Response(NeedRow(row).data, status=status.HTTP_201_CREATED)


class NeedOne(RowApiDoor):
    """One published need by its code."""

    permission = "needs.view"
    scope = Scope.NEEDS
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    serializer_class = NeedRow

    def rows(self) -> QuerySet[Need]:
        return queries.published()

    @extend_schema(
        operation_id="needs_one", tags=["needs"], responses=NeedRow, summary=_("One need"),
        description=_("A published need by its code."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class NeedSupport(ApiDoor):
    """A resident supports a need, once; DELETE takes it back."""

    permission = "needs.view"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    http_method_names = ("put", "delete")

    @extend_schema(
        operation_id="needs_support", tags=["needs"], request=None, responses=NeedRow,
        summary=_("Support a need"), description=_("Once per person, by mobile number. Twice changes nothing."),
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        need = self.row_of(Need.objects.all(), code=code)
        flows.support_need(need_id=need.pk, actor=self.person)
        return self._told(need)

    @extend_schema(
        operation_id="needs_take_support_back", tags=["needs"], request=None, responses={200: NeedRow},
        summary=_("Take the support back"), description=_("Twice changes nothing."),
    )  # fmt: skip
    def delete(self, request: Request, code: str) -> Response:
        need = self.row_of(Need.objects.all(), code=code)
        flows.take_support_back(need_id=need.pk, actor=self.person)
        return self._told(need)

    def _told(self, need: Need) -> Response:
        return Response(NeedRow(queries.published().get(pk=need.pk)).data)
