"""Own grants for an organisation's programs: award, tranches, what was paid, what is due; and the ask for a tranche."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.api.paying import Nothing, PaymentRow
from grants.domain.ticks import crosses
from grants.enums import GrantState, PaymentState, ReportKind, ReportState
from grants.flows import paying
from grants.flows.paying.requesting import NEEDED
from grants.models import Grant, GrantTranche, Payment
from grants.queries import own
from grants.queries import paying as queries
from grants.queries.running import purse_of
from grants.words.paying import tick_words
from rounds.enums import Trigger
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.doors.api.keys import KEY, own_key_of
from venture.kernel import clock

PLANNED = "planned"
TRANCHE_STATES = [
    (PLANNED, _("Not asked for yet")),
    *((state.value, state.label) for state in PaymentState if state in PaymentState.living()),
]


class Received(serializers.Serializer[Any]):
    """A payment of the grant; the whole of it stands at ``payments``."""

    number = serializers.CharField()
    tranche = serializers.IntegerField(source="tranche.order")
    state = serializers.ChoiceField(PaymentState.choices)
    amount_fen = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    settled_on = serializers.DateField(allow_null=True)


class TrancheRow(serializers.Serializer[Any]):
    """A tranche; ``share`` is in basis points. ``state`` is that of the payment that stands."""

    order = serializers.IntegerField()
    share = serializers.IntegerField()
    amount_fen = serializers.IntegerField()
    trigger = serializers.ChoiceField(Trigger.choices)
    due_on = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(TRANCHE_STATES)
    payment = serializers.CharField(allow_null=True, help_text=_("Number of the payment that stands."))


class Due(serializers.Serializer[Any]):
    """A report that the organisation still has to hand in."""

    kind = serializers.ChoiceField(ReportKind.choices)
    order = serializers.IntegerField()
    on = serializers.DateField()
    late = serializers.BooleanField()


class ReportLine(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(ReportKind.choices)
    order = serializers.IntegerField()
    state = serializers.ChoiceField(ReportState.choices)
    due_on = serializers.DateField()
    mend_by = serializers.DateField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    days_late = serializers.IntegerField()
    remarks = serializers.CharField()


class GrantRow(serializers.ModelSerializer[Grant]):
    """A grant of one's organisation. Amounts are fen; ``received_fen`` is what was paid less what was sent back."""

    application = serializers.CharField(source="project.code", read_only=True)
    title = serializers.CharField(source="project.title", read_only=True)
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text=_("Its credit code."))
    round = serializers.CharField(source="round.code", read_only=True)
    state = serializers.ChoiceField(GrantState.choices)
    received_fen = serializers.SerializerMethodField()
    tranches = serializers.SerializerMethodField()
    payments = Received(source="all_payments", many=True, read_only=True)
    reports = ReportLine(source="all_reports", many=True, read_only=True)
    due = serializers.SerializerMethodField()

    class Meta:
        model = Grant
        fields: tuple[str, ...] = (
            "application", "title", "organization", "round", "state", "amount_fen", "received_fen", "starts_on",
            "ends_on", "sign_by", "tranches", "payments", "reports", "due",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    def get_received_fen(self, grant: Grant) -> int:
        return grant.paid_fen - grant.returned_fen

    @extend_schema_field(TrancheRow(many=True))
    def get_tranches(self, grant: Any) -> Any:
        return TrancheRow(_tranches(grant), many=True).data

    @extend_schema_field(Due(many=True))
    def get_due(self, grant: Any) -> Any:
        rows = own.due_of(grant, self.context["now"].astimezone(clock.BEIJING).date())
        told = [{"kind": row.kind, "order": row.order, "on": day, "late": late} for row, day, late in rows]
        return Due(told, many=True).data


class Wait(serializers.Serializer[Any]):
    """Why a tranche is not paid yet, in words, and who can mend it."""

    code = serializers.CharField()
    words = serializers.CharField()
    who = serializers.CharField()


class TrancheWhole(TrancheRow):
    preconditions = serializers.ListField(child=serializers.CharField())
    training_hours = serializers.IntegerField()
    waits = Wait(many=True)
    may_be_asked = serializers.BooleanField(help_text=_("Nothing stands in the way of asking for it."))


class GrantWhole(GrantRow):
    spent_fen = serializers.SerializerMethodField(help_text=_("What was entered as spent."))
    left_fen = serializers.SerializerMethodField(help_text=_("What was received and is not spent."))

    class Meta(GrantRow.Meta):
        fields = (*GrantRow.Meta.fields, "spent_fen", "left_fen")
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    def get_spent_fen(self, grant: Any) -> int:
        return int(grant.purse.spent_fen)

    def get_left_fen(self, grant: Any) -> int:
        return int(grant.purse.left_fen)

    @extend_schema_field(TrancheWhole(many=True))
    def get_tranches(self, grant: Any) -> Any:
        return TrancheWhole(_judged(grant), many=True).data


class GrantFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))
    organization = filters.CharFilter(field_name="organization__uscc", max_length=18, label=_("credit code"))
    state = filters.ChoiceFilter(choices=GrantState.choices, label=_("state"))

    class Meta:
        model = Grant
        fields: ClassVar[list[str]] = ["state"]


class GrantList(ListDoor):
    """Five queries, however many grants."""

    permission = "running.view_own"
    scope = Scope.GRANTS
    ordering = ("-offered_at", "-pk")
    filterset_class = GrantFilters
    serializer_class = GrantRow
    http_method_names = ("get", "head")

    def rows(self) -> QuerySet[Any]:
        return own.own_grants()

    @extend_schema(
        operation_id="grants_list", tags=["grants"], summary=_("Own grants, the last offered first"),
        description=_("Of the organisations to which you belong, with tranches, payments, reports and what is due."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)


class GrantDoor(ApiDoor):
    """One grant of one's organisations, by its project's code; another's looks missing."""

    permission = "running.view_own"
    scope = Scope.GRANTS
    write_scope = Scope.GRANTS_WRITE
    http_method_names: Sequence[str] = ("get", "head")

    def grant(self, code: str, right: str = "") -> Any:
        """Return the grant; refuse where ``right`` is asked and the person does not hold it on it now."""
        found = self.row_of(own.own_grants(), project__code=code)
        if right:
            self.refuse_unless(right, found, "grant_step_not_yours")
        return found


class GrantOne(GrantDoor):
    @extend_schema(
        operation_id="grants_one", tags=["grants"], responses=GrantWhole, summary=_("One grant"),
        description=_("With what every tranche waits for and who can mend it, and the money that is left."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        grant = self.grant(code)
        grant.purse = purse_of(grant)
        return Response(GrantWhole(grant, context=self.get_serializer_context()).data)


class ReceiptBrought(serializers.Serializer[Any]):
    """The receipt that the round wants. ``receipt`` is the key of a file that was brought for ``grants.receipt``."""

    receipt_number = serializers.CharField(max_length=40)
    receipt_fen = serializers.IntegerField(min_value=0, max_value=10**13, help_text=_("The amount that stands on it."))
    receipt = serializers.CharField(max_length=32, min_length=32)


class TrancheAsk(GrantDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="grants_tranche_ask", tags=["grants"], request=ReceiptBrought, responses={201: PaymentRow},
        parameters=[KEY], summary=_("Ask for a tranche"),
        description=_("As owner or finance officer. The same key again is the same request."),
    )  # fmt: skip
    def post(self, request: Request, code: str, order: int) -> Response:
        grant = self.grant(code)
        tranche = next((each for each in grant.all_tranches if each.order == order), None)
        if tranche is None:
            raise Http404
        key, given = own_key_of(request), self.taken(ReceiptBrought)
        self.refuse_unless("money.ask", grant, "grant_step_not_yours")
        made = paying.request_payment(
            tranche_id=tranche.pk, key=key, receipt_number=given["receipt_number"], receipt_fen=given["receipt_fen"],
            receipt_key=given["receipt"], actor=self.person,
        )  # fmt: skip
        told = queries.for_list().get(pk=made.pk)
        return Response(PaymentRow(told).data, status=status.HTTP_201_CREATED)


class PaymentWithdraw(ApiDoor):
    permission = "payments.view_own"
    scope = Scope.GRANTS
    write_scope = Scope.GRANTS_WRITE
    http_method_names = ("post",)

    @extend_schema(
        operation_id="grants_payment_withdraw", tags=["grants"], request=Nothing, responses=PaymentRow,
        summary=_("Take a request for a tranche back"), description=_("While nobody has decided it."),
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        payment: Payment = self.row_of(queries.for_list(), number=number)
        self.taken(Nothing)
        self.refuse_unless("payments.withdraw", payment, "grant_step_not_yours")
        paying.withdraw_request(payment_id=payment.pk, actor=self.person)
        return Response(PaymentRow(queries.for_list().get(pk=payment.pk)).data)


def _tranches(grant: Any) -> list[dict[str, Any]]:
    """Return each tranche with the payment that stands. No query."""
    standing = own.standing_payments(grant)
    return [_tranche(each, standing.get(each.pk)) for each in grant.all_tranches]


def _tranche(tranche: GrantTranche, payment: Payment | None) -> dict[str, Any]:
    return {
        "order": tranche.order, "share": tranche.share, "amount_fen": tranche.amount_fen, "trigger": tranche.trigger,
        "due_on": tranche.due_on, "state": payment.state if payment else PLANNED,
        "payment": payment.number if payment else None, "preconditions": tranche.preconditions,
        "training_hours": tranche.training_hours,
    }  # fmt: skip


def _judged(grant: Any) -> list[dict[str, Any]]:
    """Return each tranche with what it waits for. Nine queries more, however many tranches."""
    standing = own.standing_payments(grant)
    asked = [each.pk for each in standing.values() if each.state == PaymentState.REQUESTED]
    requests = queries.ticks_for(queries.asked(Payment.objects.filter(pk__in=asked)))
    open_ = GrantTranche.objects.filter(pk__in=[each.pk for each in grant.all_tranches if each.pk not in standing])
    plans = queries.ticks_for(queries.planned(open_))
    found = []
    for each in grant.all_tranches:
        payment = standing.get(each.pk)
        ticks = requests.get(payment.pk, ()) if payment else plans.get(each.pk, ())
        found.append(
            {
                **_tranche(each, payment), "waits": [_wait(tick) for tick in crosses(ticks)],
                "may_be_asked": payment is None and not crosses(ticks, NEEDED),
            }
        )  # fmt: skip
    return found


def _wait(tick: Any) -> Mapping[str, str]:
    return {"code": tick.why, "words": tick_words(tick), "who": tick.who}
