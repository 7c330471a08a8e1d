"""The review of a call's ideas for the staff's programs: opened, followed, prizes decided by two persons."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.queries.people import person_by_contact
from projects.api.acts import Nothing
from projects.api.judging import Criterion
from projects.domain.ideas import FULL_MARKS, WHOLE
from projects.enums import ContestState
from projects.flows import ideas as flows
from projects.forms.contests import ROWS, ContestForm
from projects.models import IdeaContest
from projects.queries import contests as queries
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel import clock

PERCENT = 100


class ContestRow(serializers.ModelSerializer[IdeaContest]):
    """A review of ideas. ``tax_share`` is in basis points; ``reason`` says why a proposal was sent back."""

    id = serializers.IntegerField(source="pk", read_only=True)
    round = serializers.CharField(source="round.code", read_only=True)
    state = serializers.ChoiceField(ContestState.choices)
    criteria = Criterion(many=True, read_only=True)
    ideas = serializers.IntegerField(source="number", read_only=True)
    judges = serializers.IntegerField(source="judges_number", read_only=True)

    class Meta:
        model = IdeaContest
        fields: tuple[str, ...] = (
            "id", "round", "state", "due_on", "criteria", "ideas", "judges", "tax_share", "tax_basis", "opened_at",
            "decided_at", "reason",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class RankedIdea(serializers.Serializer[Any]):
    """An idea with its place by the judges' points. ``award`` is the number of the prize that is proposed for it."""

    entry = serializers.IntegerField(source="pk")
    idea = serializers.CharField(source="idea.code")
    place = serializers.IntegerField()
    total = serializers.IntegerField()
    scores = serializers.SerializerMethodField(help_text=_("How many judges have given their points."))
    award = serializers.IntegerField(source="award_id", allow_null=True)

    def get_scores(self, row: Any) -> int:
        return len(row.scores.all())


class AwardRow(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    places = serializers.IntegerField()
    amount_fen = serializers.IntegerField()


class ContestWhole(ContestRow):
    """With the ideas by their points, the best first, and the prizes that the round can give."""

    ranked = serializers.SerializerMethodField()
    awards = serializers.SerializerMethodField()

    class Meta(ContestRow.Meta):
        fields = (*ContestRow.Meta.fields, "ranked", "awards")
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(RankedIdea(many=True))
    def get_ranked(self, row: IdeaContest) -> Any:
        return RankedIdea(queries.entries_of(row), many=True).data

    @extend_schema_field(AwardRow(many=True))
    def get_awards(self, row: IdeaContest) -> Any:
        return AwardRow(row.round.idea_awards.order_by("order", "pk"), many=True).data


class NewCriterion(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=30)
    points = serializers.IntegerField(min_value=1, max_value=FULL_MARKS)


class NewContest(serializers.Serializer[Any]):
    """The points of the criteria make 100 together; a judge is named by the mobile number or e-mail of the account."""

    round = serializers.CharField(max_length=40, help_text=_("Code of a closed call with awards for ideas."))
    due_on = serializers.DateField()
    criteria = serializers.ListField(child=NewCriterion(), min_length=1, max_length=len(ROWS))
    judges = serializers.ListField(child=serializers.CharField(max_length=254), min_length=1, max_length=30)
    tax_share = serializers.IntegerField(
        min_value=0, max_value=WHOLE, help_text=_("Withheld from persons, basis points.")
    )
    tax_basis = serializers.CharField(max_length=120, help_text=_("Basis in law."))


class Pick(serializers.Serializer[Any]):
    entry = serializers.IntegerField(min_value=1, max_value=2**31)
    award = serializers.IntegerField(min_value=1, max_value=2**31)


class Picks(serializers.Serializer[Any]):
    """Which idea wins which prize; a prize may stay vacant."""

    picks = serializers.ListField(child=Pick(), max_length=200)


class WhySentBack(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class ContestFilters(filters.FilterSet):
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))
    state = filters.ChoiceFilter(choices=ContestState.choices, label=_("state"))

    class Meta:
        model = IdeaContest
        fields: ClassVar[list[str]] = ["state"]


class ContestList(ListDoor):
    """Every review; POST opens one."""

    permission = "idea_contests.view_staff"
    scope = Scope.JUDGING
    write_scope = Scope.JUDGE
    ordering = ("-opened_at", "-pk")
    filterset_class = ContestFilters
    serializer_class = ContestRow
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[IdeaContest]:
        return queries.contests_for_staff()

    @extend_schema(
        operation_id="contests_list", tags=["judging"], summary=_("Reviews of ideas, the last opened first"),
        description=_("For the staff: who judges what, and how far it is."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="contest_open", tags=["judging"], request=NewContest, responses={201: ContestWhole},
        filters=False, summary=_("Open a review of ideas"),
        description=_("Of a closed call; ideas stay as they are from now on, and the judges are told."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        self.missing_unless("idea_contests.open")
        form = _form_of(self.taken(NewContest))
        if not form.is_valid():
            raise ValidationError({name: [str(each) for each in errors] for name, errors in form.errors.items()})
        made = flows.open_contest(actor=self.person, **form.facts())
        told = ContestWhole(queries.contests_for_staff().get(pk=made.pk)).data
        return Response(told, status=status.HTTP_201_CREATED)


def _form_of(given: dict[str, Any]) -> ContestForm:
    """Return the form of the page, filled with what was sent: it judges who may judge and what 100 points are."""
    rounds = queries.to_review(clock.now())
    round_ = rounds.filter(code=given["round"]).first()
    if round_ is None:
        raise Http404
    people = [person_by_contact(each) for each in given["judges"]]
    criteria = {
        f"{part}{row}": each[part] for row, each in zip(ROWS, given["criteria"], strict=False) for part in each
    }  # fmt: skip
    typed = {
        "round": round_.pk, "due_on": given["due_on"], "judges": [each.pk if each else 0 for each in people],
        "tax_percent": f"{given['tax_share'] / PERCENT:.2f}", "tax_basis": given["tax_basis"], **criteria,
    }  # fmt: skip
    return ContestForm(typed, rounds=rounds)


class ContestDoor(ApiDoor):
    """One review; its buttons ask the same rights and call the same flows as the desk."""

    permission = "idea_contests.view_staff"
    scope = Scope.JUDGING
    write_scope = Scope.JUDGE
    http_method_names: Any = ("post",)

    def told(self, pk: int) -> Response:
        return Response(ContestWhole(self.row_of(queries.contests_for_staff(), pk=pk)).data)

    def done(self, pk: int, right: str, flow: Any, given: dict[str, Any]) -> Response:
        contest = self.row_of(queries.contests_for_staff(), pk=pk)
        self.refuse_unless(right, contest, "contest_not_yours")
        flow(contest_id=contest.pk, actor=self.person, **given)
        return self.told(pk)

    def sent(self, pk: int, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """Return what was sent, once the review is known to be the reader's."""
        self.row_of(IdeaContest.objects.all(), pk=pk)
        return self.taken(shape)


class ContestOne(ContestDoor):
    http_method_names = ("get", "head")

    @extend_schema(
        operation_id="contest_one", tags=["judging"], responses=ContestWhole, summary=_("One review of ideas"),
        description=_("With the ideas by their points and the prizes."),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        return self.told(pk)


class Propose(ContestDoor):
    @extend_schema(
        operation_id="contest_propose", tags=["judging"], request=Picks, responses=ContestWhole,
        summary=_("Propose prizes"), description=_("By the points, once every judge has judged every idea."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        picks = {each["entry"]: each["award"] for each in self.sent(pk, Picks)["picks"]}
        return self.done(pk, "idea_contests.propose", flows.propose_prizes, {"picks": picks})


class ContestSendBack(ContestDoor):
    @extend_schema(
        operation_id="contest_send_back", tags=["judging"], request=WhySentBack, responses=ContestWhole,
        summary=_("Send proposed prizes back"), description=_("With the reason."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        given = self.sent(pk, WhySentBack)
        return self.done(pk, "idea_contests.send_back", flows.send_prizes_back, given)


class Decide(ContestDoor):
    @extend_schema(
        operation_id="contest_decide", tags=["judging"], request=Nothing, responses=ContestWhole,
        summary=_("Decide the prizes"), description=_("As a second person, never by whoever proposed them."),
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        self.sent(pk, Nothing)
        return self.done(pk, "idea_contests.decide", flows.decide_prizes, {})
