"""The presets say what their cities' papers say, and mark what these leave open (推断)."""

import json
from typing import Any

import pytest

from rounds import flows
from rounds.domain.validation import report
from rounds.enums import Chapter
from rounds.flows.drafting import PRESETS, preset_names
from rounds.models import Round
from rounds.queries import facts_of
from tests.rounds.flows.test_drafting import OWN

pytestmark = pytest.mark.django_db
WAN = 1_000_000


def preset(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8"))
    return data


def made(name: str) -> Round:
    return flows.create_from_preset(preset=name, code="2027", year=2027, actor=None)


def test_the_seed_goes_on_where_its_text_breaks_off() -> None:
    round_ = made("seed")
    articles = round_.provisions.filter(chapter=Chapter.REQUIREMENT)

    assert list(articles.values_list("title", "inferred")) == [
        ("社会需求广泛性", False), ("现实需要迫切性", True), ("目标定位公益性", True), ("项目理念创新性", True),
        ("项目策划科学性", True), ("实施主体专业性", True),
    ]  # fmt: skip
    assert set(round_.provisions.values_list("chapter", flat=True)) == set(Chapter.values)


@pytest.mark.parametrize("name", ["seed", "guangzhou", "dongguan", "suzhou"])
def test_the_rubric_follows_the_six_requirements(name: str) -> None:
    heads = made(name).criteria.filter(parent=None).order_by("order").values_list("name", "weight")

    assert list(heads) == [
        ("社会需求", 20), ("公益性", 10), ("目标与指标", 15), ("方案可行", 20), ("创新示范", 10), ("实施主体", 15),
        ("预算合理", 10),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["seed", "guangzhou", "dongguan", "suzhou"])
def test_a_preset_holds_every_part_and_contradicts_nothing(name: str) -> None:
    round_ = made(name)
    parts = ("provisions", "eligibility", "documents", "sections", "budget_rules", "stages", "criteria", "tie_rules",
             "tranches", "evaluation_items", "result_grades", "categories")  # fmt: skip

    assert [part for part in parts if not getattr(round_, part).exists()] == []
    assert {found.code for found in report(facts_of(round_))} - OWN == set()
    assert round_.persons_per_act == {"publish": 3, "amend": 2, "refuse": 2, "pay": 2, "override": 2}


@pytest.mark.parametrize("name", ["seed", "guangzhou", "dongguan", "suzhou"])
def test_what_is_inferred_is_marked_wherever_it_stands(name: str) -> None:
    data = preset(name)
    rows = [row for part in ("provisions", "eligibility", "budget_rules", "idea_awards") for row in data[part]]

    assert [row for row in rows if "推断" in row.get("citation", "") and not row["inferred"]] == []
    assert [row for row in rows if not row.get("citation") and not row["inferred"]] == []
    assert {"envelopes", "tranches", "notice_days"} <= set(data["round"]["inferred"])


def test_guangzhou_keeps_a_match_of_forty_percent_and_half_a_million() -> None:
    round_ = made("guangzhou")
    rule = round_.budget_rules.get(kind="min_share")

    assert (round_.project_cap_fen, rule.value, rule.base) == (50 * WAN, 4_000, "total")


def test_dongguan_matches_donations_and_gives_awards_for_ideas() -> None:
    round_ = made("dongguan")

    assert {"donations", "idea_awards"} <= set(round_.advanced)
    assert (round_.naming_share, round_.match_share) == (5_000, 20_000)
    assert (round_.match_cap_fen, round_.unmatched_cap_fen) == (50 * WAN, 30 * WAN)
    assert next(iter(round_.idea_awards.values_list("name", "amount_fen"))) == ("一等奖", 300_000)


def test_suzhou_passes_a_mid_term_from_sixty_points_on() -> None:
    round_ = made("suzhou")

    assert list(round_.result_grades.filter(phase="midterm").values_list("floor", "passes")) == [
        (60, True), (0, False),
    ]  # fmt: skip
    assert set(round_.evaluation_items.filter(phase="midterm").values_list("dimension", flat=True)) == {
        "项目实施", "人力物资投入", "财务管理", "项目成效",
    }  # fmt: skip


def test_ordinary_rounds_use_no_advanced_means() -> None:
    assert {name: preset(name)["round"]["advanced"] for name in preset_names() if name != "dongguan"} == {
        "guangzhou": [], "seed": [], "suzhou": [],
    }  # fmt: skip
