"""The list of one's own applications, the beginning of one, and one as it stands."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.models import Organization
from projects.api.doors import KEY, ApplicationDoor, problem_told
from projects.api.shapes import ApplicationDetail, ApplicationRow
from projects.enums import ProjectState
from projects.flows import applications as flows
from projects.models import Project
from projects.queries import applications, overview
from projects.queries.checking import checked
from projects.words import labels
from rounds import queries as rounds
from venture.doors.api.doors import ListDoor
from venture.kernel import clock


class ApplicationFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))
    state = filters.ChoiceFilter(choices=ProjectState.choices, label=_("state"))
    q = filters.CharFilter(field_name="title", lookup_expr="icontains", max_length=60, label=_("words of the title"))

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = ["state"]


class Beginning(serializers.Serializer[Any]):
    """What a new application needs: the round by its code, the organisation by its credit code."""

    round = serializers.CharField(max_length=40)
    organization = serializers.CharField(max_length=18)
    copy_of = serializers.CharField(max_length=24, required=False, help_text=_("Code of an earlier one to begin from."))


class ApplicationList(ApplicationDoor, ListDoor):
    """The applications of the person's organisations."""

    ordering = ("-created_at", "-pk")
    filterset_class = ApplicationFilters
    serializer_class = ApplicationRow
    scope = Scope.APPLICATIONS
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Project]:
        return applications.for_own_list()

    @extend_schema(
        operation_id="applications_list", tags=["applications"], summary=_("Own applications, the newest first"),
        description=_("The applications of the organisations to which you belong, in every state."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="applications_begin", tags=["applications"], summary=_("Begin an application"),
        description=_("In an open round, blank or from an earlier application of the same organisation."),
        request=Beginning, responses={201: ApplicationRow}, parameters=[KEY], filters=False,
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        given, key = self.taken(Beginning), self.key()
        organization = self.row_of(
            Organization.objects.all(), "organizations.change_own", uscc=given["organization"].strip().upper()
        )
        round_ = self.row_of(rounds.for_public(), "rounds.view", code=given["round"])
        copied = given.get("copy_of")
        earlier = self.row_of(organization.projects.all(), code=copied) if copied else None
        begun = flows.begin_application(
            round_id=round_.pk, organization=organization, actor=self.person, copy_of=earlier, key=key
        )
        row = applications.for_own_list().get(pk=begun.pk)
        return Response(ApplicationRow(row).data, status=status.HTTP_201_CREATED)


class ApplicationOne(ApplicationDoor):
    """One application by its code."""

    @extend_schema(
        operation_id="applications_one", tags=["applications"], responses=ApplicationDetail,
        summary=_("One application"),
        description=_(
            "Its state and deadline, an open correction, and each part as it was typed, as it is read, and with what is"
            " to be mended in words."
        ),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        project = self.row_of(overview.for_pages(), code=code)
        window = overview.window_of(project, clock.now())
        context = {**self.get_serializer_context(), "window": window, "sections": sections_told(project, window)}
        return Response(ApplicationDetail(project, context=context).data)


def sections_told(project: Project, window: overview.Window) -> list[dict[str, Any]]:
    """Return every part that is asked for. Nine queries, whatever its size."""
    found = checked(project)
    return [
        {
            "section": name,
            "name": labels.section_name(name),
            "version": found.drafts[name].version if name in found.drafts else 0,
            "open": window.opens(name),
            "done": found.reads[name].done,
            "total": found.reads[name].total,
            "saved_at": found.drafts[name].saved_at if name in found.drafts else None,
            "typed": found.typed[name],
            "values": found.reads[name].values,
            "problems": [problem_told(each, found.typed[name]) for each in found.problems if each.section == name],
        }
        for name in found.sections
    ]
