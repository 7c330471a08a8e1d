"""The list of what was handed in, and one case."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.domain.areas import prefix_of
from accounts.enums import Scope
from projects.enums import ProjectState
from projects.models import Project
from reviews.api.shapes import CaseRow, HandedInRow
from reviews.enums import ScreeningState
from reviews.queries import screenings
from venture.doors.api.doors import ApiDoor, ListDoor


class HandedInFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))
    state = filters.ChoiceFilter(choices=ProjectState.choices, label=_("state"))
    screening = filters.ChoiceFilter(
        field_name="screening__state", choices=ScreeningState.choices, label=_("state of the screening")
    )
    category = filters.CharFilter(field_name="category__slug", max_length=40, label=_("field of service"))
    area = filters.CharFilter(method="inside", max_length=12, label=_("code of a district"))
    on_paper = filters.BooleanFilter(label=_("handed in on paper"))
    q = filters.CharFilter(field_name="title", lookup_expr="icontains", max_length=60, label=_("words of the title"))

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = ["state"]

    def inside(self, rows: QuerySet[Project], name: str, code: str) -> QuerySet[Project]:
        return rows.filter(organization__area__code__startswith=prefix_of(code) or code)


class ScreeningList(ListDoor):
    """What was handed in, inside the person's areas."""

    permission = "applications.view_staff"
    scope = Scope.SCREENING
    ordering = ("submitted_at", "pk")
    filterset_class = HandedInFilters
    serializer_class = HandedInRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Project]:
        return screenings.for_cases().filter(submitted_at__isnull=False)

    @extend_schema(
        operation_id="screening_list", tags=["screening"],
        summary=_("Applications that were handed in, the earliest first"),
        description=_("Inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class CaseDoor(ApiDoor):
    """One case by the application's code."""

    permission = "applications.view_staff"
    scope = Scope.SCREENING
    write_scope = Scope.SCREEN
    http_method_names: Sequence[str] = ("get", "head")

    def case(self, code: str) -> Any:
        return self.row_of(screenings.for_case(), code=code)


class CaseOne(CaseDoor):
    @extend_schema(
        operation_id="screening_one", tags=["screening"], responses=CaseRow, summary=_("One case"),
        description=_("The application, the receipt that is judged, and the checklist with the evidence of each item."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        return Response(CaseRow(self.case(code)).data)
