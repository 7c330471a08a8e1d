"""One part of an application: as it stands, and changed from the version that the program has seen."""

import hashlib
import re
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from projects.api.applications import sections_told
from projects.api.doors import KEY, ApplicationDoor
from projects.api.shapes import SectionRow
from projects.domain.form import FORMS, Form
from projects.domain.form.writing import flattened
from projects.flows import applications as flows
from projects.forms.answers import LONGEST_ANSWER, fresh_id
from projects.models import Project, SectionDraft
from projects.queries import overview
from rounds.enums import Section
from venture.doors.api.problems import CONTENT_TYPE, problem
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

VERSION: Final = re.compile(r'(?:W/)?"(\d{1,9})(?:\.[0-9a-f]{32})?(?:-gzip)?"')
MOVED: Final = "section_moved"
IF_MATCH = OpenApiParameter(
    "If-Match", {"type": "string"}, OpenApiParameter.HEADER, required=True,
    description='The ETag of the part as you read it, or its version in quotes: "7".',
)  # fmt: skip
PART = OpenApiParameter("section", {"type": "string", "enum": Section.values}, OpenApiParameter.PATH)
FAULT = {"$ref": "#/components/schemas/Problem"}


class Change(serializers.Serializer[Any]):
    """Either ``values`` (as they are read) or ``typed`` (flat paths to text). What is not named stays; null clears."""

    values = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)
    typed = serializers.DictField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=LONGEST_ANSWER), required=False
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("values" in given) == ("typed" in given):
            raise ValidationError({"values": [_("Send either “values” or “typed”.")]})
        return given


class SectionOne(ApplicationDoor):
    http_method_names = ("get", "head", "patch")

    @extend_schema(
        operation_id="applications_section", tags=["applications"], responses=SectionRow, parameters=[PART],
        summary=gettext_lazy("One part of an application"),
        description=gettext_lazy("As typed, as it is read, with what is to be mended. The ETag names its version."),
    )  # fmt: skip
    def get(self, request: Request, code: str, section: str) -> Response:
        return self._told(self.row_of(overview.for_pages(), code=code), section)

    @extend_schema(
        operation_id="applications_section_change", tags=["applications"], request=Change,
        parameters=[PART, IF_MATCH, KEY],
        responses={
            200: SectionRow,
            412: OpenApiResponse(FAULT, "Somebody saved meanwhile: conflicts holds both texts of each place."),
            428: OpenApiResponse(FAULT, "If-Match is missing."),
        },
        summary=gettext_lazy("Change a part of an application"),
        description=gettext_lazy(
            "Complete or not, valid or not: what is to be mended comes back in words. Send the version that you have"
            " seen as If-Match; if somebody saved meanwhile, nothing is saved and both texts of each place come back."
        ),
    )  # fmt: skip
    def patch(self, request: Request, code: str, section: str) -> Response:
        project = self.application(code, "applications.write")
        form = FORMS.get(section)
        if form is None:
            raise Http404
        given = self.taken(Change)
        seen = VERSION.fullmatch(request.headers.get("If-Match", "").strip())
        if seen is None:
            detail = _("Send the version that you have read as a header If-Match.")
            return _fault(status.HTTP_428_PRECONDITION_REQUIRED, detail=detail)
        draft = SectionDraft.objects.get(project=project, section=section)
        typed = _typed(form, given, draft)
        try:
            flows.save_version(
                project_id=project.pk, section=section, typed=typed, version=int(seen[1]), key=self._turn(),
                actor=self.person,
            )  # fmt: skip
        except RuleRefusal as refusal:
            if refusal.code != MOVED:
                raise
            return _moved(SectionDraft.objects.get(pk=draft.pk), typed, refusal)
        return self._told(overview.for_pages().get(pk=project.pk), section)

    def _turn(self) -> str:
        """Return the act's key as an editor's own: one that ends in a number is no turn of another."""
        return hashlib.sha256(f"{self.person.pk}:{self.key()}".encode()).hexdigest()[:40]

    def _told(self, project: Project, section: str) -> Response:
        window = overview.window_of(project, clock.now())
        told = next((each for each in sections_told(project, window) if each["section"] == section), None)
        if told is None:
            raise Http404
        answer = Response(SectionRow(told).data)
        self.version = told["version"]
        if self.request.method == "PATCH":
            answer["ETag"] = f'"{told["version"]}"'
        return answer


def _typed(form: Form, given: dict[str, Any], draft: SectionDraft) -> dict[str, str]:
    """Return the change as flat text. Answer 400 with each path that is no question, or has another kind of value."""
    rows = {table.name: draft.typed.get(table.name, "") for table in form.tables}
    typed: dict[str, str] = given.get("typed", {})
    if "values" in given:
        typed, wrong = flattened(form, given["values"], lambda: fresh_id([]))
        typed = Change(data={"typed": typed}).run_validation({"typed": typed})["typed"]
    else:
        wrong = dict.fromkeys(set(typed) - set(form.paths({**rows, **typed})), "unknown")
    if wrong:
        words = {"unknown": _("The form has no such place."), "kind": _("This place takes another kind of value.")}
        raise ValidationError({path: [words[fault]] for path, fault in sorted(wrong.items())})
    return typed


def _moved(draft: SectionDraft, typed: dict[str, str], refusal: RuleRefusal) -> Response:
    conflicts = [
        {"path": path, "mine": text, "theirs": draft.typed.get(path, "")}
        for path, text in typed.items()
        if text != draft.typed.get(path, "")
    ]
    answer = _fault(
        status.HTTP_412_PRECONDITION_FAILED, detail=sentence_of(refusal), name=MOVED, version=draft.version,
        conflicts=conflicts,
    )  # fmt: skip
    answer["ETag"] = f'"{draft.version}"'
    return answer


def _fault(code: int, **facts: Any) -> Response:
    return Response(problem(code, **facts), status=code, content_type=CONTENT_TYPE)
