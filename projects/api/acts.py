"""What an organisation does with an application: hand it in, call it back, withdraw it, ask a community."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.doors import KEY, ApplicationDoor
from projects.api.shapes import ApplicationRow, ConsentList, ConsentRow, ReceiptRow
from projects.flows import applications as flows
from projects.flows.applications.consenting import ask_consent
from projects.models import Project
from projects.queries import applications


class Nothing(serializers.Serializer[Any]):
    """An empty object."""


class Reason(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class Asked(serializers.Serializer[Any]):
    community = serializers.CharField(
        max_length=20, help_text=_("Its code, as a place of the part “landing” names it.")
    )


def row_told(project: Project) -> Response:
    return Response(ApplicationRow(applications.for_own_list().get(pk=project.pk)).data)


class Submit(ApplicationDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="applications_submit", tags=["applications"], request=Nothing, responses=ReceiptRow,
        parameters=[KEY], summary=_("Hand an application in"),
        description=_(
            "As it is now: complete, and signed on the site by who signs for the organisation. The same key, or the"
            " same content, gives the same receipt. A returned application answers its correction by this."
        ),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        project, key = self.application(code, "applications.hand_in"), self.key()
        self.taken(Nothing)
        return Response(ReceiptRow(flows.submit_application(project_id=project.pk, key=key, actor=self.person)).data)


class Recall(ApplicationDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="applications_recall", tags=["applications"], request=Nothing, responses=ApplicationRow,
        summary=_("Call a hand-in back"),
        description=_("Until closing. The last hand-in stands until another takes its place."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        project = self.application(code, "applications.write")
        self.taken(Nothing)
        return row_told(flows.recall_application(project_id=project.pk, actor=self.person))


class Withdraw(ApplicationDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="applications_withdraw", tags=["applications"], request=Reason, responses=ApplicationRow,
        summary=_("Withdraw an application"),
        description=_("For good, by an owner, with a reason that stays on record."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        project = self.application(code, "applications.end")
        reason = self.taken(Reason)["reason"]
        return row_told(flows.withdraw_application(project_id=project.pk, reason=reason, actor=self.person))


class Consents(ApplicationDoor):
    http_method_names = ("get", "head", "post")

    @extend_schema(
        operation_id="applications_consents", tags=["applications"], responses=ConsentList,
        summary=_("Opinions of communities"), description=_("Every question that was sent, the newest first."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        rows = self.application(code).consents.select_related("community").order_by("-pk")
        return Response(ConsentList({"results": rows}).data)

    @extend_schema(
        operation_id="applications_consent_ask", tags=["applications"], request=Asked, responses={201: ConsentRow},
        summary=_("Ask a community"),
        description=_("The link goes to the telephone that the part “landing” names; an earlier question is ended."),
    )  # fmt: skip
    def post(self, request: Request, code: str) -> Response:
        project = self.application(code, "applications.write")
        community = self.taken(Asked)["community"]
        asked = ask_consent(project_id=project.pk, community_code=community, actor=self.person)
        return Response(ConsentRow(asked).data, status=status.HTTP_201_CREATED)
