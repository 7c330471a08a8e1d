"""How applications look to programs."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from projects.enums import ConsentState, ProjectState
from projects.models import CommunityConsent, Project, Submission
from rounds.enums import Section

OPEN_OBJECT = {"type": "object", "additionalProperties": {}}
TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}


class ApplicationRow(serializers.ModelSerializer[Project]):
    """An application as a line of the list. Title, field and amounts follow the draft."""

    round = serializers.SlugRelatedField[Any](read_only=True, slug_field="code")
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text=_("Its credit code."))
    category = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug", allow_null=True)
    state = serializers.ChoiceField(ProjectState.choices)

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            "code", "round", "organization", "state", "title", "category", "grant_fen", "total_fen", "on_paper",
            "created_at", "saved_at", "submitted_at",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class ProblemRow(serializers.Serializer[Any]):
    """What is to be mended at a place, in words. ``blocks``: it keeps from handing in."""

    path = serializers.CharField(allow_blank=True)
    place = serializers.CharField()
    code = serializers.CharField()
    words = serializers.CharField()
    missing = serializers.BooleanField()
    blocks = serializers.BooleanField()


class AskRow(serializers.Serializer[Any]):
    """One thing that a correction asks for."""

    section = serializers.ChoiceField(Section.choices)
    path = serializers.CharField(allow_blank=True)
    request = serializers.CharField()


class CorrectionRow(serializers.Serializer[Any]):
    """The open correction of a returned application: only what it names may change."""

    number = serializers.IntegerField()
    words = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField()
    items = AskRow(many=True)


class SectionRow(serializers.Serializer[Any]):
    """A part of the form as it stands: what was typed, what it is read as, and what is to be mended."""

    section = serializers.ChoiceField(Section.choices)
    name = serializers.CharField()
    version = serializers.IntegerField()
    open = serializers.BooleanField(help_text=_("May be changed now."))
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    saved_at = serializers.DateTimeField(allow_null=True)
    typed = serializers.DictField(child=serializers.CharField(allow_blank=True))
    values = serializers.SerializerMethodField()
    problems = ProblemRow(many=True)

    @extend_schema_field(OPEN_OBJECT)
    def get_values(self, row: dict[str, Any]) -> Any:
        return row["values"]


class ApplicationDetail(ApplicationRow):
    """One application with its deadline, its correction and every part that the round asks for."""

    open = serializers.SerializerMethodField(help_text=_("By the database's clock, when you asked."))
    closes_at = serializers.SerializerMethodField(help_text=_("Its own end, extension or correction included."))
    receipt = serializers.SerializerMethodField(help_text=_("Of the hand-in that stands."))
    correction = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()

    class Meta(ApplicationRow.Meta):
        fields = (*ApplicationRow.Meta.fields, "open", "closes_at", "receipt", "correction", "reason", "sections")
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    def get_open(self, project: Any) -> bool:
        return bool(self.context["window"].open)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_closes_at(self, project: Any) -> Any:
        return serializers.DateTimeField().to_representation(at) if (at := self.context["window"].closes_at) else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_receipt(self, project: Any) -> Any:
        return project.receipt

    @extend_schema_field(CorrectionRow(allow_null=True))
    def get_correction(self, project: Any) -> Any:
        correction = self.context["window"].correction
        if correction is None:
            return None
        items = [
            {"section": each.section, "path": each.path, "request": each.request} for each in correction.items.all()
        ]
        told = {name: getattr(correction, name) for name in ("number", "words", "due_at")}
        return CorrectionRow({**told, "items": items}).data

    @extend_schema_field(SectionRow(many=True))
    def get_sections(self, project: Any) -> Any:
        return SectionRow(self.context["sections"], many=True).data


class ReceiptRow(serializers.ModelSerializer[Submission]):
    """A hand-in: its receipt, its time, and the SHA-256 of its content."""

    class Meta:
        model = Submission
        fields: tuple[str, ...] = ("version", "receipt", "submitted_at", "sha256", "grant_fen", "total_fen")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class SubmissionDetail(ReceiptRow):
    """One hand-in with its frozen content: canonical JSON as text, whose UTF-8 bytes have the hash ``sha256``."""

    class Meta(ReceiptRow.Meta):
        fields = (*ReceiptRow.Meta.fields, "content")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class ConsentRow(serializers.ModelSerializer[CommunityConsent]):
    """The opinion of a community. The link itself is told to nobody but the community."""

    community = serializers.SlugRelatedField[Any](read_only=True, slug_field="code")
    state = serializers.ChoiceField(ConsentState.choices)

    class Meta:
        model = CommunityConsent
        fields: tuple[str, ...] = ("community", "state", "contact_name", "asked_at", "answered_at", "answerer", "words")
        read_only_fields: ClassVar[tuple[str, ...]] = fields


class ConsentList(serializers.Serializer[Any]):
    results = ConsentRow(many=True)


class SubmissionRows(serializers.Serializer[Any]):
    results = ReceiptRow(many=True)
