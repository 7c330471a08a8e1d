"""Money of funds and fields that pays a part of an award, for the staff's programs: proposed and decided by two."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.api.paying import Nothing
from grants.api.refunds import Decision
from grants.enums import AskState
from grants.flows import giving as flows
from grants.models import NamedFund, Support
from grants.queries.giving import rules_of
from projects.models import Project
from rounds.models import Round
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel.errors import RuleRefusal


class SupportRow(serializers.ModelSerializer[Support]):
    """Money of donations for one award. ``paid_from`` is its source in the books."""

    id = serializers.IntegerField(source="pk", read_only=True)
    application = serializers.CharField(source="project.code", read_only=True)
    paid_from = serializers.CharField(source="source.name", read_only=True)
    state = serializers.ChoiceField(AskState.choices)

    class Meta:
        model = Support
        fields: tuple[str, ...] = (
            "id", "application", "paid_from", "amount_fen", "reason", "state", "asked_at", "decided_at", "answer",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class NewSupport(serializers.Serializer[Any]):
    """``fund`` is the code of a named fund; without it the round's directed donations pay."""

    application = serializers.CharField(max_length=40)
    fund = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    amount_fen = serializers.IntegerField(min_value=1, max_value=10**13)
    reason = serializers.CharField(max_length=300)


class SupportFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="project__round__code", max_length=40, label=_("code of the round"))
    state = filters.ChoiceFilter(choices=AskState.choices, label=_("state"))

    class Meta:
        model = Support
        fields: ClassVar[list[str]] = ["state"]


def rows() -> QuerySet[Support]:
    return Support.objects.select_related("project", "source")


class SupportList(ListDoor):
    permission = "supports.view"
    scope = Scope.DONATIONS
    ordering = ("-asked_at", "-pk")
    filterset_class = SupportFilters
    serializer_class = SupportRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Support]:
        return rows()

    @extend_schema(
        operation_id="supports_list", tags=["donations"], summary=_("Supports of awards, the last proposed first"),
        description=_("Inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class RoundSupport(ApiDoor):
    permission = "donations.overview"
    scope = Scope.DONATIONS
    write_scope = Scope.DONATE
    http_method_names = ("post",)

    @extend_schema(
        operation_id="support_ask", tags=["donations"], request=NewSupport, responses={201: SupportRow},
        summary=_("Propose that a fund pays a part of an award"),
        description=_("A head of section decides. Less public money is bound when the grant is offered."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        round_ = self.row_of(Round.objects.filter(donation_rules__isnull=False), code=code)
        given = self.taken(NewSupport)
        self.refuse_unless("donations.support", round_, "support_step_not_yours")
        project = Project.objects.filter(round=round_, code=given["application"]).first()
        if project is None:
            raise RuleRefusal("support_too_late")
        made = flows.ask_support(
            project_id=project.pk, source_id=_source(round_, given["fund"]), amount_fen=given["amount_fen"],
            reason=given["reason"], actor=self.person,
        )  # fmt: skip
        return Response(SupportRow(rows().get(pk=made.pk)).data, status=status.HTTP_201_CREATED)


def _source(round_: Round, fund: str) -> int:
    """Return the source in the books: the fund's, or that of the round's directed donations."""
    found = NamedFund.objects.filter(slug=fund).exclude(state="draft").values_list("source_id", flat=True).first()
    if fund and found is None:
        raise RuleRefusal("support_source_foreign", source=fund)
    rules = rules_of(round_)
    if rules is None:
        raise RuleRefusal("donations_not_taken")
    return int(found or rules.source_id)


class SupportAct(ApiDoor):
    """A button of the support: the same right, the same flow."""

    permission = "supports.view"
    scope = Scope.DONATIONS
    write_scope = Scope.DONATE
    http_method_names = ("post",)

    def done(self, pk: int, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        support = self.row_of(rows(), pk=pk)
        given = self.taken(shape)
        self.refuse_unless(right, support, "support_step_not_yours")
        flow(support_id=support.pk, actor=self.person, **given)
        return Response(SupportRow(rows().get(pk=pk)).data)


class Approve(SupportAct):
    @extend_schema(
        operation_id="support_approve", tags=["donations"], request=Decision, responses=SupportRow,
        summary=_("Approve a support"), description=_("Never by whoever proposed it. The offer of the grant binds it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "supports.decide", flows.approve_support, Decision)


class Refuse(SupportAct):
    @extend_schema(
        operation_id="support_refuse", tags=["donations"], request=Decision, responses=SupportRow,
        summary=_("Refuse a support"), description=_("With the reason; nothing is bound."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "supports.decide", flows.refuse_support, Decision)


class Withdraw(SupportAct):
    @extend_schema(
        operation_id="support_withdraw", tags=["donations"], request=Nothing, responses=SupportRow,
        summary=_("Take a proposal of one's own back"), description=_("While nobody decided it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "supports.withdraw", flows.withdraw_support, Nothing)
