"""What was handed in: receipts, and the frozen content behind each."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.doors import ApplicationDoor
from projects.api.shapes import SubmissionDetail, SubmissionRows


class SubmissionList(ApplicationDoor):
    @extend_schema(
        operation_id="applications_submissions", tags=["applications"], responses=SubmissionRows,
        summary=_("Hand-ins of an application, the last first"),
        description=_("Each with its receipt, time and hash. The first of the list stands."),
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        rows = self.application(code).submissions.defer("content").order_by("-version")
        return Response(SubmissionRows({"results": rows}).data)


class SubmissionOne(ApplicationDoor):
    @extend_schema(
        operation_id="applications_submission", tags=["applications"], responses=SubmissionDetail,
        summary=_("One hand-in with its content"),
        description=_("The content is canonical JSON as text: the SHA-256 of its UTF-8 bytes is that of the receipt."),
    )  # fmt: skip
    def get(self, request: Request, code: str, version: int) -> Response:
        rows: Any = self.application(code).submissions.filter(version=version)
        return Response(SubmissionDetail(get_object_or_404(rows)).data)
