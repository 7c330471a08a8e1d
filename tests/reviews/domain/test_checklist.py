"""Each item of the checklist, judged from plain facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from organizations.domain.facts import EligibilityFacts
from projects.domain.eligibility import Answer, Rule, Verdict
from projects.domain.form import Problem
from reviews.domain.checklist import KEYS, Facts, judge
from reviews.domain.leaks import Leak, leaks, short_name
from reviews.domain.similar import Similar, Sketch, similar

ORGANIZATION = {
    "name": "云溪市和邻社会工作服务中心", "uscc": "52999901MK0000012X", "authority": "云溪市民政局",
    "certificate_until": "2029-06-30", "business_scope": "社会工作服务", "legal_representative": "周明",
    "grade": "3A", "grade_valid_until": "2028-01-01", "phone": "0999-5550199", "area": "999901000000",
}  # fmt: skip
CONTENT: dict[str, Any] = {
    "project": {"code": "GY2025-0001", "grant_fen": 15_000_000, "total_fen": 17_000_000},
    "organization": ORGANIZATION,
    "sections": {
        "project": {"title": "银龄守护", "starts_on": "2025-07-01", "ends_on": "2026-03-31", "leader_name": "林晓"},
        "organisation": {"similar": []},
        "landing": {"places": [{"id": "p1", "community": "999901001001", "role": "landing"}]},
        "activities": {"approach": "每周上门。", "activities": []},
        "team": {"members": [{"id": "m1", "name": "林晓", "qualification": "social_worker"}]},
        "budget": {"lines": [{"id": "b1", "own": None, "donation": None}]},
        "cofunding": {"sources": []},
        "commitment": {"truthful": True, "no_double": True, "supervision": True},
    },
    "papers": [],
    "consents": [
        {
            "community": "999901001001",
            "state": "agreed",
            "answerer": "王主任",
            "answered_at": "2025-03-05T02:00:00+00:00",
        }
    ],
    "names": {"communities": {}, "papers": {}},
}
RECORD = EligibilityFacts(
    day=date(2025, 3, 20), state="verified", kind="52", registered_on=date(2018, 3, 1),
    certificate_valid_until=date(2029, 6, 30), grade="3A", grade_valid_until=date(2028, 1, 1), inspections={},
    confirmed_years=frozenset(), sanctions=(), full_time_staff=5, certified_staff=3, is_operator_or_affiliate=False,
    has_account=True,
)  # fmt: skip
FACTS = Facts(
    content=CONTENT, organization=RECORD, most_applications=2, cap_fen=20_000_000, starts_on=date(2025, 7, 1),
    ends_on=date(2026, 4, 7), signed="code", compared=312,
)  # fmt: skip


def rule(kind: str, answer: Answer) -> Mapping[str, Verdict]:
    return {kind: Verdict(Rule(kind), answer, "eligibility_age", {"day": date(2018, 3, 1)})}


def content(section: str, **values: Any) -> dict[str, Any]:
    return {**CONTENT, "sections": {**CONTENT["sections"], section: {**CONTENT["sections"][section], **values}}}


def organization(**values: Any) -> dict[str, Any]:
    return {**CONTENT, "organization": {**ORGANIZATION, **values}}


SIMILAR = Similar("GY2024-0007", "银龄守护", "title", 92)
OVER = Problem("budget", "lines.b1.price", "budget_cut", {"rule": "人员", "yuan": "100"})
CASES: list[tuple[str, Facts, str, str]] = [
    ("code", FACTS, "fits", "code_good"),
    ("code", replace(FACTS, code_valid=False), "fails", "code_bad"),
    ("code", replace(FACTS, content=organization(uscc="11999901MK0000012X")), "fails", "code_bad"),
    ("certificate", FACTS, "", "certificate_until"),
    ("certificate", replace(FACTS, content=organization(certificate_until="2025-03-19")), "fails", "certificate_over"),
    ("certificate", replace(FACTS, content=organization(certificate_until=None)), "", "certificate_open"),
    ("level", FACTS, "na", "level_not_asked"),
    ("level", replace(FACTS, inside=True), "fits", "level_inside"),
    ("level", replace(FACTS, inside=False), "fails", "level_outside"),
    ("age", FACTS, "na", "not_asked"),
    ("age", replace(FACTS, eligible=rule("age_months", Answer.MET)), "fits", "eligibility_age"),
    ("age", replace(FACTS, eligible=rule("age_months", Answer.UNMET)), "fails", "eligibility_age"),
    ("inspection", replace(FACTS, eligible=rule("inspection", Answer.OPEN)), "", "eligibility_age"),
    ("lists", FACTS, "", "lists_look"),
    ("lists", replace(FACTS, eligible=rule("dishonest_years", Answer.MET)), "", "lists_look"),
    ("lists", replace(FACTS, eligible=rule("dishonest_years", Answer.UNMET)), "fails", "eligibility_age"),
    ("scope", FACTS, "", "scope"),
    ("grade", FACTS, "fits", "grade_until"),
    ("grade", replace(FACTS, content=organization(grade="")), "na", "grade_none"),
    ("grade", replace(FACTS, content=organization(grade_valid_until="2024-01-01")), "na", "grade_over"),
    ("count", replace(FACTS, applications=2), "fits", "count"),
    ("count", replace(FACTS, applications=3), "fails", "count"),
    ("duplicate", FACTS, "fits", "duplicate_none"),
    ("duplicate", replace(FACTS, similar=(SIMILAR,)), "", "duplicate_found"),
    ("cap", FACTS, "fits", "cap_kept"),
    ("cap", replace(FACTS, cap_fen=14_999_999), "fails", "cap_over"),
    ("cap", replace(FACTS, cap_fen=0), "na", "cap_none"),
    ("own", FACTS, "na", "own_none"),
    ("own", replace(FACTS, own_rule=True), "fits", "own_kept"),
    ("own", replace(FACTS, own_money=(OVER,)), "fails", "budget_cut"),
    (
        "own",
        replace(FACTS, content=content("budget", lines=[{"id": "b1", "own": 5, "donation": None}])),
        "",
        "own_proof",
    ),
    ("budget", FACTS, "fits", "budget_kept"),
    ("budget", replace(FACTS, broken=(OVER,)), "fails", "budget_cut"),
    ("dates", FACTS, "fits", "dates_inside"),
    ("dates", replace(FACTS, starts_on=date(2025, 7, 2)), "fails", "starts_before_round"),
    ("dates", replace(FACTS, ends_on=date(2026, 3, 30)), "fails", "ends_after_round"),
    ("dates", replace(FACTS, content=content("project", ends_on=None)), "fails", "dates_missing"),
    ("consent", FACTS, "fits", "consent_given"),
    ("consent", replace(FACTS, consent_seal=True), "", "consent_seal"),
    ("consent", replace(FACTS, content={**CONTENT, "consents": []}), "fails", "consent_lacks"),
    ("consent", replace(FACTS, consent_needed=False), "", "consent_paper"),
    ("pledge", FACTS, "fits", "pledge_code"),
    ("pledge", replace(FACTS, signed="scan"), "", "pledge_seal"),
    ("pledge", replace(FACTS, content=content("commitment", truthful=False)), "fails", "pledge_lacks"),
    ("team", FACTS, "fits", "team"),
    ("team", replace(FACTS, content=content("team", members=[])), "fails", "team"),
    ("files", FACTS, "", "files_look"),
    ("files", replace(FACTS, missing=("章程",)), "fails", "files_missing"),
    ("account", FACTS, "fits", "eligibility_account"),
    (
        "account",
        replace(FACTS, organization=replace(RECORD, has_account=False)),
        "fails",
        "eligibility_account_missing",
    ),
    ("operator", FACTS, "fits", "operator_not"),
    ("operator", replace(FACTS, barred="operator_never_applies"), "fails", "eligibility_operator"),
    ("identity", FACTS, "fits", "identity_none"),
    ("identity", replace(FACTS, content=content("activities", approach="由和邻的社工带队。")), "", "identity_found"),
]


@pytest.mark.parametrize(("key", "facts", "verdict", "fact"), CASES)
def test_the_data_decide_an_item_or_leave_it_to_a_person(key: str, facts: Facts, verdict: str, fact: str) -> None:
    found = judge(facts)[key]
    assert (found.verdict, found.fact) == (verdict, fact)


def test_every_item_has_a_case() -> None:
    assert {key for key, *_rest in CASES} == set(KEYS)


def test_a_finding_points_to_its_place_and_never_to_a_part_that_was_not_handed_in() -> None:
    short = {**CONTENT, "sections": {"project": CONTENT["sections"]["project"], "budget": {"lines": []}}}
    found = judge(replace(FACTS, broken=(OVER,), content=short))
    assert (found["budget"].section, found["budget"].path) == ("budget", "lines.b1.price")
    assert (found["team"].section, found["team"].path) == ("", "")
    assert found["files"].section == "files"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云溪市和邻社会工作服务中心", "和邻"),
        ("云溪市东城区晨曦助老服务社", "晨曦"),
        ("云溪市青禾公益基金会", "青禾"),
        ("和邻", ""),
        ("云溪市社会工作协会", ""),
    ],
)
def test_a_registered_name_has_an_own_name_within(name: str, short: str) -> None:
    assert short_name(name) == short


def test_only_what_reviewers_read_can_give_the_applicant_away() -> None:
    told = content("activities", approach="和邻社工每周上门，林晓带队。", activities=[])
    told["sections"]["organisation"] = {"intro": "和邻成立于2018年。", "similar": []}
    assert leaks(told) == [Leak("activities", "approach", "和邻")]


def test_projects_for_the_same_need_or_with_a_title_alike_are_shown_the_most_alike_first() -> None:
    mine = Sketch("A", "独居老人互助巡访计划", "N-001", frozenset({"c1"}), "独居老人")
    others = [
        Sketch("A", "独居老人互助巡访计划", "N-001"),
        Sketch("B", "完全不同的青少年项目", "N-001"),
        Sketch("C", "独居老人互助巡访项目"),
        Sketch("D", "另一件事", "", frozenset({"c1"}), "独居老人"),
        Sketch("E", "另一件事情", "", frozenset({"c2"}), "独居老人"),
    ]
    found = [(each.code, each.why) for each in similar(mine, others)]
    assert found == [("B", "need"), ("D", "place"), ("C", "title")]
