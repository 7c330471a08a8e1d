"""What organisations and the staff do with a published need: interest, match, project, met."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from organizations.enums import MemberRole
from organizations.models import Organization
from organizations.queries import is_member
from projects import flows, queries
from projects.api.needs import NeedRow
from projects.api.resources import ForWhom
from projects.models import Need
from venture.doors.api.doors import ApiDoor
from venture.kernel.errors import RuleRefusal


class NeedAct(ApiDoor):
    """A button of the need's page: the same right, the same flow."""

    permission = "needs.view"
    scope = Scope.NEEDS
    write_scope = Scope.NEED
    http_method_names = ("post",)

    def told(self, need: Need) -> Response:
        return Response(NeedRow(queries.for_staff().get(pk=need.pk)).data)


class Interest(NeedAct):
    @extend_schema(
        operation_id="needs_interest", tags=["needs"], request=ForWhom, responses=NeedRow,
        summary=_("Say that an organisation would answer a need"),
        description=_("For a verified organisation that you write for; shown in public, and it binds nobody."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.said(code, flows.say_interest)

    def said(self, code: str, flow: Any) -> Response:
        need, given = self.row_of(Need.objects.all(), code=code), self.taken(ForWhom)
        mine = Organization.objects.filter(is_member(self.person, organization_ref="pk", roles=MemberRole.writers))
        organization = get_object_or_404(mine, uscc=given["organization"].strip().upper())
        flow(need_id=need.pk, organization=organization, actor=self.person)
        return self.told(need)


class InterestBack(Interest):
    @extend_schema(
        operation_id="needs_interest_back", tags=["needs"], request=ForWhom, responses=NeedRow,
        summary=_("Take an interest back"), description=_("Twice changes nothing."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        return self.said(code, flows.withdraw_interest)


class Answer(serializers.Serializer[Any]):
    """The application that cites the need, or the organisation alone where none does yet."""

    application = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    organization = serializers.CharField(
        max_length=18, required=False, allow_blank=True, default="", help_text=_("Its credit code.")
    )


class ByProject(serializers.Serializer[Any]):
    application = serializers.CharField(max_length=40, help_text=_("One that the organisation handed in."))


class WhyReleased(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class HowMet(serializers.Serializer[Any]):
    indicators = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=50, required=False, default=list,
        help_text=_("Keys of the project's indicators that measure it."),
    )  # fmt: skip
    words = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class StaffAct(NeedAct):
    permission = "needs.view_staff"

    def held(self, code: str, right: str, shape: Any) -> tuple[Need, dict[str, Any]]:
        need: Need = self.row_of(queries.for_staff(), code=code)
        given = self.taken(shape)
        self.refuse_unless(right, need, "need_not_yours")
        return need, given


class Match(StaffAct):
    @extend_schema(
        operation_id="needs_match", tags=["needs"], request=Answer, responses=NeedRow,
        summary=_("Note who answers a need"),
        description=_("By an application that cites it, or a verified organisation whose project follows."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        need, given = self.held(code, "needs.match", Answer)
        project = queries.citing(need).filter(code=given["application"]).first() if given["application"] else None
        if given["application"] and project is None:
            raise RuleRefusal("need_project_not_handed_in")
        organization = project.organization if project is not None else None
        if organization is None:
            organization = queries.verified_organizations().filter(uscc=given["organization"].strip().upper()).first()
        if organization is None:
            raise RuleRefusal("organization_missing")
        flows.match_need(need_id=need.pk, organization=organization, project=project, actor=self.person)
        return self.told(need)


class Bind(StaffAct):
    @extend_schema(
        operation_id="needs_bind", tags=["needs"], request=ByProject, responses=NeedRow,
        summary=_("Name the project that answers a need"),
        description=_("Of a need that was matched with the organisation alone."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        need, given = self.held(code, "needs.bind", ByProject)
        project = queries.bindable(need).filter(code=given["application"]).first()
        if project is None:
            raise RuleRefusal("need_project_not_handed_in")
        flows.bind_need(need_id=need.pk, project_id=project.pk, actor=self.person)
        return self.told(need)


class Release(StaffAct):
    @extend_schema(
        operation_id="needs_release", tags=["needs"], request=WhyReleased, responses=NeedRow,
        summary=_("Let a matched need wait again"), description=_("With the reason, which stays on record."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        need, given = self.held(code, "needs.release", WhyReleased)
        flows.release_need(need_id=need.pk, actor=self.person, **given)
        return self.told(need)


class Meet(StaffAct):
    @extend_schema(
        operation_id="needs_meet", tags=["needs"], request=HowMet, responses=NeedRow,
        summary=_("Note that a need is met"), description=_("In words, and by the indicators that measure it."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        need, given = self.held(code, "needs.meet", HowMet)
        offered = {each["id"] for each in queries.indicators_handed_in(need.project)}
        if strange := sorted(set(given["indicators"]) - offered):
            raise RuleRefusal("need_indicators_strange", names="、".join(strange))
        flows.meet_need(need_id=need.pk, actor=self.person, **given)
        return self.told(need)
