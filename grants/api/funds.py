"""Named funds for the staff's programs: entered and put into better words, opened with the donor's consent, closed."""

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
from grants.enums import FundState
from grants.flows import giving as flows
from grants.models import NamedFund
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor


class FundWords(serializers.ModelSerializer[NamedFund]):
    """What is said of a fund. Its code is fixed, its field once it was opened; ``goal_fen`` 0 names no goal."""

    field = serializers.ChoiceField(Field.choices)
    goal_fen = serializers.IntegerField(min_value=0, max_value=10**13, required=False, default=0)

    class Meta:
        model = NamedFund
        fields: tuple[str, ...] = (
            "slug", "name", "donor_name", "consent", "field", "purpose", "story", "goal_fen", "founded_on",
        )  # fmt: skip


class FundRow(FundWords):
    """A named fund with its state."""

    state = serializers.ChoiceField(FundState.choices)

    class Meta(FundWords.Meta):
        fields = (*FundWords.Meta.fields, "state")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class FundChange(FundWords):
    class Meta(FundWords.Meta):
        fields = FundWords.Meta.fields[1:]


class FundFilters(filters.FilterSet):
    state = filters.ChoiceFilter(choices=FundState.choices, label=_("state"))
    field = filters.ChoiceFilter(choices=Field.choices, label=_("field of service"))

    class Meta:
        model = NamedFund
        fields: ClassVar[list[str]] = ["state", "field"]


class FundList(ListDoor):
    """Every fund, those not opened yet as well; POST enters one."""

    permission = "funds.view"
    scope = Scope.DONATIONS
    write_scope = Scope.DONATE
    ordering = ("-founded_on", "-pk")
    filterset_class = FundFilters
    serializer_class = FundRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[NamedFund]:
        return NamedFund.objects.all()

    @extend_schema(
        operation_id="funds_list", tags=["donations"], summary=_("Named funds, the last founded first"),
        description=_("For the city's staff, those not opened yet as well."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="fund_enter", tags=["donations"], request=FundWords, responses={201: FundRow}, filters=False,
        summary=_("Enter a named fund"),
        description=_("It gets a source of its own in the books; nobody sees it before it is opened."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("funds.add")
        given = self.taken(FundWords)
        made = flows.save_fund(NamedFund(**given), actor=self.person)
        return Response(FundRow(made).data, status=status.HTTP_201_CREATED)


class FundDoor(ApiDoor):
    """One fund by its code."""

    permission = "funds.view"
    scope = Scope.DONATIONS
    write_scope = Scope.DONATE
    http_method_names: Any = ("post",)

    def fund(self, slug: str) -> NamedFund:
        found: NamedFund = self.row_of(NamedFund.objects.all(), slug=slug)
        return found

    def done(self, slug: str, right: str, flow: Any) -> Response:
        fund = self.fund(slug)
        self.taken(Nothing)
        self.refuse_unless(right, fund, "fund_not_yours")
        return Response(FundRow(flow(fund_id=fund.pk, actor=self.person)).data)


class FundOne(FundDoor):
    http_method_names = ("get", "head", "put")

    @extend_schema(
        operation_id="fund_one", tags=["donations"], responses=FundRow, summary=_("One named fund"),
        description=_("By its code."),
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        return Response(FundRow(self.fund(slug)).data)

    @extend_schema(
        operation_id="fund_change", tags=["donations"], request=FundChange, responses=FundRow,
        summary=_("Put what is said of a fund into better words"),
        description=_("What an open fund rests on stays: its field, and that the donor consents."),
    )  # fmt: skip
    def put(self, request: Request, slug: str) -> Response:
        fund, given = self.fund(slug), self.taken(FundChange)
        self.refuse_unless("funds.change", fund, "fund_not_yours")
        for name, value in given.items():
            setattr(fund, name, value)
        return Response(FundRow(flows.save_fund(fund, actor=self.person)).data)


class FundOpen(FundDoor):
    @extend_schema(
        operation_id="fund_open", tags=["donations"], request=Nothing, responses=FundRow,
        summary=_("Open a named fund"),
        description=_("Everybody sees it, and it takes donations. Not without the donor's consent."),
    )  # fmt: skip
    def post(self, request: Request, slug: str) -> Response:
        return self.done(slug, "funds.open", flows.open_fund)


class FundClose(FundDoor):
    @extend_schema(
        operation_id="fund_close", tags=["donations"], request=Nothing, responses=FundRow,
        summary=_("Close a named fund"), description=_("It takes no more donations; its page stays."),
    )  # fmt: skip
    def post(self, request: Request, slug: str) -> Response:
        return self.done(slug, "funds.close", flows.close_fund)
