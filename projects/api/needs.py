"""Needs, resources and the linkage of projects for programs: what the pages tell, and the acts of communities."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.models import Community
from organizations.queries import works_for
from projects import flows, queries
from projects.enums import NeedState, ResourceKind, ResourceState, Urgency
from projects.models import Need, Project, Resource
from projects.queries import linkage
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor, RowApiDoor

NEED_STATES = [(state.value, state.label) for state in NeedState if state in NeedState.public]
RESOURCE_STATES = [(state.value, state.label) for state in ResourceState if state in ResourceState.public]


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


class ResourceRow(serializers.ModelSerializer[Resource]):
    """What somebody offers, as the public list shows it. Without ``community``: the whole city."""

    kind = serializers.ChoiceField(ResourceKind.choices)
    field = serializers.ChoiceField([("", ""), *Field.choices])
    state = serializers.ChoiceField(RESOURCE_STATES)
    community = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)
    used_by = serializers.SlugRelatedField[Any](read_only=True, slug_field="uscc", allow_null=True)

    class Meta:
        model = Resource
        fields: tuple[str, ...] = (
            "code", "kind", "title", "capacity", "conditions", "giver", "field", "community", "state", "used_by",
            "published_at",
        )  # fmt: skip
        read_only_fields = fields


class ResourceFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=ResourceKind.choices, label=_("kind"))
    field = filters.ChoiceFilter(choices=Field.choices, label=_("field of service"))
    state = filters.ChoiceFilter(choices=RESOURCE_STATES, label=_("state"))

    class Meta:
        model = Resource
        fields: ClassVar[list[str]] = ["kind", "field"]


class ResourceList(ListDoor):
    """The published resources."""

    permission = "resources.view"
    scope = Scope.NEEDS
    ordering = ("-published_at", "-pk")
    filterset_class = ResourceFilters
    serializer_class = ResourceRow

    def rows(self) -> QuerySet[Resource]:
        return queries.published_resources()

    @extend_schema(
        operation_id="resources_list", tags=["needs"], summary=_("Published resources, the newest first"),
        description=_("Rooms, hours, people and goods that are offered to public-benefit projects."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class BoundRow(serializers.Serializer[Any]):
    """A community of the project. ``share`` is in basis points, ``satisfaction`` 1 to 5."""

    community = serializers.CharField(source="community.code")
    role = serializers.CharField()
    people = serializers.IntegerField()
    share = serializers.IntegerField(allow_null=True)
    opinion = serializers.CharField()
    satisfaction = serializers.IntegerField(allow_null=True)


class LinkageDetail(serializers.Serializer[Any]):
    """The three-society linkage of one's own project. Gifts are fen."""

    model = serializers.CharField(source="linkage.model")
    words = serializers.CharField(source="linkage.words")
    volunteers = serializers.IntegerField(source="linkage.volunteers")
    volunteer_hours = serializers.IntegerField(source="linkage.volunteer_hours")
    communities = BoundRow(source="bound", many=True)
    social_workers = serializers.SerializerMethodField()
    charity = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": {}}})
    def get_social_workers(self, project: Any) -> Any:
        return [{"level": each.worker.level, "duty": each.duty, "hours": each.hours} for each in project.at_work]

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": {}}})
    def get_charity(self, project: Any) -> Any:
        return [
            {"kind": each.kind, "giver": each.giver, "what": each.what, "value_fen": each.value_fen}
            for each in project.given
        ]


class LinkageOne(RowApiDoor):
    """The linkage of one's own project, by the code of the application."""

    permission = "linkage.view_own"
    scope = Scope.APPLICATIONS
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    serializer_class = LinkageDetail

    def rows(self) -> QuerySet[Project]:
        return linkage.for_linkage_page()

    @extend_schema(
        operation_id="applications_linkage", tags=["applications"], responses=LinkageDetail,
        summary=_("Three-society linkage of a project"),
        description=_("Communities, social workers, volunteers and gifts of a project of your organisation."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)
