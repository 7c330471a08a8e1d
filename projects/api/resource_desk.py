"""Resources as the staff keep them, by program: entered, put on the list or sent back, given into use, freed."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from projects import flows, queries
from projects.api.acts import Nothing
from projects.api.resources import ForWhom, Offered, OwnResourceRow, offer
from projects.enums import ResourceKind, ResourceState
from projects.models import Resource
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel.errors import RuleRefusal


class StaffResourceRow(OwnResourceRow):
    """A resource of any state, with the credit codes of the organisations that ask for it today."""

    asking = serializers.SerializerMethodField()

    class Meta(OwnResourceRow.Meta):
        fields = (*OwnResourceRow.Meta.fields, "asking", "offered_at")
        read_only_fields = fields

    def get_asking(self, row: Any) -> list[str]:
        return [each.organization.uscc for each in row.asking]


class StaffResourceFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=ResourceKind.choices, label=_("kind"))
    field = filters.ChoiceFilter(choices=Field.choices, label=_("field of service"))
    state = filters.ChoiceFilter(choices=ResourceState.choices, label=_("state"))

    class Meta:
        model = Resource
        fields: ClassVar[list[str]] = ["kind", "field", "state"]


def rows() -> QuerySet[Resource]:
    return queries.resources_for_staff().prefetch_related(queries.wishing())


class StaffResources(ListDoor):
    """Every resource of the staff's area; POST enters one."""

    permission = "resources.view_staff"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    ordering = ("-offered_at", "-pk")
    filterset_class = StaffResourceFilters
    serializer_class = StaffResourceRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Resource]:
        return rows()

    @extend_schema(
        operation_id="resources_for_staff", tags=["needs"], summary=_("Resources of every state, the newest first"),
        description=_("Of the areas for which you answer, and of the whole city."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="resources_enter", tags=["needs"], request=Offered, responses={201: StaffResourceRow},
        filters=False, summary=_("Enter a resource"), description=_("What somebody offers by telephone or letter."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("resources.enter")
        made = offer(self.taken(Offered), actor=self.person)
        return Response(StaffResourceRow(rows().get(pk=made.pk)).data, status=status.HTTP_201_CREATED)


class WhyNotListed(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, help_text=_("Who offers it reads it."))


class ResourceDeskAct(ApiDoor):
    """A button of the resource's desk: the same right, the same flow."""

    permission = "resources.view_staff"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    http_method_names = ("post",)

    def held(self, code: str, right: str, shape: type[serializers.Serializer[Any]]) -> tuple[Resource, dict[str, Any]]:
        resource: Resource = self.row_of(rows(), code=code)
        given = self.taken(shape)
        self.refuse_unless(right, resource, "resource_not_yours")
        return resource, given

    def done(self, code: str, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        resource, given = self.held(code, right, shape)
        flow(resource_id=resource.pk, actor=self.person, **given)
        return self.told(resource)

    def told(self, resource: Resource) -> Response:
        return Response(StaffResourceRow(rows().get(pk=resource.pk)).data)


class Publish(ResourceDeskAct):
    @extend_schema(
        operation_id="resources_publish", tags=["needs"], request=Nothing, responses=StaffResourceRow,
        summary=_("Put an offer on the public list"), description=_("Who offers it is told."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, "resources.publish", flows.publish_resource, Nothing)


class SendBack(ResourceDeskAct):
    @extend_schema(
        operation_id="resources_send_back", tags=["needs"], request=WhyNotListed, responses=StaffResourceRow,
        summary=_("Send an offer back"), description=_("With the reason; who offers it mends it."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, "resources.send_back", flows.send_back_resource, WhyNotListed)


class GiveIntoUse(ResourceDeskAct):
    @extend_schema(
        operation_id="resources_give", tags=["needs"], request=ForWhom, responses=StaffResourceRow,
        summary=_("Give a resource into use"), description=_("To one of those who asked; the organisation is told."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        resource, given = self.held(code, "resources.engage", ForWhom)
        chosen = queries.verified_organizations().filter(uscc=given["organization"].strip().upper()).first()
        if chosen is None:
            raise RuleRefusal("organization_missing")
        flows.engage_resource(resource_id=resource.pk, organization=chosen, actor=self.person)
        return self.told(resource)


class SetFree(ResourceDeskAct):
    @extend_schema(
        operation_id="resources_free", tags=["needs"], request=Nothing, responses=StaffResourceRow,
        summary=_("Note that a resource is free again"), description=_("Whoever used it no longer does."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, "resources.release", flows.release_resource, Nothing)
