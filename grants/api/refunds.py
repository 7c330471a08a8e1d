"""Donations that go back, for the staff's programs: asked for by one, approved by another, noted once paid."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.api.giving import RefundRow
from grants.api.paying import Nothing
from grants.enums import RefundState
from grants.flows.giving import refunding as flows
from grants.models import Gift, Refund
from rounds.models import Round
from venture.doors.api.doors import ApiDoor, ListDoor


class RefundWhole(RefundRow):
    """A gift on its way back, with what it was. Only a paid refund is booked."""

    donation = serializers.CharField(source="gift.donation.receipt", read_only=True)
    round = serializers.CharField(source="gift.donation.round.code", read_only=True)
    gift = serializers.IntegerField(source="gift_id", read_only=True)
    amount_fen = serializers.IntegerField(source="gift.amount_fen", read_only=True)

    class Meta(RefundRow.Meta):
        fields = (*RefundRow.Meta.fields, "answer", "donation", "round", "gift", "amount_fen")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class WhyReturned(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class Decision(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class Paid(serializers.Serializer[Any]):
    voucher = serializers.CharField(max_length=40, help_text=_("For goods: the donor's receipt."))
    on = serializers.DateField()


class RefundFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="gift__donation__round__code", max_length=40, label=_("code of the round"))
    donation = filters.CharFilter(field_name="gift__donation__receipt", max_length=40, label=_("donation"))
    state = filters.ChoiceFilter(choices=RefundState.choices, label=_("state"))

    class Meta:
        model = Refund
        fields: ClassVar[list[str]] = ["state"]


def rows() -> QuerySet[Refund]:
    return Refund.objects.select_related("gift__donation__round")


class RefundList(ListDoor):
    permission = "refunds.view"
    scope = Scope.REFUNDS
    ordering = ("-asked_at", "-pk")
    filterset_class = RefundFilters
    serializer_class = RefundWhole
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Refund]:
        return rows()

    @extend_schema(
        operation_id="refunds_list", tags=["refunds"], summary=_("Donations that go back, the last asked for first"),
        description=_("Inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class RefundAsk(ApiDoor):
    permission = "gifts.view"
    scope = Scope.REFUNDS
    write_scope = Scope.REFUND
    http_method_names = ("post",)

    @extend_schema(
        operation_id="refund_ask", tags=["refunds"], request=WhyReturned, responses={201: RefundWhole},
        summary=_("Ask that a gift goes back"),
        description=_("Whole; never while a grant holds it or its project can still be selected."),
    )  # fmt: skip
    def post(self, request: Request, receipt: str, pk: int) -> Response:
        gift = self.row_of(Gift.objects.all(), donation__receipt=receipt, pk=pk)
        given = self.taken(WhyReturned)
        self.refuse_unless("gifts.refund", gift, "refund_not_yours")
        made = flows.ask_refund(gift_id=gift.pk, actor=self.person, **given)
        return Response(RefundWhole(rows().get(pk=made.pk)).data, status=status.HTTP_201_CREATED)


class RefundRows(serializers.Serializer[Any]):
    results = RefundWhole(many=True)


class RoundRefunds(ApiDoor):
    """Every gift of a round whose project was not selected."""

    permission = "donations.overview"
    scope = Scope.REFUNDS
    write_scope = Scope.REFUND
    http_method_names = ("post",)

    @extend_schema(
        operation_id="refunds_ask", tags=["refunds"], request=Nothing, responses={201: RefundRows},
        summary=_("Ask for every refund that a round owes"),
        description=_("Gifts whose project was not selected. Those of your own organisation are left for a colleague."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        round_ = self.row_of(Round.objects.filter(donation_rules__isnull=False), code=code)
        self.taken(Nothing)
        self.refuse_unless("donations.return_all", round_, "refund_not_yours")
        made = flows.ask_refunds(round_id=round_.pk, actor=self.person)
        told = rows().filter(pk__in=[each.pk for each in made]).order_by("pk")
        return Response(RefundRows({"results": told}).data, status=status.HTTP_201_CREATED)


class RefundAct(ApiDoor):
    """A button of the refund: the same right, the same flow."""

    permission = "refunds.view"
    scope = Scope.REFUNDS
    write_scope = Scope.REFUND
    http_method_names = ("post",)

    def done(self, pk: int, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        refund = self.row_of(rows(), pk=pk)
        given = self.taken(shape)
        self.refuse_unless(right, refund, "refund_not_yours")
        flow(refund_id=refund.pk, actor=self.person, **given)
        return Response(RefundWhole(rows().get(pk=pk)).data)


class Approve(RefundAct):
    @extend_schema(
        operation_id="refund_approve", tags=["refunds"], request=Decision, responses=RefundWhole,
        summary=_("Approve a refund"), description=_("Never by whoever asked for it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "refunds.decide", flows.approve_refund, Decision)


class Refuse(RefundAct):
    @extend_schema(
        operation_id="refund_refuse", tags=["refunds"], request=Decision, responses=RefundWhole,
        summary=_("Refuse a refund"),
        description=_("With the reason; a gift whose project was not selected goes back in any case."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "refunds.decide", flows.refuse_refund, Decision)


class Pay(RefundAct):
    @extend_schema(
        operation_id="refund_pay", tags=["refunds"], request=Paid, responses=RefundWhole,
        summary=_("Note a refund as paid"), description=_("With the slip of the bank; money is booked by it."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return self.done(pk, "refunds.pay", flows.pay_refund, Paid)
