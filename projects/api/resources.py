"""Resources for programs: the public list, one's own offers, and the word of an organisation that would use one."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.enums import MemberRole
from organizations.models import Community, Organization
from organizations.queries import is_member
from projects import flows, queries
from projects.api.acts import Nothing
from projects.enums import ResourceKind, ResourceState
from projects.forms import ResourceForm
from projects.models import Need, Resource
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel import policy

RESOURCE_STATES = [(state.value, state.label) for state in ResourceState if state in ResourceState.public]


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


class OwnResourceRow(ResourceRow):
    """What one offers oneself: it is read before everybody reads it."""

    state = serializers.ChoiceField(ResourceState.choices)
    reason = serializers.SerializerMethodField(help_text=_("Why it was sent back, while it is."))

    class Meta(ResourceRow.Meta):
        fields = (*ResourceRow.Meta.fields, "reason")
        read_only_fields = fields

    def get_reason(self, row: Resource) -> str:
        return row.reason if row.state == ResourceState.RETURNED else ""


class Offered(serializers.Serializer[Any]):
    """No telephone numbers: it is published."""

    kind = serializers.ChoiceField(ResourceKind.choices)
    title = serializers.CharField(max_length=60)
    capacity = serializers.CharField(max_length=120)
    giver = serializers.CharField(max_length=60, help_text=_("Who everybody reads."))
    conditions = serializers.CharField(max_length=300, required=False, allow_blank=True)
    field = serializers.ChoiceField([("", ""), *Field.choices], required=False)
    community = serializers.CharField(
        max_length=12, required=False, allow_blank=True, help_text=_("Its division code; without one: the whole city.")
    )


class ResourceFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=ResourceKind.choices, label=_("kind"))
    field = filters.ChoiceFilter(choices=Field.choices, label=_("field of service"))
    state = filters.ChoiceFilter(choices=RESOURCE_STATES, label=_("state"))

    class Meta:
        model = Resource
        fields: ClassVar[list[str]] = ["kind", "field"]


class ResourceList(ListDoor):
    """The published resources; POST offers one."""

    permission = "resources.view"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    http_method_names = ("get", "head", "post")
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

    @extend_schema(
        operation_id="resources_offer", tags=["needs"], summary=_("Offer a resource"), request=Offered,
        responses={201: OwnResourceRow}, filters=False,
        description=_("While a round uses resources. The operator reads it, then it stands on the list."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        made = offer(self.taken(Offered), actor=self.person)
        return Response(OwnResourceRow(made).data, status=status.HTTP_201_CREATED)


def offer(given: dict[str, Any], *, actor: Any) -> Resource:
    """Offer what was sent, judged by the form of the page. Raise ``ValidationError`` by field."""
    code = given.pop("community", "")
    found = Community.objects.filter(code=code).first() if code else None
    form = ResourceForm({**given, "community": found.pk if found else "" if not code else "0"})
    if not form.is_valid():
        raise ValidationError({name: [str(each) for each in errors] for name, errors in form.errors.items()})
    made: Resource = flows.offer_resource(actor=actor, **form.cleaned_data)
    return made


class ResourceDoor(ApiDoor):
    """One resource by its code: public, or one's own."""

    permission = "resources.view_one"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    http_method_names: Any = ("get", "head")

    def resource(self, code: str, permission: str = "") -> Resource:
        found: Resource = self.row_of(queries.shown(), permission, code=code)
        return found

    def told(self, resource: Resource) -> Response:
        return Response(OwnResourceRow(queries.shown().get(pk=resource.pk)).data)


class ResourceOne(ResourceDoor):
    @extend_schema(
        operation_id="resources_one", tags=["needs"], responses=OwnResourceRow, summary=_("One resource"),
        description=_("A published one by its code, or one that you offer yourself."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        return Response(OwnResourceRow(self.resource(code)).data)


class WishWords(serializers.Serializer[Any]):
    organization = serializers.CharField(max_length=18, help_text=_("Credit code of the one that you write for."))
    words = serializers.CharField(max_length=200, help_text=_("What for."))
    need = serializers.CharField(
        max_length=12,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("Code of the need that it would serve."),
    )


class ForWhom(serializers.Serializer[Any]):
    organization = serializers.CharField(max_length=18, help_text=_("Its credit code."))


class ResourceAct(ResourceDoor):
    http_method_names = ("post",)

    def writes_for(self, code: str) -> Organization:
        """Return an organisation that the person writes for, or answer 404."""
        mine = Organization.objects.filter(is_member(self.person, organization_ref="pk", roles=MemberRole.writers))
        found: Organization = get_object_or_404(mine, uscc=code.strip().upper())
        return found

    def press(self, code: str, right: str, flow: Any, **given: Any) -> Response:
        resource = self.resource(code, "resources.view_own")
        self.refuse_unless(right, resource, "resource_not_yours")
        flow(resource_id=resource.pk, actor=self.person, **given)
        return self.told(resource)


class Wish(ResourceAct):
    permission = "resources.view"

    @extend_schema(
        operation_id="resources_wish", tags=["needs"], request=WishWords, responses=OwnResourceRow,
        summary=_("Ask to use a resource"), description=_("For a verified organisation that you write for."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        resource, given = self.resource(code), self.taken(WishWords)
        need = policy.visible(self.person, "needs.view", Need.objects.filter(code=given["need"])).first()
        if given["need"] and need is None:
            raise Http404
        flows.wish_resource(
            resource_id=resource.pk, organization=self.writes_for(given["organization"]), words=given["words"],
            need=need, actor=self.person,
        )  # fmt: skip
        return self.told(resource)


class WishBack(ResourceAct):
    permission = "resources.view"

    @extend_schema(
        operation_id="resources_wish_back", tags=["needs"], request=ForWhom, responses=OwnResourceRow,
        summary=_("Take a wish for a resource back"), description=_("Twice changes nothing."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        resource, given = self.resource(code), self.taken(ForWhom)
        organization = self.writes_for(given["organization"])
        flows.withdraw_wish(resource_id=resource.pk, organization=organization, actor=self.person)
        return self.told(resource)


class Engage(ResourceAct):
    @extend_schema(
        operation_id="resources_engage", tags=["needs"], request=ForWhom, responses=OwnResourceRow,
        summary=_("Let an organisation use one's resource"), description=_("One of those who asked; it is told."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        self.resource(code, "resources.view_own")
        given = self.taken(ForWhom)
        organization = get_object_or_404(queries.verified_organizations(), uscc=given["organization"].strip().upper())
        return self.press(code, "resources.engage_own", flows.engage_resource, organization=organization)


class Release(ResourceAct):
    @extend_schema(
        operation_id="resources_release", tags=["needs"], request=Nothing, responses=OwnResourceRow,
        summary=_("Let one's resource be free again"), description=_("Whoever used it no longer does."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        self.resource(code, "resources.view_own")
        self.taken(Nothing)
        return self.press(code, "resources.release_own", flows.release_resource)


class TakeBack(ResourceAct):
    @extend_schema(
        operation_id="resources_withdraw", tags=["needs"], request=Nothing, responses=OwnResourceRow,
        summary=_("Take one's offer back"), description=_("For good, while nobody uses it."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        self.resource(code, "resources.view_own")
        self.taken(Nothing)
        return self.press(code, "resources.withdraw_own", flows.withdraw_resource)
