"""Reports of one's own project for programs: what is asked, what is written, what was handed in with its hash."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from grants.api.own import GrantDoor
from grants.api.paying import Nothing
from grants.domain.report_form import LONGEST, missing, places
from grants.enums import ReportKind, ReportState
from grants.flows import running as flows
from grants.models import Report, ReportFile, ReportVersion
from grants.queries.running import indicators_of
from grants.queries.running.reports import figures_of, reached_of

FILE = 32


class VersionRow(serializers.ModelSerializer[ReportVersion]):
    class Meta:
        model = ReportVersion
        fields: tuple[str, ...] = ("number", "sha256", "submitted_at")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class AttachedRow(serializers.ModelSerializer[ReportFile]):
    name = serializers.CharField(source="file.name", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)

    class Meta:
        model = ReportFile
        fields: tuple[str, ...] = ("id", "label", "name", "sha256")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class IndicatorRow(serializers.Serializer[Any]):
    """What was aimed at and reached. ``share`` is in basis points where both are numbers."""

    id = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()
    target = serializers.CharField()
    actual = serializers.CharField()
    share = serializers.IntegerField(allow_null=True)


class ReportWhole(serializers.ModelSerializer[Report]):
    """A report. ``places`` can be written at, ``gaps`` must be before it is handed in; ``figures`` are ours."""

    kind = serializers.ChoiceField(ReportKind.choices)
    state = serializers.ChoiceField(ReportState.choices)
    places = serializers.SerializerMethodField()
    texts = serializers.SerializerMethodField()
    gaps = serializers.SerializerMethodField()
    beside = serializers.SerializerMethodField(help_text=_("Texts that another one overtook."))
    indicators = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField(
        help_text=_("Activities, people and money as the platform counts them.")
    )
    files = serializers.SerializerMethodField()
    versions = serializers.SerializerMethodField(help_text=_("As handed in, the newest first."))

    class Meta:
        model = Report
        fields: tuple[str, ...] = (
            "kind", "order", "state", "due_on", "mend_by", "submitted_at", "days_late", "remarks", "places", "texts",
            "gaps", "beside", "indicators", "figures", "files", "versions",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_places(self, row: Report) -> list[str]:
        return _places(row)

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_texts(self, row: Report) -> Any:
        return row.content.get("texts", {})

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_gaps(self, row: Report) -> list[str]:
        return missing(row.kind, row.content.get("texts", {}))

    @extend_schema_field(serializers.ListField(child=serializers.DictField(child=serializers.CharField())))
    def get_beside(self, row: Report) -> Any:
        return row.content.get("beside", [])

    @extend_schema_field(IndicatorRow(many=True))
    def get_indicators(self, row: Report) -> Any:
        return IndicatorRow(reached_of(row), many=True).data

    @extend_schema_field({"type": "object", "additionalProperties": {}})
    def get_figures(self, row: Report) -> Any:
        return figures_of(row)

    @extend_schema_field(AttachedRow(many=True))
    def get_files(self, row: Report) -> Any:
        rows = row.files.filter(off_at__isnull=True).select_related("file").order_by("pk")
        return AttachedRow(rows, many=True).data

    @extend_schema_field(VersionRow(many=True))
    def get_versions(self, row: Report) -> Any:
        return VersionRow(row.versions.order_by("-number"), many=True).data


class Written(serializers.Serializer[Any]):
    """Texts by place. ``base``: those that one began from; where somebody wrote meanwhile, one's own stands beside."""

    texts = serializers.DictField(child=serializers.CharField(max_length=LONGEST, allow_blank=True))
    base = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST, allow_blank=True), required=False, default=dict
    )


class Attach(serializers.Serializer[Any]):
    """``file`` is the key of one that was brought for ``grants.report_file``."""

    file = serializers.CharField(min_length=FILE, max_length=FILE)
    name = serializers.CharField(max_length=60, help_text=_("What it is."))


class ReportDoor(GrantDoor):
    def report(self, code: str, kind: str, order: int, right: str = "") -> Report:
        grant = self.grant(code)
        found = next((each for each in grant.all_reports if (each.kind, each.order) == (kind, order)), None)
        if found is None:
            raise Http404
        found.grant = grant
        report: Report = found
        if right:
            self.refuse_unless(right, report, "grant_step_not_yours")
        return report

    def told(self, report: Report) -> Response:
        found = Report.objects.get(pk=report.pk)
        found.grant = report.grant
        return Response(ReportWhole(found).data)


class ReportOne(ReportDoor):
    http_method_names = ("get", "head", "put")

    @extend_schema(
        operation_id="grants_report", tags=["grants"], responses=ReportWhole, summary=_("One report"),
        description=_("With the places to write at, what the platform knows, and every version handed in."),
    )  # fmt: skip
    def get(self, request: Request, code: str, kind: str, order: int) -> Response:
        return self.told(self.report(code, kind, order))

    @extend_schema(
        operation_id="grants_report_write", tags=["grants"], request=Written, responses=ReportWhole,
        summary=_("Write a report"), description=_("Place by place; a place that is not sent stays as it is."),
    )  # fmt: skip
    def put(self, request: Request, code: str, kind: str, order: int) -> Response:
        report, given = self.report(code, kind, order), self.taken(Written)
        if strange := sorted(set(given["texts"]) - set(_places(report))):
            said = str(_("The form has no such place."))
            raise ValidationError({place: [said] for place in strange})
        self.refuse_unless("reports.write", report, "grant_step_not_yours")
        flows.save_report(report_id=report.pk, typed=given["texts"], base=given["base"], actor=self.person)
        return self.told(report)


class ReportSubmit(ReportDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="grants_report_submit", tags=["grants"], request=Nothing, responses=ReportWhole,
        summary=_("Hand a report in"), description=_("Texts, figures and files are frozen with their hash."),
    )  # fmt: skip
    def post(self, request: Request, code: str, kind: str, order: int) -> Response:
        report = self.report(code, kind, order)
        self.taken(Nothing)
        self.refuse_unless("reports.write", report, "grant_step_not_yours")
        flows.submit_report(report_id=report.pk, actor=self.person)
        return self.told(report)


class ReportAttach(ReportDoor):
    http_method_names = ("post",)

    @extend_schema(
        operation_id="grants_report_attach", tags=["grants"], request=Attach, responses=ReportWhole,
        summary=_("Attach a file to a report"), description=_("While it is written; twenty at most."),
    )  # fmt: skip
    def post(self, request: Request, code: str, kind: str, order: int) -> Response:
        report, given = self.report(code, kind, order), self.taken(Attach)
        self.refuse_unless("reports.write", report, "grant_step_not_yours")
        flows.attach_to_report(report_id=report.pk, key=given["file"], label=given["name"], actor=self.person)
        return self.told(report)


def _places(report: Report) -> list[str]:
    return places(report.kind, [each["id"] for each in indicators_of(report.grant.plan)])
