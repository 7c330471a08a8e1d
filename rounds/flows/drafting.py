"""New rounds: from a preset file, or from last year's."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict

from accounts.models import Area
from rounds.enums import RoundState
from rounds.models import (
    BudgetRule,
    Category,
    Criterion,
    DocumentRequirement,
    EligibilityRule,
    Envelope,
    EvaluationItem,
    FormSection,
    FundBan,
    FundSource,
    IdeaAward,
    Provision,
    ResultGrade,
    Round,
    Stage,
    SubService,
    TieRule,
    Tranche,
)
from venture.audit.flows import record

PRESETS = Path(__file__).parent.parent / "presets"
BASICS = (
    "title", "document_number", "lead", "sponsor", "operator", "nature", "pool_fen", "project_cap_fen",
    "projects_per_organization", "grace_seconds", "notice_days", "short_form_below_fen", "enquiry_phone",
    "supervision_phone", "advanced", "persons_per_act", "inferred", "area_id", "naming_share", "match_share",
    "match_cap_fen", "unmatched_cap_fen", "project_prefix", "form_limits", "signing", "consent_needed",
    "consent_seal", "corrections", "correction_days", "district_first", "objection_accept_days",
    "objection_answer_days", "objection_again_days",
)  # fmt: skip
FLAT: tuple[type[Any], ...] = (
    Provision, EligibilityRule, DocumentRequirement, FormSection, BudgetRule, IdeaAward, Stage, TieRule, Tranche,
    EvaluationItem, ResultGrade,
)  # fmt: skip
ROWS: dict[type[Any], str] = {model: model._meta.get_field("round").remote_field.related_name for model in FLAT}


def preset_names() -> list[str]:
    return sorted(path.stem for path in PRESETS.glob("*.json"))


@transaction.atomic
def create_from_preset(*, preset: str, code: str, year: int, actor: Any, **basics: Any) -> Round:
    """Make a draft round from a preset file; ``basics`` stand above the file's values.

    Raise ``FileNotFoundError`` for a preset that is not shipped.
    """
    data = json.loads((PRESETS / f"{preset}.json").read_text(encoding="utf-8"))
    round_ = Round.objects.create(code=code, year=year, **{**data["round"], **basics})
    sources = [_source(each) for each in data["sources"]]
    for order, each in enumerate(data["categories"]):
        category = Category.objects.create(
            round=round_, order=order, slug=each["slug"], name=each["name"], description=each.get("description", "")
        )
        SubService.objects.bulk_create(
            SubService(category=category, name=name, order=n) for n, name in enumerate(each["services"])
        )
        if each.get("amount_fen"):
            Envelope.objects.create(category=category, source=sources[0], amount_fen=each["amount_fen"])
    for model, name in ROWS.items():
        model.objects.bulk_create(model(round=round_, **{"order": n + 1, **row}) for n, row in enumerate(data[name]))
    _plant(round_, data["criteria"], None)
    record(actor=actor, verb="round.create", subject=round_, after=code, preset=preset)
    return round_


@transaction.atomic
def clone_round(*, round_id: int, code: str, year: int, actor: Any, area: Area | None = None) -> Round:
    """Make a draft for ``year`` from an earlier round: all rules, and every date moved on by the years between.

    The document number is left empty: each round has its own. ``area`` is the old round's where none is given.
    """
    old = Round.objects.select_for_update().get(pk=round_id)
    on = year - old.year
    new = Round.objects.create(
        code=code,
        year=year,
        state=RoundState.DRAFT,
        opens_at=_later(old.opens_at, on),
        closes_at=_later(old.closes_at, on),
        starts_on=_later(old.starts_on, on),
        ends_on=_later(old.ends_on, on),
        **{
            **{name: getattr(old, name) for name in BASICS},
            "title": old.title.replace(str(old.year), str(year)),
            "document_number": "",
            "area_id": area.pk if area is not None else old.area_id,
        },
    )
    for category in old.categories.prefetch_related("services", "envelopes"):
        copy = Category.objects.create(
            round=new, slug=category.slug, name=category.name, description=category.description, order=category.order
        )
        SubService.objects.bulk_create(
            SubService(category=copy, name=each.name, order=each.order) for each in category.services.all()
        )
        Envelope.objects.bulk_create(
            Envelope(
                category=copy,
                source_id=each.source_id,
                area_id=each.area_id,
                first_time=each.first_time,
                amount_fen=each.amount_fen,
            )
            for each in category.envelopes.all()
        )
    for model, name in ROWS.items():
        rows = [_values(row) for row in getattr(old, name).all()]
        for row in rows:
            row.update({key: _later(row[key], on) for key in ("starts_on", "ends_on") if key in row})
        model.objects.bulk_create(model(round=new, **row) for row in rows)
    _copy_tree(old, new)
    record(actor=actor, verb="round.create", subject=new, after=code, cloned_from=old.code)
    return new


def _source(data: dict[str, Any]) -> FundSource:
    source, made = FundSource.objects.get_or_create(
        slug=data["slug"],
        defaults={"name": data["name"], "mark": data.get("mark", ""), "duty": data.get("duty", "")},
    )
    if made:
        FundBan.objects.bulk_create(FundBan(source=source, **ban) for ban in data.get("bans", []))
    return source


def _plant(round_: Round, nodes: list[dict[str, Any]], parent: Criterion | None) -> None:
    for order, node in enumerate(nodes):
        values = {key: value for key, value in node.items() if key != "children"}
        made = Criterion.objects.create(round=round_, parent=parent, order=order, **values)
        _plant(round_, node.get("children", []), made)


def _copy_tree(old: Round, new: Round) -> None:
    copies: dict[int | None, Criterion | None] = {None: None}
    waiting = list(old.criteria.order_by("pk"))
    for node in waiting:
        values = _values(node)
        values.pop("parent")
        copies[node.pk] = Criterion.objects.create(round=new, parent=copies[node.parent_id], **values)


def _values(row: Any) -> dict[str, Any]:
    return {key: value for key, value in model_to_dict(row).items() if key not in {"id", "round"}}


def _later(moment: Any, years: int) -> Any:
    """Return the same day ``years`` on; 29 February becomes 28 February."""
    if moment is None:
        return None
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)
