"""Ideas for programs: the public list, one's own, offers and pairs. Nobody's name is told before it may be read."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.models import Area
from organizations.models import Organization
from projects.api.acts import Nothing
from projects.enums import IdeaOwner, IdeaState, OfferState
from projects.flows import ideas as flows
from projects.forms.ideas import IdeaForm
from projects.models import Idea, IdeaOffer
from projects.queries import ideas as queries
from rounds.enums import Field
from venture.doors.api.doors import ApiDoor, ListDoor
from venture.kernel import policy

NAMED = (IdeaState.PAIRED, IdeaState.AWARDED)


class IdeaRow(serializers.ModelSerializer[Idea]):
    """An idea as everybody reads it."""

    round = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)
    street = serializers.SlugRelatedField[Any](read_only=True, slug_field="code", allow_null=True)
    field = serializers.ChoiceField(Field.choices)
    state = serializers.ChoiceField(IdeaState.choices)
    organization = serializers.SlugRelatedField[Any](
        read_only=True,
        slug_field="uscc",
        allow_null=True,
        help_text=_("Credit code of the one that it is paired with."),
    )
    credit = serializers.SerializerMethodField(help_text=_("As the owner wishes to be named; empty before a pair."))
    prize = serializers.SerializerMethodField()
    offers = serializers.IntegerField(source="offered", read_only=True, help_text=_("How many wait for the owner."))

    class Meta:
        model = Idea
        fields: tuple[str, ...] = (
            "code", "round", "title", "field", "population", "problem", "proposal", "contribution", "street", "state",
            "organization", "credit", "prize", "offers", "posted_at", "paired_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    def get_credit(self, row: Idea) -> str:
        return row.credit if row.state in NAMED else ""

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_prize(self, row: Idea) -> Any:
        return row.prize.name if row.state == IdeaState.AWARDED else None


class IdeaWords(serializers.Serializer[Any]):
    """The six answers, and whose the idea is. Nothing of a person may stand in the texts."""

    title = serializers.CharField(max_length=30)
    field = serializers.ChoiceField(Field.choices)
    population = serializers.CharField(max_length=100)
    problem = serializers.CharField(max_length=500)
    proposal = serializers.CharField(max_length=600)
    contribution = serializers.CharField(max_length=200)
    speaks_as = serializers.ChoiceField(IdeaOwner.choices, default=IdeaOwner.PERSON)
    unit_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    unit_code = serializers.CharField(max_length=18, required=False, allow_blank=True)
    host_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    street = serializers.CharField(max_length=12, required=False, allow_blank=True, help_text=_("Its division code."))
    credit = serializers.CharField(max_length=30, required=False, allow_blank=True)


class OfferRow(serializers.ModelSerializer[IdeaOffer]):
    organization = serializers.SlugRelatedField[Any](read_only=True, slug_field="uscc")
    state = serializers.ChoiceField(OfferState.choices)

    class Meta:
        model = IdeaOffer
        fields: tuple[str, ...] = (
            "id", "organization", "approach", "strength", "owner_part", "state", "made_at", "ended_at", "reason",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class OfferWords(serializers.Serializer[Any]):
    organization = serializers.CharField(max_length=18, help_text=_("Credit code of the one that you write for."))
    approach = serializers.CharField(max_length=500, min_length=10)
    strength = serializers.CharField(max_length=200)
    owner_part = serializers.CharField(max_length=200)


class OfferList(serializers.Serializer[Any]):
    results = OfferRow(many=True)


class IdeaReason(serializers.Serializer[Any]):
    """Why, in words; the other side reads it."""

    reason = serializers.CharField(max_length=300, allow_blank=True, required=False)


class IdeaFilters(filters.FilterSet):
    field = filters.ChoiceFilter(choices=Field.choices, label=_("field of service"))
    state = filters.ChoiceFilter(choices=IdeaState.choices, label=_("state"))
    round = filters.CharFilter(field_name="round__code", max_length=40, label=_("code of the round"))

    class Meta:
        model = Idea
        fields: ClassVar[list[str]] = ["field", "state"]


class IdeaDoor(ApiDoor):
    permission = "ideas.view"
    scope = Scope.IDEAS
    write_scope = Scope.IDEA
    http_method_names: Sequence[str] = ("get", "head")

    def idea(self, code: str, permission: str = "") -> Idea:
        found: Idea = self.row_of(queries.ideas_for_staff(), permission, code=code)
        return found

    def told(self, idea: Idea, code: int = status.HTTP_200_OK) -> Response:
        return Response(IdeaRow(queries.ideas_for_staff().get(pk=idea.pk)).data, status=code)


class IdeaList(IdeaDoor, ListDoor):
    """Every idea that is public."""

    ordering = ("-posted_at", "-pk")
    filterset_class = IdeaFilters
    serializer_class = IdeaRow
    scope = Scope.IDEAS
    http_method_names = ("get", "head", "post")

    def rows(self) -> QuerySet[Idea]:
        return queries.public_ideas()

    @extend_schema(
        operation_id="ideas_list", tags=["ideas"], summary=_("Ideas, the newest first"),
        description=_("Every idea that is public, with whom it is paired and its prize."),
    )  # fmt: skip
    def get(self, request: Request, **keys: Any) -> Response:
        return super().get(request, **keys)

    @extend_schema(
        operation_id="ideas_post", tags=["ideas"], request=IdeaWords, responses={201: IdeaRow}, filters=False,
        summary=_("Post an idea"), description=_("For the call that takes ideas now; it is public at once, unnamed."),
    )  # fmt: skip
    def post(self, request: Request, **keys: Any) -> Response:
        given = self.taken(IdeaWords)
        if not policy.may(self.person, "ideas.post"):
            raise ValidationError({"speaks_as": [_("Whoever works for the round posts no idea.")]})
        street = given.pop("street", "")
        found = Area.objects.filter(code=street, parent__parent__isnull=False).first() if street else None
        form = IdeaForm({**given, "street": found.pk if found else ("" if not street else "0"), "agreed": "on"})
        if not form.is_valid():
            raise ValidationError({name: [str(each) for each in errors] for name, errors in form.errors.items()})
        return self.told(flows.post_idea(actor=self.person, **form.words()), status.HTTP_201_CREATED)


class IdeaOne(IdeaDoor):
    @extend_schema(
        operation_id="ideas_one", tags=["ideas"], responses=IdeaRow, summary=_("One idea"),
        description=_("A public idea by its code."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        return Response(IdeaRow(self.row_of(queries.public_ideas(), code=code)).data)


class OfferRows(IdeaDoor):
    @extend_schema(
        operation_id="ideas_offers", tags=["ideas"], responses=OfferList, summary=_("Offers for an idea"),
        description=_("For the owner all of them, for an organisation its own."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        idea = self.idea(code, "ideas.follow_offers")
        rows = policy.visible(self.person, "idea_offers.view", queries.offers_of(idea))
        return Response(OfferList({"results": rows}).data)


class OfferMake(IdeaDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="ideas_offer", tags=["ideas"], request=OfferWords, responses={201: OfferRow},
        summary=_("Make an offer"), description=_("For a verified organisation that you write for, to an open idea."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        idea, mine = self.idea(code), queries.writes_for_ideas(self.person)
        if not mine.exists():
            raise Http404
        given = self.taken(OfferWords)
        organization: Organization = get_object_or_404(mine, uscc=given.pop("organization").strip().upper())
        made = flows.make_offer(idea_id=idea.pk, organization=organization, actor=self.person, **given)
        return Response(OfferRow(made).data, status=status.HTTP_201_CREATED)


class _OfferAct(IdeaDoor):
    http_method_names = ("post",)

    def offer(self, code: str, pk: int, permission: str) -> IdeaOffer:
        found: IdeaOffer = self.row_of(IdeaOffer.objects.filter(idea__code=code), permission, pk=pk)
        return found


class OfferAccept(_OfferAct):
    @extend_schema(
        operation_id="ideas_offer_accept", tags=["ideas"], request=Nothing, responses=OfferRow,
        summary=_("Accept an offer"), description=_("The idea is paired; in an open call a draft begins."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        self.taken(Nothing)
        offer = self.offer(code, pk, "idea_offers.answer")
        return Response(OfferRow(flows.accept_offer(offer_id=offer.pk, actor=self.person)).data)


class OfferDecline(_OfferAct):
    @extend_schema(
        operation_id="ideas_offer_decline", tags=["ideas"], request=IdeaReason, responses=OfferRow,
        summary=_("Decline an offer"), description=_("The organisation is told, with the reason if there is one."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        reason = self.taken(IdeaReason).get("reason", "")
        offer = self.offer(code, pk, "idea_offers.answer")
        return Response(OfferRow(flows.decline_offer(offer_id=offer.pk, reason=reason, actor=self.person)).data)


class OfferTakeBack(_OfferAct):
    @extend_schema(
        operation_id="ideas_offer_take_back", tags=["ideas"], request=Nothing, responses=OfferRow,
        summary=_("Take an offer back"), description=_("While the owner has not answered it."),
    )  # fmt: skip
    def post(self, request: Request, code: str, pk: int) -> Response:
        self.taken(Nothing)
        offer = self.offer(code, pk, "idea_offers.take_back")
        return Response(OfferRow(flows.take_back_offer(offer_id=offer.pk, actor=self.person)).data)


class IdeaWithdraw(IdeaDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="ideas_withdraw", tags=["ideas"], request=Nothing, responses=IdeaRow,
        summary=_("Take an idea back"), description=_("For good; organisations that made an offer are told."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        self.taken(Nothing)
        return self.told(flows.withdraw_idea(idea_id=self.idea(code, "ideas.keep").pk, actor=self.person))


class IdeaCarry(IdeaDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="ideas_carry", tags=["ideas"], request=Nothing, responses=IdeaRow,
        summary=_("Carry an idea to the open call"), description=_("It goes with the call that is open now."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        self.taken(Nothing)
        return self.told(flows.carry_idea(idea_id=self.idea(code, "ideas.keep").pk, actor=self.person))


class IdeaPart(IdeaDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="ideas_part", tags=["ideas"], request=IdeaReason, responses=IdeaRow, summary=_("Part a pair"),
        description=_("Before the application is handed in; its draft is withdrawn, the idea looks anew."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        reason = self.taken(IdeaReason).get("reason", "")
        return self.told(flows.part(idea_id=self.idea(code, "ideas.part").pk, reason=reason, actor=self.person))


class IdeaDraftBegin(IdeaDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="ideas_draft", tags=["ideas"], request=Nothing, responses=IdeaRow,
        summary=_("Begin the application of a pair"), description=_("When a call is open; the idea is carried over."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        self.taken(Nothing)
        idea = self.idea(code, "ideas.open_draft")
        flows.open_draft(idea_id=idea.pk, actor=self.person)
        return self.told(idea)
