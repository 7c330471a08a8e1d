"""The small forms of a project's linkage, by program: shares, social workers, gifts; and the communities' own word."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from projects.api.acts import Nothing
from projects.api.linkage import BoundRow, LinkageDetail
from projects.flows import linking as flows
from projects.models import BoundCommunity, LinkedResource, LinkedWorker, Project
from projects.queries import linkage
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel.errors import RuleRefusal


class Share(serializers.Serializer[Any]):
    community = serializers.CharField(max_length=12, help_text=_("Division code of a community of the project."))
    share = serializers.IntegerField(min_value=0, max_value=10_000, allow_null=True, help_text=_("In basis points."))


class Shares(serializers.Serializer[Any]):
    """Communities that are left out keep theirs; ``null`` states nothing."""

    shares = serializers.ListField(child=Share(), max_length=100)


class AtWork(serializers.Serializer[Any]):
    """A social worker of the organisation, by number; twice brings duty and hours up to date."""

    worker = serializers.IntegerField(min_value=1, max_value=2**31)
    duty = serializers.CharField(max_length=40)
    hours = serializers.IntegerField(min_value=0, max_value=100_000)


class LinkageAct(ApiDoor):
    """A form of the linkage's page: the same right, the same flow."""

    permission = "linkage.write"
    scope = Scope.APPLICATIONS
    write_scope = Scope.APPLY
    http_method_names: Any = ("post",)

    def project(self, code: str) -> Project:
        found: Project = self.row_of(linkage.for_linkage_page(), code=code)
        return found

    def told(self, project: Project) -> Response:
        return Response(LinkageDetail(linkage.for_linkage_page().get(pk=project.pk)).data)


class LinkageShares(LinkageAct):
    http_method_names = ("put",)

    @extend_schema(
        operation_id="applications_linkage_shares", tags=["applications"], request=Shares, responses=LinkageDetail,
        summary=_("State which part of the grant goes to which community"),
        description=_("In basis points; together no more than the whole."),
    )  # fmt: skip
    def put(self, request: Request, code: str) -> Response:
        project, given = self.project(code), self.taken(Shares)
        rows: Any = project
        bound = {row.community.code: row.pk for row in rows.bound.all()}
        if strange := sorted({each["community"] for each in given["shares"]} - set(bound)):
            raise RuleRefusal("shares_strange", names="、".join(strange))
        shares = {bound[each["community"]]: each["share"] for each in given["shares"]}
        flows.share_money(project_id=project.pk, shares=shares, actor=self.person)
        return self.told(project)


class LinkageWorkers(LinkageAct):
    @extend_schema(
        operation_id="applications_linkage_worker", tags=["applications"], request=AtWork, responses=LinkageDetail,
        summary=_("Name a social worker in a project"),
        description=_("Of the organisation, with duty and hours so far; the public reads numbers only."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        project, given = self.project(code), self.taken(AtWork)
        flows.link_worker(
            project_id=project.pk, worker_id=given["worker"], duty=given["duty"], hours=given["hours"],
            actor=self.person,
        )  # fmt: skip
        return self.told(project)


class LinkageWorkerEnd(LinkageAct):
    @extend_schema(
        operation_id="applications_linkage_worker_end", tags=["applications"], request=Nothing,
        responses=LinkageDetail, summary=_("Note that a social worker works there no longer"),
        description=_("The hours stay."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        project = self.project(code)
        self.taken(Nothing)
        linked = get_object_or_404(LinkedWorker, project=project.pk, pk=pk)
        flows.unlink_worker(project_id=project.pk, linked_id=linked.pk, actor=self.person)
        return self.told(project)


class LinkageGiftRemove(LinkageAct):
    @extend_schema(
        operation_id="applications_linkage_gift_remove", tags=["applications"], request=Nothing,
        responses=LinkageDetail, summary=_("Take a gift out that was entered by mistake"),
        description=_("The row stays on record."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        project = self.project(code)
        self.taken(Nothing)
        given = get_object_or_404(LinkedResource, project=project.pk, pk=pk)
        flows.remove_charity(project_id=project.pk, charity_id=given.pk, actor=self.person)
        return self.told(project)


class BondRow(BoundRow):
    """A project in one's own community, with the community's word on it."""

    id = serializers.IntegerField(source="pk")
    application = serializers.CharField(source="project.code")
    project = serializers.CharField(source="project.title")
    organization = serializers.CharField(source="project.organization.name")
    satisfaction_words = serializers.CharField()


class BondFilters(filters.FilterSet):
    community = filters.CharFilter(field_name="community__code", max_length=12, label=_("code of the community"))
    judged = filters.BooleanFilter(
        field_name="satisfaction", lookup_expr="isnull", exclude=True, label=_("the community has said its word")
    )

    class Meta:
        model = BoundCommunity
        fields: ClassVar[list[str]] = []


class CommunityProjects(ListDoor):
    permission = "linkage.judge"
    scope = Scope.NEEDS
    ordering = ("-project_id", "pk")
    filterset_class = BondFilters
    serializer_class = BondRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[BoundCommunity]:
        return linkage.bound_of(self.person)

    @extend_schema(
        operation_id="communities_projects", tags=["needs"], summary=_("Projects in one's own communities"),
        description=_("The newest first, with the community's word on each."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class Stars(serializers.Serializer[Any]):
    stars = serializers.IntegerField(min_value=1, max_value=5)
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class Satisfaction(ApiDoor):
    permission = "linkage.judge"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    http_method_names = ("put",)

    @extend_schema(
        operation_id="communities_satisfaction", tags=["needs"], request=Stars, responses=BondRow,
        summary=_("Say how content one's community is with a project"),
        description=_("From 1 to 5; fewer than three with a word why. It may be said again."),
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        bound = self.row_of(BoundCommunity.objects.all(), pk=pk)
        flows.judge_satisfaction(bound_id=bound.pk, actor=self.person, **self.taken(Stars))
        rows = BoundCommunity.objects.select_related("community", "project__organization")
        return Response(BondRow(rows.get(pk=pk)).data)
