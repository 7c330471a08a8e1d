"""Presets are whole, and a clone is last year's round with its days moved on."""

import json
from typing import Any

import pytest

from rounds import flows
from rounds.domain.canonical import canonical, fingerprint
from rounds.domain.validation import report
from rounds.flows.drafting import PRESETS, preset_names
from rounds.models import Round
from rounds.queries import facts_of, rules_of
from tests.rounds.factories import make_published

pytestmark = pytest.mark.django_db

# What no preset can know: the year's own number, telephones, days and money that a bureau enters.
OWN = {
    "missing_document_number", "missing_enquiry_phone", "missing_supervision_phone", "missing_window", "missing_period",
    "no_pool", "no_cap", "envelopes_above_pool", "envelopes_below_pool", "field_without_envelope", "missing_title",
    "calendar_year_missing",
}  # fmt: skip
FIELDS = ["elderly", "disability", "youth", "relief", "other"]


def test_four_presets_are_shipped() -> None:
    assert preset_names() == ["dongguan", "guangzhou", "seed", "suzhou"]


@pytest.mark.parametrize("name", ["dongguan", "guangzhou", "seed", "suzhou"])
def test_a_preset_lacks_only_what_each_bureau_enters_itself(name: str) -> None:
    round_ = flows.create_from_preset(preset=name, code="2027", year=2027, actor=None)

    assert {found.code for found in report(facts_of(round_))} - OWN == set()
    assert round_.criteria.filter(children=None).count() >= 5
    assert round_.tranches.exists()
    assert round_.stages.exists()
    assert round_.eligibility.exists()


@pytest.mark.parametrize("name", ["dongguan", "guangzhou", "seed", "suzhou"])
def test_every_value_of_a_preset_names_its_source_or_is_marked_as_inferred(name: str) -> None:
    data = json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8"))
    rows = [*data["eligibility"], *data["budget_rules"]]

    assert [row for row in rows if not row.get("citation") and not row.get("inferred")] == []


def test_the_seed_has_five_fields_each_with_its_services() -> None:
    round_ = flows.create_from_preset(preset="seed", code="2027", year=2027, actor=None)
    services = {each.slug: each.services.count() for each in round_.categories.prefetch_related("services")}

    assert list(services) == FIELDS
    assert min(services.values()) >= 1


def test_a_clone_has_every_rule_and_no_past() -> None:
    old = make_published()
    new = flows.clone_round(round_id=old.pk, code="2026", year=2026, actor=None)
    was, now = rules_of(old), rules_of(new)

    def undated(rules: dict[str, Any]) -> dict[str, Any]:
        stages = [{key: value for key, value in each.items() if not key.endswith("_on")} for each in rules["stages"]]
        return {**rules, "round": None, "stages": stages}

    assert undated(now) == undated(was)
    assert (new.state, new.document_number, new.published_at, new.proposed_by) == ("draft", "", None, None)
    assert new.title == "2026年度公益创投"
    assert now["stages"][0]["starts_on"][:4] == "2026"
    assert old.opens_at is not None
    assert new.opens_at == old.opens_at.replace(year=2026)
    assert new.versions.count() == 0


def test_a_day_that_the_new_year_lacks_becomes_the_last_of_february() -> None:
    old = make_published()
    Round.objects.filter(pk=old.pk).update(starts_on="2024-02-29", year=2024)
    new = flows.clone_round(round_id=old.pk, code="2025-b", year=2025, actor=None)

    assert str(new.starts_on) == "2025-02-28"


def test_the_hash_of_the_rules_does_not_depend_on_the_order_of_writing() -> None:
    round_ = make_published()
    before = fingerprint(canonical(rules_of(round_)))
    for criterion in list(round_.criteria.all()):
        criterion.save()
    first = round_.documents.order_by("order").first()
    assert first is not None
    first.pk, first._state.adding = None, True
    round_.documents.order_by("order")[0].delete()
    first.save()

    assert fingerprint(canonical(rules_of(round_))) == before
