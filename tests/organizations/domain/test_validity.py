"""How long a grade holds, when a changed account may be paid, what is left before an organisation can apply."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain import readiness, validity
from organizations.domain.facts import EligibilityFacts, SanctionFact
from organizations.domain.readiness import Held, Standing

TODAY = date(2026, 11, 24)
FACTS = EligibilityFacts(
    day=TODAY,
    state="verified",
    kind="52",
    registered_on=date(2016, 4, 12),
    certificate_valid_until=date(2028, 4, 12),
    grade="4A",
    grade_valid_until=date(2028, 12, 6),
    inspections={2024: "passed", 2025: "passed"},
    confirmed_years=frozenset({2024, 2025}),
    sanctions=(),
    full_time_staff=12,
    certified_staff=7,
    is_operator_or_affiliate=False,
    has_account=True,
)
HELD = Held(
    missing_fields=(), documents={"certificate", "charter"}, case_state="verified", account_states={"current"},
    has_signer=True,
)  # fmt: skip


def standing(code: str, facts: EligibilityFacts = FACTS, held: Held = HELD) -> str:
    return {step.code: step.standing.value for step in readiness.steps_of(facts, held)}[code]


@pytest.mark.parametrize(
    ("awarded", "last"),
    [
        (date(2021, 12, 6), date(2026, 12, 6)),
        (date(2020, 2, 29), date(2025, 2, 28)),
        (date(2019, 1, 1), date(2024, 1, 1)),
    ],
)
def test_a_grade_holds_five_years(awarded: date, last: date) -> None:
    assert validity.grade_ends(awarded) == last


@pytest.mark.parametrize(
    ("confirmed", "days", "first"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 3, date(2026, 11, 27)),  # Tuesday, Wednesday and Thursday lie between
        (date(2026, 11, 27), 3, date(2026, 12, 3)),  # the weekend does not count
        (date(2026, 11, 28), 1, date(2026, 12, 1)),
    ],
)
def test_a_changed_account_waits_its_weekdays(confirmed: date, days: int, first: date) -> None:
    assert validity.usable_after(confirmed, days) == first


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 30))
def test_a_longer_hold_never_ends_earlier(confirmed: date, days: int) -> None:
    assert validity.usable_after(confirmed, days) <= validity.usable_after(confirmed, days + 1)


def test_a_sanction_holds_from_its_first_to_its_last_day() -> None:
    ended = SanctionFact("abnormal", date(2025, 3, 1), date(2025, 3, 31))
    open_end = SanctionFact("penalty", date(2025, 3, 1), None)

    days = (date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1))
    assert [ended.holds_on(day) for day in days] == [False, True, True, False]
    assert [open_end.holds_on(day) for day in days] == [False, True, True, True]


def test_whoever_has_everything_has_nothing_left() -> None:
    steps = readiness.steps_of(FACTS, HELD)

    assert [step.standing.value for step in steps] == ["done"] * 8
    assert not any(step.is_in_the_way for step in steps)


@pytest.mark.parametrize(
    ("code", "facts", "held", "expected"),
    [
        ("entry", {}, {"missing_fields": ("phone",)}, Standing.TO_DO),
        ("certificate", {"certificate_valid_until": None}, {}, Standing.TO_DO),
        ("certificate", {"certificate_valid_until": date(2026, 11, 23)}, {}, Standing.LAPSED),
        ("certificate", {"certificate_valid_until": TODAY}, {}, Standing.DONE),
        ("documents", {}, {"documents": {"certificate"}}, Standing.TO_DO),
        ("inspection", {"inspections": {2024: "passed"}}, {}, Standing.TO_DO),
        ("inspection", {"inspections": {2024: "passed"}, "day": date(2026, 3, 1)}, {}, Standing.DONE),
        ("inspection", {"inspections": {}, "registered_on": date(2026, 2, 1)}, {}, Standing.DONE),
        ("grade", {"grade": ""}, {}, Standing.OPTIONAL),
        ("grade", {"grade_valid_until": date(2026, 1, 1)}, {}, Standing.OPTIONAL),
        ("account", {}, {"account_states": set()}, Standing.TO_DO),
        ("account", {}, {"account_states": {"proposed", "replaced"}}, Standing.WAITING),
        ("signer", {}, {"has_signer": False}, Standing.TO_DO),
        ("verification", {"state": "registered"}, {"case_state": ""}, Standing.TO_DO),
        ("verification", {"state": "registered"}, {"case_state": "submitted"}, Standing.WAITING),
        ("verification", {"state": "registered"}, {"case_state": "returned"}, Standing.MEND),
        ("verification", {"state": "suspended"}, {}, Standing.CLOSED),
        ("verification", {"is_operator_or_affiliate": True}, {}, Standing.CLOSED),
    ],
)
def test_each_step_stands_as_the_facts_say(code: str, facts: dict, held: dict, expected: Standing) -> None:
    assert standing(code, replace(FACTS, **facts), replace(HELD, **held)) == expected.value
