"""How the screening looks to programs."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from projects.enums import ProjectState
from projects.models import Project
from reviews.domain.checklist import NUMBERS
from reviews.enums import Advice, Judge, ScreeningState, Verdict
from reviews.flows import mark_of
from reviews.models import ScreeningItem
from reviews.words import items as words

FINDINGS = [("", "—"), *Verdict.choices]


class HandedInRow(serializers.ModelSerializer[Project]):
    """An application that was handed in, as a line of the staff's list."""

    round = serializers.SlugRelatedField[Any](read_only=True, slug_field="code")
    organization = serializers.CharField(source="organization.uscc", read_only=True, help_text=_("Its credit code."))
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    area = serializers.CharField(source="organization.area.code", read_only=True)
    category = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug", allow_null=True)
    state = serializers.ChoiceField(ProjectState.choices)
    screening = serializers.SerializerMethodField(help_text=_("Null: nobody has begun."))
    advice = serializers.SerializerMethodField(help_text=_("What the district says, where the round asks it."))
    correction_due = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            "code", "round", "organization", "organization_name", "area", "state", "title", "category", "grant_fen",
            "total_fen", "on_paper", "submitted_at", "screening", "advice", "correction_due", "reason",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.ChoiceField(ScreeningState.choices, allow_null=True))
    def get_screening(self, project: Any) -> Any:
        return getattr(getattr(project, "screening", None), "state", None)

    @extend_schema_field(serializers.ChoiceField(Advice.choices, allow_null=True))
    def get_advice(self, project: Any) -> Any:
        return getattr(getattr(project, "recommendation", None), "advice", None)


class ItemRow(serializers.ModelSerializer[ScreeningItem]):
    """An item of the checklist. ``seen`` marks this judgement: send it along with the next one."""

    number = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()
    judge = serializers.ChoiceField(Judge.choices)
    verdict = serializers.ChoiceField(FINDINGS)
    evidence = serializers.SerializerMethodField(help_text=_("In words."))
    seen = serializers.SerializerMethodField()

    class Meta:
        model = ScreeningItem
        fields: tuple[str, ...] = (
            "key", "number", "name", "judge", "verdict", "evidence", "note", "request", "section", "path", "seen",
        )  # fmt: skip
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    def get_number(self, item: ScreeningItem) -> int:
        return NUMBERS[item.key]

    def get_name(self, item: ScreeningItem) -> str:
        return str(words.NAMES[item.key])

    def get_evidence(self, item: ScreeningItem) -> str:
        return str(words.evidence_of(item.evidence))

    def get_seen(self, item: ScreeningItem) -> str:
        return mark_of(item)


class CaseRow(HandedInRow):
    """One case: the application, the receipt that is judged, and its checklist (empty until somebody begins)."""

    receipt = serializers.SerializerMethodField()
    items = serializers.SerializerMethodField()

    class Meta(HandedInRow.Meta):
        fields = (*HandedInRow.Meta.fields, "receipt", "items")
        read_only_fields: ClassVar[tuple[str, ...]] = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_receipt(self, project: Any) -> Any:
        screening = getattr(project, "screening", None)
        return screening.submission.receipt if screening is not None else None

    @extend_schema_field(ItemRow(many=True))
    def get_items(self, project: Any) -> Any:
        screening = getattr(project, "screening", None)
        return ItemRow(screening.items.all(), many=True).data if screening is not None else []
