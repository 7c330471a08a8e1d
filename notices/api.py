"""Notices for programs: the public ones with the hash that shows they are unchanged, and the staff's drafts."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from notices import flows, queries
from notices.enums import NoticeKind, NoticeState
from notices.models import Notice
from projects.models import Need
from rounds.models import Round
from venture.doors.api.doors import ApiDoor, ListDoor, RowApiDoor
from venture.kernel import policy

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


class StaffNoticeRow(NoticeRow):
    """A notice of any state, as the staff write it. ``needs`` are the codes of a list of needs."""

    id = serializers.IntegerField(source="pk", read_only=True)
    state = serializers.ChoiceField(NoticeState.choices)
    needs = serializers.SerializerMethodField()

    class Meta(NoticeRow.Meta):
        fields = ("id", *NoticeRow.Meta.fields, "days", "place", "needs")
        read_only_fields = fields

    def get_needs(self, notice: Notice) -> list[str]:
        return [item["code"] for item in notice.items] if notice.kind == NoticeKind.NEEDS else []


class NoticeWords(serializers.ModelSerializer[Notice]):
    """Plain lines: ``# `` begins a heading, ``- `` an item, ``| `` a row of a table."""

    kind = serializers.ChoiceField([choice for choice in NoticeKind.choices if choice[0] != NoticeKind.CORRECTION])
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=100_000)

    class Meta:
        model = Notice
        fields: tuple[str, ...] = (
            "kind", "title", "document_number", "issuer", "summary", "days", "place", "statutory", "text",
        )  # fmt: skip


class NewNotice(NoticeWords):
    round = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    needs = serializers.ListField(
        child=serializers.CharField(max_length=12), max_length=500, required=False, default=list,
        help_text=_("For a list of needs: the codes of collected needs."),
    )  # fmt: skip

    class Meta(NoticeWords.Meta):
        fields = (*NoticeWords.Meta.fields, "round", "needs")


class ListedNeeds(serializers.Serializer[Any]):
    needs = serializers.ListField(child=serializers.CharField(max_length=12), min_length=1, max_length=500)


class NoNotice(serializers.Serializer[Any]):
    """An empty object."""


class WhyNoticeBack(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class StaffNoticeFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=NoticeKind.choices, label=_("kind"))
    state = filters.ChoiceFilter(choices=NoticeState.choices, label=_("state"))

    class Meta:
        model = Notice
        fields: ClassVar[list[str]] = ["kind", "state"]


def _listable(user: Any, codes: list[str]) -> list[int]:
    """Return the needs that the person may put on a list. Raise ``ValidationError`` for any other code."""
    rows = policy.visible(user, "needs.list", Need.objects.filter(code__in=codes))
    found = dict(rows.values_list("code", "pk"))
    if strange := sorted(set(codes) - set(found)):
        raise ValidationError({"needs": [gettext("Not to be listed: %(codes)s.") % {"codes": "、".join(strange)}]})
    return list(found.values())


class StaffNotices(ListDoor):
    """Notices of every state; POST begins a draft."""

    permission = "notices.view_staff"
    scope = Scope.NOTICES
    write_scope = Scope.NOTICES_WRITE
    ordering = ("-pk",)
    filterset_class = StaffNoticeFilters
    serializer_class = StaffNoticeRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Notice]:
        return queries.for_staff().defer("body")

    @extend_schema(
        operation_id="notices_for_staff", tags=["notices"], summary=_("Notices of every state, the newest first"),
        description=_("Inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Any, **keys: Any) -> Any:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="notice_draft", tags=["notices"], request=NewNotice, responses={201: StaffNoticeRow},
        filters=False, summary=_("Begin a notice"),
        description=_("A draft, with a list of collected needs where it is one. A second person publishes it."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("notices.draft")
        given = self.taken(NewNotice)
        code, chosen = given.pop("round"), _listable(self.person, given.pop("needs"))
        round_ = self.row_of(Round.objects.all(), "rounds.view_staff", code=code) if code else None
        # A list that is refused leaves no draft behind.
        with transaction.atomic():
            notice = flows.draft_notice(round_=round_, actor=self.person, **given)
            if chosen:
                notice = flows.list_needs(notice_id=notice.pk, need_ids=chosen, actor=self.person)
        return Response(StaffNoticeRow(notice).data, status=status.HTTP_201_CREATED)


class NoticeAct(ApiDoor):
    """A button of the notice's desk: the same right, the same flow."""

    permission = "notices.view_staff"
    scope = Scope.NOTICES
    write_scope = Scope.NOTICES_WRITE
    http_method_names: Any = ("post",)

    def done(self, pk: int, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        notice = self.row_of(queries.for_staff(), pk=pk)
        given = self.taken(shape)
        self.refuse_unless(right, notice, "notice_not_yours")
        if "needs" in given:
            given = {"need_ids": _listable(self.person, given["needs"])}
        flow(notice_id=notice.pk, actor=self.person, **given)
        return Response(StaffNoticeRow(queries.for_staff().get(pk=pk)).data)


class NoticeNeeds(NoticeAct):
    @extend_schema(
        operation_id="notice_list_needs", tags=["notices"], request=ListedNeeds, responses=StaffNoticeRow,
        summary=_("Draw the list of a draft from collected needs"), description=_("In place of the one before."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "notices.edit", flows.list_needs, ListedNeeds)


class NoticePropose(NoticeAct):
    @extend_schema(
        operation_id="notice_propose", tags=["notices"], request=NoNotice, responses=StaffNoticeRow,
        summary=_("Hand a notice to the second person"), description=_("It is published as it stands, or sent back."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "notices.propose", flows.propose_notice, NoNotice)


class NoticePublish(NoticeAct):
    @extend_schema(
        operation_id="notice_publish", tags=["notices"], request=NoNotice, responses=StaffNoticeRow,
        summary=_("Publish a notice"),
        description=_("Never by whoever wrote it. The needs that it lists become public with it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "notices.approve", flows.publish_notice, NoNotice)


class NoticeSendBack(NoticeAct):
    @extend_schema(
        operation_id="notice_send_back", tags=["notices"], request=WhyNoticeBack, responses=StaffNoticeRow,
        summary=_("Send a notice back to its draft"), description=_("With the reason."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "notices.send_back", flows.send_back_notice, WhyNoticeBack)
