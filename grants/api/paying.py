"""Payments for programs: an organisation reads its own, staff read theirs; approving asks the same flow as the page."""

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
from grants.enums import PaymentState, ReceiptKind
from grants.flows import paying
from grants.models import Payment
from grants.queries import paying as queries
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal


class PaymentRow(serializers.ModelSerializer[Payment]):
    """A payment of a tranche. Amounts are fen; of an account only the last digits are told."""

    application = serializers.CharField(source="grant.project.code", read_only=True)
    organization = serializers.CharField(
        source="grant.organization.uscc", read_only=True, help_text=_("Its credit code.")
    )
    round = serializers.CharField(source="grant.round.code", read_only=True)
    tranche = serializers.IntegerField(source="tranche.order", read_only=True)
    state = serializers.ChoiceField(PaymentState.choices)
    receipt_kind = serializers.ChoiceField(ReceiptKind.choices)
    account = serializers.SerializerMethodField(help_text=_("The last digits."))
    order = serializers.SerializerMethodField(help_text=_("Number of its payment order; null before there is one."))

    class Meta:
        model = Payment
        fields: tuple[str, ...] = (
            "number", "application", "organization", "round", "tranche", "state", "amount_fen", "receipt_kind",
            "receipt_number", "requested_at", "decided_at", "sent_at", "voucher", "settled_on", "account", "order",
            "reason",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.CharField())
    def get_account(self, payment: Payment) -> str:
        return payment.account.tail if payment.account else ""

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_order(self, payment: Payment) -> str | None:
        return payment.order.number if payment.order else None


class PaymentFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="grant__round__code", max_length=40, label=_("code of the round"))
    application = filters.CharFilter(field_name="grant__project__code", max_length=40, label=_("application"))
    state = filters.ChoiceFilter(choices=PaymentState.choices, label=_("state"))

    class Meta:
        model = Payment
        fields: ClassVar[list[str]] = ["state"]


class PaymentList(ListDoor):
    permission = "payments.view"
    scope = Scope.PAYMENTS
    ordering = ("-requested_at", "pk")
    filterset_class = PaymentFilters
    serializer_class = PaymentRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Payment]:
        return queries.for_list()

    @extend_schema(
        operation_id="payments_list", tags=["payments"], summary=_("Payments, the last asked for first"),
        description=_("Of your organisations, or inside the areas for which you answer."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class PaymentDoor(ApiDoor):
    """One payment by its number."""

    permission = "payments.view"
    scope = Scope.PAYMENTS
    write_scope = Scope.PAY
    http_method_names: Sequence[str] = ("get", "head")

    def payment(self, number: str, permission: str = "") -> Any:
        return self.row_of(queries.for_list(), permission, number=number)


class PaymentOne(PaymentDoor):
    @extend_schema(
        operation_id="payment_one", tags=["payments"], responses=PaymentRow, summary=_("One payment"),
        description=_("Where it stands, and the bank's word once there is one."),
    )  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        return Response(PaymentRow(self.payment(number)).data)


class Nothing(serializers.Serializer[Any]):
    """An empty object."""


class RefusalOfPayment(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class PaymentAct(PaymentDoor):
    """A button of the payment's page: the same right, the same flow."""

    http_method_names = ("post",)

    def done(self, number: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        payment = self.payment(number, "payments.view_staff")
        given = self.taken(shape)
        if not policy.allows(self.person, "payments.approve", payment):
            raise RuleRefusal("payment_not_yours")
        flow(payment_id=payment.pk, actor=self.person, **given)
        return Response(PaymentRow(self.payment(number)).data)


class Approve(PaymentAct):
    @extend_schema(
        operation_id="payment_approve", tags=["payments"], request=Nothing, responses=PaymentRow,
        summary=_("Approve a payment"), description=_("Every check stands; never by whoever asked for it."),
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        return self.done(number, paying.approve_request, Nothing)


class Refuse(PaymentAct):
    @extend_schema(
        operation_id="payment_refuse", tags=["payments"], request=RefusalOfPayment, responses=PaymentRow,
        summary=_("Refuse a payment"), description=_("With the reason that the organisation reads."),
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        return self.done(number, paying.refuse_request, RefusalOfPayment)
