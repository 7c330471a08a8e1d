"""The three-society linkage of one's own project for programs: what is bound to it, and what one tells of it."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from projects.enums import CharityKind, LinkageModel
from projects.flows import linking as flows
from projects.models import Project
from projects.queries import linkage
from venture.doors.api.doors import ApiDoor, RowApiDoor


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
        return [
            {"id": each.pk, "level": each.worker.level, "duty": each.duty, "hours": each.hours}
            for each in project.at_work
        ]

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": {}}})
    def get_charity(self, project: Any) -> Any:
        return [
            {"id": each.pk, "kind": each.kind, "giver": each.giver, "what": each.what, "value_fen": each.value_fen}
            for each in project.given
        ]


class Told(serializers.Serializer[Any]):
    model = serializers.ChoiceField(LinkageModel.choices)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    volunteers = serializers.IntegerField(min_value=0, max_value=100_000)
    volunteer_hours = serializers.IntegerField(min_value=0, max_value=1_000_000)


class GiftNote(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(CharityKind.choices)
    giver = serializers.CharField(max_length=60)
    what = serializers.CharField(max_length=120)
    value_fen = serializers.IntegerField(min_value=0, max_value=10**12)


class LinkageOne(RowApiDoor):
    """The linkage of one's own project, by the code of the application."""

    permission = "linkage.view_own"
    scope = Scope.APPLICATIONS
    write_scope = Scope.APPLY
    http_method_names = ("get", "head", "put")
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

    @extend_schema(
        operation_id="applications_linkage_tell", tags=["applications"], request=Told, responses=LinkageDetail,
        summary=_("Tell of the three-society linkage"),
        description=_("By which model the three act together, in words, and how many volunteers helped for how long."),
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        project = self.row_of(self.rows(), "linkage.write", code=code)
        flows.tell_linkage(project_id=project.pk, actor=self.person, **self.taken(Told))
        return Response(LinkageDetail(self.rows().get(pk=project.pk)).data)


class LinkageGift(ApiDoor):
    permission = "linkage.write"
    scope = Scope.APPLICATIONS
    write_scope = Scope.APPLY
    http_method_names = ("post",)

    @extend_schema(
        operation_id="applications_linkage_gift", tags=["applications"], request=GiftNote,
        responses={201: LinkageDetail}, summary=_("Note what a project was given"),
        description=_("Money, goods, a room or a service from charity, at its value in fen."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        project = self.row_of(linkage.for_linkage_page(), code=code)
        flows.add_charity(project_id=project.pk, actor=self.person, **self.taken(GiftNote))
        told = LinkageDetail(linkage.for_linkage_page().get(pk=project.pk)).data
        return Response(told, status=status.HTTP_201_CREATED)
