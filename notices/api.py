"""Public notices for programs, with the hash that shows they are unchanged."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers

from accounts.enums import Scope
from notices import queries
from notices.enums import NoticeKind, NoticeState
from notices.models import Notice
from venture.doors.api.doors import ListDoor, RowApiDoor

PUBLIC_STATES = [(state.value, state.label) for state in NoticeState if state.value in NoticeState.public]


class NoticeRow(serializers.ModelSerializer[Notice]):
    """A notice as a line of the list. ``series`` and ``number`` together name it."""

    series = serializers.SlugRelatedField[Any](read_only=True, slug_field="code")
    kind = serializers.ChoiceField(NoticeKind.choices)
    state = serializers.ChoiceField(PUBLIC_STATES)

    class Meta:
        model = Notice
        fields: tuple[str, ...] = (
            "series", "number", "kind", "statutory", "title", "document_number", "issuer", "summary", "starts_on",
            "ends_on", "state", "published_at", "content_hash",
        )  # fmt: skip
        read_only_fields = fields


class NoticeName(serializers.Serializer[Any]):
    """The name of another notice."""

    series = serializers.CharField(source="series.code")
    number = serializers.IntegerField()


class NoticeDetail(NoticeRow):
    """One notice with its text (a list of blocks: heading, text, list, table) and what corrects it."""

    body = serializers.SerializerMethodField()
    corrects = NoticeName(allow_null=True, read_only=True)
    corrected_by = serializers.SerializerMethodField()

    class Meta(NoticeRow.Meta):
        fields = (*NoticeRow.Meta.fields, "place", "body", "corrects", "corrected_by")
        read_only_fields = fields

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": {}}})
    def get_body(self, notice: Notice) -> Any:
        return notice.body

    @extend_schema_field(NoticeName(allow_null=True))
    def get_corrected_by(self, notice: Notice) -> Any:
        later = [each for each in notice.corrections.all() if each.state in NoticeState.public]
        return NoticeName(later[0]).data if later else None


class NoticeFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=NoticeKind.choices, label=_("kind"))
    round = filters.CharFilter(field_name="series__code", max_length=40, label=_("code of the round, or general"))
    published_from = filters.DateFilter(field_name="published_at", lookup_expr="date__gte", label=_("from this day"))
    published_until = filters.DateFilter(field_name="published_at", lookup_expr="date__lte", label=_("until this day"))
    q = filters.CharFilter(method="words", max_length=60, label=_("words of the title or the document number"))

    class Meta:
        model = Notice
        fields: ClassVar[list[str]] = ["kind"]

    def words(self, rows: QuerySet[Notice], name: str, text: str) -> QuerySet[Notice]:
        return rows.filter(Q(title__icontains=text) | Q(document_number__icontains=text))


class NoticeList(ListDoor):
    """Every notice that was published, corrected ones included."""

    permission = "notices.view"
    scope = Scope.NOTICES
    ordering = ("-published_at", "-pk")
    filterset_class = NoticeFilters
    serializer_class = NoticeRow

    def rows(self) -> QuerySet[Notice]:
        return queries.published().defer("body")

    @extend_schema(
        operation_id="notices_list", tags=["notices"], summary=_("Public notices, the newest first"),
        description=_("Every notice that was published, corrected ones included."),
    )  # fmt: skip
    def get(self, request: Any, **keys: Any) -> Any:
        return super().get(request, **keys)


class NoticeOne(RowApiDoor):
    """One published notice by its series (a round, or ``general``) and number."""

    permission = "notices.view"
    scope = Scope.NOTICES
    lookup: ClassVar[dict[str, str]] = {"series": "series__code", "number": "number"}
    serializer_class = NoticeDetail

    def rows(self) -> QuerySet[Notice]:
        return queries.published().prefetch_related("corrections__series")

    @extend_schema(
        operation_id="notices_one", tags=["notices"], responses=NoticeDetail, summary=_("One notice"),
        description=_("A published notice with its text, by its series (a round, or general) and its number."),
    )  # fmt: skip
    def get(self, request: Any, **keys: Any) -> Any:
        return super().get(request, **keys)
