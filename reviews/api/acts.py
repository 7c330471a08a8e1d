"""The acts of a case. Each answers with the case as it stands then; a refusal says in words how to mend it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import flows
from reviews.api.cases import CaseDoor
from reviews.api.shapes import FINDINGS, CaseRow
from reviews.domain.checklist import KEYS
from reviews.flows import Judgement
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal

SCREEN, CONFIRM = "screening.screen", "screening.confirm_refusal"


class Found(serializers.Serializer[Any]):
    """What was found for one item."""

    key = serializers.ChoiceField([(key, key) for key in KEYS])
    verdict = serializers.ChoiceField(FINDINGS, allow_blank=True)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    request = serializers.CharField(max_length=300, allow_blank=True, default="")
    section = serializers.CharField(max_length=16, allow_blank=True, default="")
    path = serializers.CharField(max_length=80, allow_blank=True, default="")
    seen = serializers.CharField(max_length=40, allow_blank=True, help_text=_("As the item was told to you."))


class Judging(serializers.Serializer[Any]):
    items = Found(many=True)

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({each["key"] for each in items}) != len(items):
            raise ValidationError(gettext("An item is named twice."))
        return items


class Letter(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=500, allow_blank=True, default="")


class Grounds(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class Declining(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class Nothing(serializers.Serializer[Any]):
    """An empty object."""


class ActDoor(CaseDoor):
    """A button of the desk. Who sees the case but may not do this, or not any more, is told so."""

    http_method_names = ("post",)
    needs = SCREEN

    def done(self, code: str, flow: Callable[..., Any], shape: type[Any] = Nothing) -> Response:
        project = self.case(code)
        given = self.given(self.taken(shape))
        if not self.allowed(project):
            raise RuleRefusal("screening_not_yours")
        flow(project_id=project.pk, actor=self.person, **given)
        return Response(CaseRow(self.case(code)).data)

    def allowed(self, project: Any) -> bool:
        return policy.allows(self.person, self.needs, project)

    def given(self, taken: dict[str, Any]) -> dict[str, Any]:
        return taken


class Begin(ActDoor):
    @extend_schema(
        operation_id="screening_begin", tags=["screening"], request=Nothing, responses=CaseRow,
        summary=_("Begin a case"),
        description=_("Once the time to hand in is over. The data judge what they can."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, flows.open_screening)


class Judge(ActDoor):
    def given(self, taken: dict[str, Any]) -> dict[str, Any]:
        return {"judged": {each.pop("key"): Judgement(**each) for each in taken["items"]}}

    @extend_schema(
        operation_id="screening_judge", tags=["screening"], request=Judging, responses=CaseRow,
        summary=_("Judge items"),
        description=_("Items that are not named are left alone; one that somebody judged meanwhile refuses the whole."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, flows.judge_items, Judging)


class Pass(ActDoor):
    @extend_schema(
        operation_id="screening_pass", tags=["screening"], request=Nothing, responses=CaseRow,
        summary=_("Accept"),
        description=_("Every item is judged and none fails."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, flows.pass_screening)


class Correct(ActDoor):
    @extend_schema(
        operation_id="screening_correct", tags=["screening"], request=Letter, responses=CaseRow,
        summary=_("Give back for correction"),
        description=_("With everything that fails; nothing else is open to the applicant."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, flows.ask_correction, Letter)


class Refuse(ActDoor):
    @extend_schema(
        operation_id="screening_refuse", tags=["screening"], request=Grounds, responses=CaseRow,
        summary=_("Propose to refuse"),
        description=_("With the reason that the applicant reads; another person confirms."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, flows.propose_refusal, Grounds)


class Confirm(ActDoor):
    needs = CONFIRM

    @extend_schema(
        operation_id="screening_confirm", tags=["screening"], request=Nothing, responses=CaseRow,
        summary=_("Confirm a refusal"),
        description=_("Never by the person who proposed it."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, flows.confirm_refusal)


class Decline(ActDoor):
    needs = CONFIRM

    def allowed(self, project: Any) -> bool:
        mine = getattr(getattr(project, "screening", None), "proposed_by_id", None) == self.person.pk
        return super().allowed(project) or (mine and policy.allows(self.person, SCREEN, project))

    @extend_schema(
        operation_id="screening_decline", tags=["screening"], request=Declining, responses=CaseRow,
        summary=_("Send a proposed refusal back"),
        description=_("The proposer reads why, or takes it back alone."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.done(code, flows.decline_refusal, Declining)
