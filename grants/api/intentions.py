"""Intentions to donate, for programs: registered by everybody or the staff, agreed, declined, received."""

from typing import Any

from django.http import Http404
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from grants.api.giving import DonationDoor, DonationList, DonationRow, DonationWhole
from grants.enums import DonationTarget, DonorKind, GiftKind
from grants.flows import giving as flows
from grants.models import Donation
from grants.queries import giving as queries
from rounds.models import Round
from venture.doors.api.doors import ApiDoor
from venture.doors.api.keys import KEY, own_key_of


class NewIntention(serializers.Serializer[Any]):
    """Who gives how much for what. The code of the target's kind is needed: a project's, a field's or a fund's."""

    target = serializers.ChoiceField(DonationTarget.choices)
    application = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    field = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    fund = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    donor_kind = serializers.ChoiceField(DonorKind.choices)
    donor_name = serializers.CharField(max_length=80)
    mobile = serializers.CharField(
        max_length=20, help_text=_("For the call that agrees on the contract; told to nobody.")
    )
    amount_fen = serializers.IntegerField(min_value=0, max_value=10**13, required=False, default=0)
    goods = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    shown = serializers.BooleanField(default=False, help_text=_("The donor agrees to be named in public."))


class IntentionOfRound(NewIntention):
    round = serializers.CharField(max_length=40, help_text=_("Code of a round that takes donations today."))


class IntentionByStaff(NewIntention):
    contact = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    wish = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text=_("Name that is wished for the project.")
    )


class Agreed(serializers.Serializer[Any]):
    document_number = serializers.CharField(max_length=60, help_text=_("Of the signed agreement."))


class WhyDeclined(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class Arrived(serializers.Serializer[Any]):
    """Money by the bank's slip, or goods with their value. ``file`` is the key of an uploaded receipt."""

    kind = serializers.ChoiceField(GiftKind.choices)
    amount_fen = serializers.IntegerField(min_value=1, max_value=10**13)
    on = serializers.DateField()
    receipt_number = serializers.CharField(max_length=40)
    voucher = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    what = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    file = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")


def _registered(request: Request, round_: Round, given: dict[str, Any], actor: Any) -> Response:
    # The page of a donation opens to whoever sends its key again: a program's key may be guessed, this cannot.
    key = salted_hmac("donations.register", own_key_of(request), algorithm="sha256").hexdigest()
    aim = {
        "project_code": given.pop("application"), "category_slug": given.pop("field"), "fund_slug": given.pop("fund"),
    }  # fmt: skip
    made = flows.register_donation(round_id=round_.pk, key=key, actor=actor, **aim, **given)
    told = DonationRow(queries.for_list().get(pk=made.pk)).data
    return Response(told, status=status.HTTP_201_CREATED)


class Donations(DonationList):
    """The staff's list; POST takes an intention down from everybody who signed in."""

    write_scope = Scope.DONATE
    http_method_names = ("get", "head", "post")

    @extend_schema(
        operation_id="donation_register", tags=["donations"], request=IntentionOfRound, responses={201: DonationRow},
        parameters=[KEY], filters=False, summary=_("Register an intention to donate"),
        description=_("It binds nobody; no money moves here. Somebody rings the donor up. Keep the receipt."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        given = self.taken(IntentionOfRound)
        code = given.pop("round")
        round_ = next((each for each in queries.taking() if each.code == code), None)
        if round_ is None:
            raise Http404
        return _registered(request, round_, given, None)


class RoundIntention(ApiDoor):
    permission = "donations.support"
    scope = Scope.DONATIONS
    write_scope = Scope.DONATE
    http_method_names = ("post",)

    @extend_schema(
        operation_id="donation_enter", tags=["donations"], request=IntentionByStaff, responses={201: DonationRow},
        parameters=[KEY], summary=_("Enter an intention that reached the staff"),
        description=_("By telephone, by letter or at a meeting; for any project of the round that is handed in."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        round_ = self.row_of(Round.objects.filter(donation_rules__isnull=False), code=code)
        return _registered(request, round_, self.taken(IntentionByStaff), self.person)


class DonationAct(DonationDoor):
    """A button of the donation's desk: the same right, the same flow."""

    http_method_names = ("post",)

    def held(self, receipt: str, right: str, shape: type[serializers.Serializer[Any]]) -> tuple[Any, dict[str, Any]]:
        donation = self.donation(receipt)
        given = self.taken(shape)
        self.refuse_unless(right, Donation.objects.get(pk=donation.pk), "donation_not_yours")
        return donation, given

    def done(self, receipt: str, right: str, flow: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        donation, given = self.held(receipt, right, shape)
        flow(donation_id=donation.pk, actor=self.person, **given)
        return Response(DonationWhole(self.donation(receipt)).data)


class Agree(DonationAct):
    @extend_schema(
        operation_id="donation_agree", tags=["donations"], request=Agreed, responses=DonationWhole,
        summary=_("Note that a donation's agreement is signed"),
        description=_("From now on what arrives can be recorded."),
    )  # fmt: skip
    def post(self, request: Request, receipt: str) -> Response:
        return self.done(receipt, "donations.agree", flows.agree_donation, Agreed)


class Decline(DonationAct):
    @extend_schema(
        operation_id="donation_decline", tags=["donations"], request=WhyDeclined, responses=DonationWhole,
        summary=_("Close an intention that comes to nothing"),
        description=_("With the reason, before anything arrived."),
    )  # fmt: skip
    def post(self, request: Request, receipt: str) -> Response:
        return self.done(receipt, "donations.decline", flows.decline_donation, WhyDeclined)


class Receive(DonationAct):
    @extend_schema(
        operation_id="gift_record", tags=["donations"], request=Arrived, responses={201: DonationWhole},
        parameters=[KEY], summary=_("Record what arrived of a donation"),
        description=_("Money by the bank's slip, goods by their value. It stands once another person confirmed it."),
    )  # fmt: skip
    def post(self, request: Request, receipt: str) -> Response:
        donation, given = self.held(receipt, "donations.receive", Arrived)
        flows.record_gift(donation_id=donation.pk, key=own_key_of(request), actor=self.person, **given)
        return Response(DonationWhole(self.donation(receipt)).data, status=status.HTTP_201_CREATED)
