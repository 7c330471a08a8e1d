"""What only several answers together show. Each test breaks one thing in an application that is sound."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.checks import Ground, Paper, check, wanted

GROUND = Ground(
    starts_on=date(2027, 3, 1), ends_on=date(2027, 12, 31),
    papers=(Paper("charter", "章程"), Paper("landing", "落地社区意见"),
            Paper("commitment", "承诺书"),
            Paper("photo", "照片", False)),
    brought=frozenset({"charter"}), needs=frozenset({"N-0001"}), communities=frozenset({"c1", "c2"}),
    consent_needed=True, consents={"c1": "agreed"},
)  # fmt: skip


def sound() -> dict[str, Any]:
    return {
        "project": {"starts_on": "2027-03-01", "ends_on": "2027-12-31"},
        "landing": {
            "places": [
                {"id": "p1", "community": "c1", "role": "landing", "people": 100},
                {"id": "p2", "community": "c2", "role": "benefit", "people": 20},
            ]
        },
        "need": {"need": "N-0001", "direct": 120},
        "indicators": {
            "objectives": [{"id": "o1", "text": "甲"}],
            "indicators": [{"id": "i1", "objective": "o1", "due": "2027-12-31"}],
        },
        "activities": {
            "activities": [{"id": "a1", "objective": "o1", "starts_on": "2027-03-01", "ends_on": "2027-12-31"}]
        },
        "budget": {"lines": [{"id": "b1", "activity": "a1", "own": 500_00, "donation": 20_000_00}]},
        "cofunding": {
            "sources": [
                {"kind": "own", "amount": 300_00}, {"kind": "public", "amount": 200_00},
                {"kind": "donation", "amount": 20_000_00},
            ]
        },
        "files": {},
        "commitment": {},
    }  # fmt: skip


def found(sections: dict[str, Any], ground: Ground = GROUND) -> list[tuple[str, str, str]]:
    return [(each.section, each.path, each.code) for each in check(sections, ground)]


def test_a_sound_application_has_no_problem() -> None:
    assert found(sound()) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("project", "starts_on", "2027-02-28"), [("project", "starts_on", "starts_before_round")]),
        (("need", "need", "N-0002"), [("need", "need", "need_unknown")]),
        (("need", "direct", 121), [("need", "direct", "people_differ")]),
        (
            ("cofunding", "sources", []),
            [("cofunding", "sources", "own_differs"), ("cofunding", "sources", "donation_differs")],
        ),
        (
            ("indicators", "objectives", [{"id": "o1", "text": "甲"}, {"id": "o2", "text": "乙"}]),
            [("indicators", "objectives.o2.text", "objective_without_indicator")],
        ),
        (
            ("indicators", "objectives", []),
            [
                ("indicators", "indicators.i1.objective", "row_unknown"),
                ("activities", "activities.a1.objective", "row_unknown"),
            ],
        ),
    ],
)  # fmt: skip
def test_one_broken_thing_is_one_problem(change: tuple[str, str, Any], expected: list[tuple[str, str, str]]) -> None:
    sections = sound()
    section, name, value = change
    sections[section][name] = value
    assert found(sections) == expected


def test_a_project_that_ends_late_is_named_with_everything_that_hangs_on_it() -> None:
    sections = sound()
    sections["project"]["ends_on"] = "2027-11-30"
    assert found(sections) == [
        ("indicators", "indicators.i1.due", "due_after_project"),
        ("activities", "activities.a1.ends_on", "activity_after_project"),
    ]


def test_what_a_community_answered_decides_only_where_the_project_lands() -> None:
    path = ("landing", "places.p1.community")
    for state, code in (
        ("asked", "consent_waiting"), ("refused", "consent_refused"), ("not_ours", "consent_not_ours"),
        ("taken_back", "consent_missing"),
    ):  # fmt: skip
        ground = Ground(**{**GROUND.__dict__, "consents": {"c1": state}})
        assert found(sound(), ground) == [(*path, code)]
    assert found(sound(), Ground(**{**GROUND.__dict__, "consents": {"c1": "conditional"}})) == []
    assert found(sound(), Ground(**{**GROUND.__dict__, "consents": {}, "consent_needed": False}))[0][1:] == (
        "landing", "paper_missing",
    )  # fmt: skip


def test_a_community_twice_or_unknown_is_named() -> None:
    sections = sound()
    sections["landing"]["places"][1]["community"] = "c1"
    assert found(sections) == [("landing", "places.p2.community", "community_twice")]
    sections["landing"]["places"][1]["community"] = "c9"
    assert found(sections) == [("landing", "places.p2.community", "community_unknown")]
    sections = sound()
    sections["landing"]["places"] = sections["landing"]["places"][1:]
    sections["need"]["direct"] = 20
    assert found(sections) == [("landing", "places", "landing_place_missing")]


def test_a_difference_of_people_warns_and_does_not_bar() -> None:
    sections = sound()
    sections["need"]["direct"] = 121
    assert [each.blocks for each in check(sections, GROUND)] == [False]


def test_papers_that_another_part_brings_are_not_asked_for_twice() -> None:
    assert [each.slug for each in wanted(GROUND.papers, sound(), consent_needed=True)] == ["charter", "photo"]
    assert [each.slug for each in wanted(GROUND.papers, {"files": {}}, consent_needed=True)] == [
        "charter", "landing", "commitment", "photo",
    ]  # fmt: skip


@given(st.sets(st.sampled_from(sorted(sound()))))
def test_nothing_is_said_of_a_part_that_is_not_asked_for(kept: set[str]) -> None:
    sections = {name: values for name, values in sound().items() if name in kept}
    assert {section for section, _path, _code in found(sections)} <= kept


def test_answers_that_could_not_be_read_are_left_to_the_form() -> None:
    sections = sound()
    sections["project"] = {"starts_on": None, "ends_on": None}
    sections["activities"]["activities"][0] |= {"starts_on": None, "ends_on": None}
    sections["budget"]["lines"][0] |= {"own": 500_00, "donation": 20_000_00}
    assert found(sections) == []
