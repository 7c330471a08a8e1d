"""Donations for programs: staff read them, confirm gifts and refuse them by the same flows as the pages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.enums import DonationState, DonationTarget, DonorKind, GiftKind, GiftState, RefundState
from grants.flows import giving
from grants.models import Donation, Gift, Refund
from grants.queries import giving as queries
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal


class RefundRow(serializers.ModelSerializer[Refund]):
    """A gift on its way back. Only a paid refund is booked."""

    state = serializers.ChoiceField(RefundState.choices)

    class Meta:
        model = Refund
        fields: tuple[str, ...] = ("id", "state", "reason", "asked_at", "decided_at", "voucher", "paid_on")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class GiftRow(serializers.ModelSerializer[Gift]):
    """What arrived. Amounts are fen; the value of goods stands beside the books."""

    kind = serializers.ChoiceField(GiftKind.choices)
    state = serializers.ChoiceField(GiftState.choices)
    refunds = RefundRow(many=True, read_only=True)

    class Meta:
        model = Gift
        fields: tuple[str, ...] = (
            "id", "kind", "state", "amount_fen", "on", "voucher", "receipt_number", "what", "recorded_at", "decided_at",
            "refunds",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class DonationRow(serializers.ModelSerializer[Donation]):
    """A donation from its intention on. The donor's telephone is told to no program."""

    round = serializers.CharField(source="round.code", read_only=True)
    target = serializers.ChoiceField(DonationTarget.choices)
    donor_kind = serializers.ChoiceField(DonorKind.choices)
    state = serializers.ChoiceField(DonationState.choices)
    application = serializers.SerializerMethodField(help_text=_("Code of the project; null for a field or a fund."))
    fund = serializers.SerializerMethodField(help_text=_("Code of the fund; null otherwise."))
    field = serializers.CharField(source="category.slug", read_only=True)
    came_fen = serializers.IntegerField(read_only=True, help_text=_("What arrived and was confirmed, goods by value."))
    named = serializers.SerializerMethodField(help_text=_("Whether the donor agreed to be named in public."))

    class Meta:
        model = Donation
        fields: tuple[str, ...] = (
            "receipt", "round", "target", "application", "fund", "field", "donor_kind", "donor_name", "named",
            "amount_fen", "goods", "came_fen", "state", "document_number", "registered_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_application(self, donation: Donation) -> str | None:
        return donation.project.code if donation.project else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_fund(self, donation: Donation) -> str | None:
        return donation.fund.slug if donation.fund else None

    @extend_schema_field(serializers.BooleanField())
    def get_named(self, donation: Donation) -> bool:
        return donation.shown_at is not None


class DonationWhole(DonationRow):
    gifts = GiftRow(many=True, read_only=True)

    class Meta(DonationRow.Meta):
        fields = (*DonationRow.Meta.fields, "gifts")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class DonationFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))
    fund = filters.CharFilter(field_name="fund__slug", max_length=40, label=_("code of the fund"))
    state = filters.ChoiceFilter(choices=DonationState.choices, label=_("state"))

    class Meta:
        model = Donation
        fields: ClassVar[list[str]] = ["state"]


class DonationList(ListDoor):
    permission = "donations.view"
    scope = Scope.DONATIONS
    ordering = ("-registered_at", "pk")
    filterset_class = DonationFilters
    serializer_class = DonationRow
    http_method_names: Any = ("get", "head")

    def rows(self) -> QuerySet[Donation]:
        return queries.for_list()

    @extend_schema(
        operation_id="donations_list", tags=["donations"], summary=_("Donations, the last registered first"),
        description=_("Inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class DonationDoor(ApiDoor):
    """One donation by its receipt."""

    permission = "donations.view"
    scope = Scope.DONATIONS
    write_scope = Scope.DONATE
    http_method_names: Sequence[str] = ("get", "head")

    def donation(self, receipt: str) -> Any:
        return self.row_of(queries.for_list().prefetch_related("gifts__refunds"), receipt=receipt)


class DonationOne(DonationDoor):
    @extend_schema(
        operation_id="donation_one", tags=["donations"], responses=DonationWhole, summary=_("One donation"),
        description=_("With what arrived and what went back."),
    )  # fmt: skip
    def get(self, request: Request, receipt: str) -> Response:
        return Response(DonationWhole(self.donation(receipt)).data)


class Words(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class GiftAct(DonationDoor):
    """A button of the gift: the same right, the same flow."""

    http_method_names = ("post",)

    def done(self, receipt: str, pk: int, flow: Any) -> Response:
        gift = self.donation(receipt).gifts.filter(pk=pk).first()
        given = self.taken(Words)
        if gift is None or not policy.allows(self.person, "gifts.decide", gift):
            raise RuleRefusal("gift_not_yours")
        flow(gift_id=gift.pk, actor=self.person, **given)
        return Response(DonationWhole(self.donation(receipt)).data)


class GiftConfirm(GiftAct):
    @extend_schema(
        operation_id="gift_confirm", tags=["donations"], request=Words, responses=DonationWhole,
        summary=_("Confirm a gift"), description=_("Money is booked; never by whoever recorded it."),
    )  # fmt: skip
    def post(self, request: Request, receipt: str, pk: int) -> Response:
        return self.done(receipt, pk, giving.confirm_gift)


class GiftRefuse(GiftAct):
    @extend_schema(
        operation_id="gift_refuse", tags=["donations"], request=Words, responses=DonationWhole,
        summary=_("Refuse a gift"), description=_("With the reason; nothing is booked."),
    )  # fmt: skip
    def post(self, request: Request, receipt: str, pk: int) -> Response:
        return self.done(receipt, pk, giving.refuse_gift)
