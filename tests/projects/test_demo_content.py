"""The project cores of the demonstration: hand-written, complete, no sentence twice, sums to the yuan."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from organizations.demo import COMMUNITIES
from projects.domain import budget, checks
from projects.domain.form import FORMS, Asked, read

ROOT: Final = Path(__file__).parents[2]
FILES: Final = sorted((ROOT / "projects/demo_projects").glob("*.json"))
SEED: Final = json.loads((ROOT / "rounds/presets/seed.json").read_text(encoding="utf-8"))
SERVICES: Final = {each["slug"]: tuple(each["services"]) for each in SEED["categories"]}
PLACES: Final = frozenset(name for names in COMMUNITIES.values() for name in names)
CORES: Final[list[dict[str, Any]]] = [core for path in FILES for core in json.loads(path.read_text(encoding="utf-8"))]
IDS: Final = [core["slug"] for core in CORES]
FIRST, LAST = date(2027, 3, 1), date(2027, 12, 31)
CITY_CAP: Final = 20_000_000
LEAST_GRANT: Final = 3_800_000

# What the loader adds, because it belongs to the applicant and not to the idea.
OF_THE_APPLICANT: Final = {
    "project": {"leader_name", "leader_mobile", "contact_name", "contact_mobile"},
    "organisation": {"party"},
    "landing": {"contact_name", "contact_mobile"},
    "need": {"need"},
    "team": {"certificate"},
}
SECTIONS: Final = tuple(section for section in FORMS if section not in {"files", "commitment"})
LENGTHS: Final = {
    "project.title": (6, 30),
    "project.summary": (200, 450),
    "project.features": (100, 250),
    "organisation.intro": (80, 200),
    "organisation.experience": (80, 200),
    "need.background": (200, 500),
    "need.existing": (100, 250),
    "need.group": (15, 100),
    "need.selection": (80, 200),
    "indicators.aim": (30, 150),
    "activities.approach": (150, 400),
}
COUNTS: Final = {
    "indicators.objectives": (2, 3),
    "indicators.indicators": (4, 6),
    "activities.activities": (4, 6),
    "team.members": (3, 6),
    "budget.lines": (8, 14),
    "risks.risks": (2, 4),
    "landing.places": (1, 4),
    "organisation.similar": (1, 3),
}
each_core = pytest.mark.parametrize("core", CORES, ids=IDS)


def typed(core: dict[str, Any], section: str) -> dict[str, str]:
    """Return the section as a person would have typed it."""
    found: dict[str, str] = {}
    for name, value in core[section].items():
        if isinstance(value, str):
            found[name] = value
        elif all(isinstance(each, str) for each in value):
            found[name] = " ".join(value)
        else:
            found[name] = " ".join(row["id"] for row in value)
            found |= {f"{name}.{row['id']}.{key}": text for row in value for key, text in row.items() if key != "quote"}
    return found


def values_of(core: dict[str, Any]) -> dict[str, Any]:
    asked = Asked(services=SERVICES)
    return {section: read(FORMS[section], typed(core, section), asked).values for section in SECTIONS}


def lines_of(core: dict[str, Any]) -> tuple[budget.Line, ...]:
    quoted = {row["id"] for row in core["budget"]["lines"] if row["quote"]}
    return budget.lines_of(values_of(core)["budget"]["lines"], quoted)


def rules() -> list[budget.Rule]:
    """Return the seed round's rules with the ceiling of the demonstration's city."""
    return [
        budget.Rule(
            each["name"], each["kind"], tuple(each["categories"]), tuple(each["sources"]), each["base"],
            CITY_CAP if each["kind"] == "max_amount" else each["value"], each["blocks"],
        )
        for each in SEED["budget_rules"]
    ]  # fmt: skip


def texts(value: Any) -> Iterator[str]:
    """Yield every text, but for the service, which is the round's own sentence."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "service":
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def at(core: dict[str, Any], path: str) -> Any:
    section, name = path.split(".")
    return core[section][name]


def test_every_category_has_ten_cores_of_its_own() -> None:
    assert Counter(core["project"]["category"] for core in CORES) == dict.fromkeys(SERVICES, 10)
    for path in FILES:
        assert {core["project"]["category"] for core in json.loads(path.read_text(encoding="utf-8"))} == {path.stem}


def test_every_service_of_the_round_is_asked_for_by_somebody() -> None:
    offered = {(slug, service) for slug, services in SERVICES.items() for service in services}
    asked = {(core["project"]["category"], core["project"]["service"]) for core in CORES}
    assert asked <= offered
    assert len(offered - asked) <= 1


@pytest.mark.parametrize("name", ["slug", "title"])
def test_no_core_is_called_like_another(name: str) -> None:
    called = Counter(core["slug"] if name == "slug" else core["project"]["title"] for core in CORES)
    assert [each for each, times in called.items() if times > 1] == []


def test_no_sentence_stands_in_two_cores() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for core in CORES:
        for text in texts(core):
            for sentence in re.split(r"[。；！？]", text):
                if len(sentence) >= 12 and not sentence.isascii():
                    seen[sentence].add(core["slug"])
    assert {sentence: slugs for sentence, slugs in seen.items() if len(slugs) > 1} == {}


@pytest.mark.parametrize(
    ("section", "table", "name"),
    [
        ("activities", "activities", "name"),
        ("activities", "activities", "content"),
        ("risks", "risks", "risk"),
        ("risks", "risks", "measure"),
        ("indicators", "objectives", "text"),
        ("indicators", "indicators", "verification"),
        ("organisation", "similar", "name"),
        ("team", "members", "name"),
        ("team", "members", "phone"),
    ],
)
def test_no_row_is_written_twice(section: str, table: str, name: str) -> None:
    written = Counter(row[name] for core in CORES for row in core[section][table])
    assert [each for each, times in written.items() if times > 1] == []


def test_one_core_is_flawed_and_breaks_two_rules() -> None:
    (flawed,) = [core for core in CORES if core["flawed"]]
    verdicts = budget.judge(lines_of(flawed), rules())
    assert flawed["project"]["title"] == "银龄守护——独居老人互助巡访计划"
    assert {rules()[each.rule].kind for each in verdicts if each.state != budget.State.OK} == {
        "max_share",
        "line_needs_quote",
    }
    whole, _groups = budget.sums(lines_of(flawed))
    assert (whole.grant_fen, whole.own_fen, whole.total_fen) == (19_320_000, 2_200_000, 21_520_000)


def test_about_a_third_or_more_bring_money_of_their_own() -> None:
    assert sum(bool(core["cofunding"]["sources"]) for core in CORES) >= len(CORES) // 3


@each_core
def test_a_core_has_exactly_the_fields_of_the_form(core: dict[str, Any]) -> None:
    assert set(core) == {"slug", "flawed", *SECTIONS}
    for section in SECTIONS:
        form, left = FORMS[section], OF_THE_APPLICANT.get(section, set())
        fields = {each.name for each in form.fields} - left
        assert set(core[section]) == fields | {table.name for table in form.tables}
        for table in form.tables:
            columns = {each.name for each in table.fields} - left | {"id"}
            for row in core[section][table.name]:
                assert set(row) == columns | ({"quote"} if section == "budget" else set())
            names = [row["id"] for row in core[section][table.name]]
            assert len(names) == len(set(names))


@each_core
def test_the_form_reads_a_core_without_a_mistake(core: dict[str, Any]) -> None:
    asked = Asked(services=SERVICES)
    problems = [
        (problem.path, problem.code)
        for section in SECTIONS
        for problem in read(FORMS[section], typed(core, section), asked).problems
        if problem.path.rsplit(".", 1)[-1] not in OF_THE_APPLICANT.get(section, set())
    ]
    assert problems == []


@each_core
def test_the_parts_of_a_core_agree_with_each_other(core: dict[str, Any]) -> None:
    ground = checks.Ground(starts_on=FIRST, ends_on=LAST, communities=PLACES)
    assert checks.check(values_of(core), ground) == []


@each_core
def test_the_texts_are_as_long_as_a_careful_applicant_writes(core: dict[str, Any]) -> None:
    wrong = {
        path: len(at(core, path)) for path, (least, most) in LENGTHS.items() if not least <= len(at(core, path)) <= most
    }
    counted = {
        path: len(at(core, path)) for path, (least, most) in COUNTS.items() if not least <= len(at(core, path)) <= most
    }
    contents = [len(row["content"]) for row in core["activities"]["activities"]]
    assert (wrong, counted) == ({}, {})
    assert min(contents) >= 40
    assert max(contents) <= 120


@each_core
def test_the_indicators_show_results_and_not_only_effort(core: dict[str, Any]) -> None:
    assert {row["kind"] for row in core["indicators"]["indicators"]} == {"output", "outcome", "satisfaction"}
    objectives = {row["id"] for row in core["indicators"]["objectives"]}
    assert {row["objective"] for row in core["indicators"]["indicators"]} == objectives
    assert {row["objective"] for row in core["activities"]["activities"]} == objectives


@each_core
def test_every_activity_has_money_and_the_people_it_counts(core: dict[str, Any]) -> None:
    activities = core["activities"]["activities"]
    paid = {row["activity"] for row in core["budget"]["lines"]}
    served = sum(int(row["sessions"]) * int(row["per_session"]) for row in activities)
    assert {row["id"] for row in activities} <= paid
    assert served == int(core["need"]["person_times"])


@each_core
def test_the_budget_keeps_the_rules_of_the_round(core: dict[str, Any]) -> None:
    lines = lines_of(core)
    whole, _groups = budget.sums(lines)
    assert budget.problems_of(values_of(core)["budget"]["lines"]) == []
    assert LEAST_GRANT <= whole.grant_fen <= CITY_CAP
    assert all(line.basis for line in lines)
    assert all(line.quantity > Decimal(0) for line in lines)
    if not core["flawed"]:
        assert [each for each in budget.judge(lines, rules()) if each.state != budget.State.OK] == []


@each_core
def test_a_quotation_is_kept_for_no_line_that_needs_none(core: dict[str, Any]) -> None:
    (rule,) = [each for each in rules() if each.kind == "line_needs_quote"]
    needless = [line.key for line in lines_of(core) if line.has_quote and not rule.covers(line)]
    assert needless == []


@each_core
def test_the_telephones_can_belong_to_nobody(core: dict[str, Any]) -> None:
    assert all(re.fullmatch(r"199000\d{5}", row["phone"]) for row in core["team"]["members"])
