"""Rounds for programs: what the public pages tell, as data. Money is fen."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers

from accounts.enums import Scope
from rounds import queries
from rounds.enums import Field, Nature, RoundState, StageKind
from rounds.models import Category, DocumentRequirement, Round, Stage
from venture.doors.api.doors import ListDoor, RowApiDoor

PUBLIC_STATES = [(state.value, state.label) for state in RoundState if state in RoundState.public()]


class RoundRow(serializers.ModelSerializer[Round]):
    """A round as a line of the list."""

    state = serializers.ChoiceField(PUBLIC_STATES)
    nature = serializers.ChoiceField(Nature.choices)
    takes_applications = serializers.SerializerMethodField(help_text=_("By the database's clock, when you asked."))

    class Meta:
        model = Round
        fields: tuple[str, ...] = (
            "code", "year", "title", "document_number", "sponsor", "operator", "nature", "state", "takes_applications",
            "pool_fen", "project_cap_fen", "opens_at", "closes_at", "starts_on", "ends_on", "published_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_takes_applications(self, round_: Round) -> bool:
        return queries.takes_applications(round_, self.context["now"])


class CategoryRow(serializers.ModelSerializer[Category]):
    slug = serializers.ChoiceField(Field.choices)
    services = serializers.SlugRelatedField[Any](many=True, read_only=True, slug_field="name")
    envelope_fen = serializers.SerializerMethodField(help_text=_("All sources and districts together."))

    class Meta:
        model = Category
        fields = ("slug", "name", "description", "services", "envelope_fen")
        read_only_fields = fields

    def get_envelope_fen(self, category: Category) -> int:
        return sum(envelope.amount_fen for envelope in category.envelopes.all())


class StageRow(serializers.ModelSerializer[Stage]):
    kind = serializers.ChoiceField(StageKind.choices)

    class Meta:
        model = Stage
        fields = ("kind", "name", "starts_on", "ends_on")
        read_only_fields = fields


class DocumentRow(serializers.ModelSerializer[DocumentRequirement]):
    class Meta:
        model = DocumentRequirement
        fields = ("slug", "name", "hint", "required")
        read_only_fields = fields


class RulesRow(serializers.Serializer[Any]):
    """Which version of the frozen rules is in force."""

    number = serializers.IntegerField()
    sha256 = serializers.CharField()
    at = serializers.DateTimeField()


class RoundDetail(RoundRow):
    """One round with its fields, days, papers and the fingerprint of its rules."""

    area = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)
    categories = CategoryRow(many=True, read_only=True)
    stages = StageRow(many=True, read_only=True)
    documents = DocumentRow(many=True, read_only=True)
    rules = serializers.SerializerMethodField()

    class Meta(RoundRow.Meta):
        fields = (
            *RoundRow.Meta.fields,
            "lead", "area", "notice_days", "projects_per_organization", "enquiry_phone", "supervision_phone",
            "categories", "stages", "documents", "rules",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(RulesRow(allow_null=True))
    def get_rules(self, round_: Round) -> Any:
        newest = next(iter(round_.versions.all()), None)
        return RulesRow(newest).data if newest is not None else None


class RoundFilters(filters.FilterSet):
    year = filters.NumberFilter(label=_("year"), min_value=2000, max_value=2999)
    state = filters.ChoiceFilter(choices=PUBLIC_STATES, label=_("state"))
    q = filters.CharFilter(field_name="title", lookup_expr="icontains", max_length=60, label=_("words of the title"))

    class Meta:
        model = Round
        fields: ClassVar[list[str]] = ["year", "state"]


class RoundList(ListDoor):
    """Every round that was published."""

    permission = "rounds.view"
    scope = Scope.ROUNDS
    ordering = ("-year", "-code")
    filterset_class = RoundFilters
    serializer_class = RoundRow

    def rows(self) -> QuerySet[Round]:
        return queries.for_public()

    @extend_schema(
        operation_id="rounds_list", tags=["rounds"], summary=_("Rounds, the newest first"),
        description=_("Every round that was published."),
    )  # fmt: skip
    def get(self, request: Any, **keys: Any) -> Any:
        return super().get(request, **keys)


class RoundOne(RowApiDoor):
    """One published round by its code."""

    permission = "rounds.view"
    scope = Scope.ROUNDS
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    serializer_class = RoundDetail

    def rows(self) -> QuerySet[Round]:
        return queries.for_api()

    @extend_schema(
        operation_id="rounds_one", tags=["rounds"], responses=RoundDetail, summary=_("One round"),
        description=_("A published round by its code, with its fields of service, stages, papers and rules."),
    )  # fmt: skip
    def get(self, request: Any, **keys: Any) -> Any:
        return super().get(request, **keys)
