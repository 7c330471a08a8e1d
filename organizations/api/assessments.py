"""Needs assessments for programs: an organisation answers its own, the staff read those of their area."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.domain.assessing import LEAST, MOST, weakest_of
from organizations.enums import Ability, Statement
from organizations.flows import capacity as flows
from organizations.models import Assessment
from organizations.queries import capacity as queries
from venture.doors.api.doors import ListDoor

# As the document writes choices: “* `strategy.plan` - We have a written plan …”.
STATEMENTS = format_lazy(
    "\n".join(f"* `{each.value}` - {{s{place}}}" for place, each in enumerate(Statement)),
    **{f"s{place}": each.label for place, each in enumerate(Statement)},
)


class AssessmentRow(serializers.ModelSerializer[Assessment]):
    """What an organisation said of itself on a day. ``result`` holds each part's mean in tenths: 37 is 3.7 of 5."""

    id = serializers.IntegerField(source="pk", read_only=True)
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text=_("Its credit code."))
    answers = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    result = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    weakest = serializers.SerializerMethodField(help_text=_("The weakest parts, two at most."))

    class Meta:
        model = Assessment
        fields: tuple[str, ...] = ("id", "organization", "on", "answers", "result", "weakest", "words")
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(Ability.choices)))
    def get_weakest(self, row: Assessment) -> list[str]:
        return weakest_of(row.result)


class Answers(serializers.Serializer[Any]):
    """All twenty statements, each from 1 (not at all) to 5 (entirely)."""

    organization = serializers.CharField(max_length=18, help_text=_("Its credit code."))
    answers = serializers.DictField(
        child=serializers.IntegerField(min_value=LEAST, max_value=MOST), help_text=STATEMENTS
    )
    words = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text=_("What would help most.")
    )


class AssessmentFilters(filters.FilterSet):
    organization = filters.CharFilter(field_name="organization__uscc", max_length=18, label=_("credit code"))

    class Meta:
        model = Assessment
        fields: ClassVar[list[str]] = []


class AssessmentList(ListDoor):
    """The assessments of one's organisations; POST answers a new one."""

    permission = "assessments.view"
    scope = Scope.CAPACITY
    write_scope = Scope.CAPACITY_WRITE
    ordering = ("-on", "-pk")
    filterset_class = AssessmentFilters
    serializer_class = AssessmentRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Assessment]:
        return Assessment.objects.select_related("organization")

    @extend_schema(
        operation_id="assessments_list", tags=["capacity"], summary=_("Needs assessments, the newest first"),
        description=_("Of your organisations, or inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="assessment_give", tags=["capacity"], request=Answers, responses={201: AssessmentRow},
        filters=False, summary=_("Answer a needs assessment"),
        description=_("For an organisation to which you belong, once in sixty days at most."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        given = self.taken(Answers)
        mine = get_object_or_404(queries.organizations_for(self.person), uscc=given.pop("organization"))
        made = flows.assess(organization_id=mine.pk, actor=self.person, **given)
        return Response(AssessmentRow(made).data, status=status.HTTP_201_CREATED)
