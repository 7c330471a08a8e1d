"""The project cores of the demonstration: hand-written, complete, no sentence twice, sums to the yuan.

Cores of the files ``*_short.json`` ask for little money and fill the short form.
"""

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
ENDING: Final = "_short"
FOUND: Final[dict[str, list[dict[str, Any]]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES
}
CORES: Final = [core for cores in FOUND.values() for core in cores]
FULL: Final = [core for stem, cores in FOUND.items() if not stem.endswith(ENDING) for core in cores]
SHORT_ONES: Final = frozenset(core["slug"] for stem, cores in FOUND.items() if stem.endswith(ENDING) for core in cores)
FIRST, LAST = date(2027, 3, 1), date(2027, 12, 31)
CITY_CAP: Final = 20_000_000
LEAST_GRANT: Final = 3_800_000
SHORT_GRANT: Final = (1_200_000, 4_800_000)

# What the loader adds, because it belongs to the applicant and not to the idea.
OF_THE_APPLICANT: Final = {
    "project": {"leader_name", "leader_mobile", "contact_name", "contact_mobile"},
    "organisation": {"party"},
    "landing": {"contact_name", "contact_mobile"},
    "need": {"need"},
    "team": {"certificate"},
}
SECTIONS: Final = tuple(section for section in FORMS if section not in {"files", "commitment"})
SHORT_SECTIONS: Final = tuple(
    each["section"] for each in SEED["sections"] if each["short"] and each["section"] in SECTIONS
)
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
SHORT_LENGTHS: Final = {
    "project.title": (6, 30), "project.summary": (120, 220), "organisation.intro": (60, 120),
    "organisation.experience": (60, 120), "need.background": (120, 250), "need.group": (8, 100),
    "need.selection": (60, 120), "indicators.aim": (15, 100), "activities.approach": (100, 200),
}  # fmt: skip
SHORT_COUNTS: Final = {
    "indicators.objectives": (1, 2), "indicators.indicators": (2, 4), "activities.activities": (2, 3),
    "team.members": (2, 3), "budget.lines": (4, 7), "landing.places": (1, 2), "organisation.similar": (0, 2),
}  # fmt: skip
each_core = pytest.mark.parametrize("core", CORES, ids=[core["slug"] for core in CORES])


def is_short(core: dict[str, Any]) -> bool:
    return core["slug"] in SHORT_ONES


def asked_of(core: dict[str, Any]) -> tuple[tuple[str, ...], Asked]:
    """Return the sections a core fills and how they are read."""
    return SHORT_SECTIONS if is_short(core) else SECTIONS, Asked(services=SERVICES, short=is_short(core))


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
    sections, asked = asked_of(core)
    return {section: read(FORMS[section], typed(core, section), asked).values for section in sections}


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
    assert Counter(core["project"]["category"] for core in FULL) == dict.fromkeys(SERVICES, 10)
    for stem, cores in FOUND.items():
        assert {core["project"]["category"] for core in cores} == {stem.removesuffix(ENDING)}


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
    written = Counter(row[name] for core in CORES if section in core for row in core[section][table])
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
    assert sum(bool(core["cofunding"]["sources"]) for core in FULL) >= len(FULL) // 3


@each_core
def test_a_core_has_exactly_the_fields_of_the_form(core: dict[str, Any]) -> None:
    sections, asked = asked_of(core)
    assert set(core) == {"slug", "flawed", *sections}
    for section in sections:
        form, left = FORMS[section], OF_THE_APPLICANT.get(section, set())
        fields = {each.name for each in form.fields if each.short or not asked.short} - left
        assert set(core[section]) == fields | {table.name for table in form.tables}
        for table in form.tables:
            columns = {each.name for each in table.fields if each.short or not asked.short} - left | {"id"}
            for row in core[section][table.name]:
                assert set(row) == columns | ({"quote"} if section == "budget" else set())
            names = [row["id"] for row in core[section][table.name]]
            assert len(names) == len(set(names))


@each_core
def test_the_form_reads_a_core_without_a_mistake(core: dict[str, Any]) -> None:
    sections, asked = asked_of(core)
    problems = [
        (problem.path, problem.code)
        for section in sections
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
    lengths, counts = (SHORT_LENGTHS, SHORT_COUNTS) if is_short(core) else (LENGTHS, COUNTS)
    wrong = {
        path: len(at(core, path)) for path, (least, most) in lengths.items() if not least <= len(at(core, path)) <= most
    }
    counted = {
        path: len(at(core, path)) for path, (least, most) in counts.items() if not least <= len(at(core, path)) <= most
    }
    contents = [len(row["content"]) for row in core["activities"]["activities"]]
    assert (wrong, counted) == ({}, {})
    assert min(contents) >= (20 if is_short(core) else 40)
    assert max(contents) <= 120


@each_core
def test_the_indicators_show_results_and_not_only_effort(core: dict[str, Any]) -> None:
    kinds = {row["kind"] for row in core["indicators"]["indicators"]}
    assert "outcome" in kinds if is_short(core) else kinds == {"output", "outcome", "satisfaction"}
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
    least, most = SHORT_GRANT if is_short(core) else (LEAST_GRANT, CITY_CAP)
    assert least <= whole.grant_fen <= most
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
