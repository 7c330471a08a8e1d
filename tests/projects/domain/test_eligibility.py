"""Who may apply: each rule on its edge, and laws that hold for every organisation."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.facts import EligibilityFacts, SanctionFact
from projects.domain.eligibility import JUDGED, Answer, Rule, judge, may_apply, months_between, years_before

DAY = date(2026, 12, 9)
GOOD = EligibilityFacts(
    day=DAY, state="verified", kind="52", registered_on=date(2016, 4, 12), certificate_valid_until=date(2028, 4, 11),
    grade="4A", grade_valid_until=date(2029, 1, 1), inspections={2024: "passed", 2025: "basic"},
    confirmed_years=frozenset({2024, 2025}), sanctions=(), full_time_staff=12, certified_staff=7,
    is_operator_or_affiliate=False, has_account=True,
)  # fmt: skip


def answer(rule: Rule, **changes: object) -> tuple[Answer, str]:
    (verdict,) = judge([rule], replace(GOOD, **changes))  # type: ignore[arg-type]
    return verdict.answer, verdict.fact


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        (Rule("registered"), {}, (Answer.MET, "eligibility_verified")),
        (Rule("registered"), {"state": "registered"}, (Answer.OPEN, "eligibility_not_verified")),
        (Rule("registered"), {"state": "suspended"}, (Answer.UNMET, "eligibility_suspended")),
        (Rule("registered"), {"certificate_valid_until": DAY}, (Answer.MET, "eligibility_verified")),
        (
            Rule("registered"),
            {"certificate_valid_until": DAY - timedelta(days=1)},
            (Answer.OPEN, "eligibility_certificate_over"),
        ),
        (Rule("credit_code"), {}, (Answer.MET, "eligibility_code_good")),
        (Rule("credit_code"), {"kind": "11"}, (Answer.UNMET, "eligibility_code_bad")),
        (Rule("age_months", 12), {"registered_on": date(2025, 12, 9)}, (Answer.MET, "eligibility_age")),
        (Rule("age_months", 12), {"registered_on": date(2025, 12, 10)}, (Answer.UNMET, "eligibility_age")),
        (Rule("age_months", 12), {"registered_on": None}, (Answer.OPEN, "eligibility_age_unknown")),
        (Rule("inspection", 2), {}, (Answer.MET, "eligibility_inspection_good")),
        (
            Rule("inspection", 2),
            {"inspections": {2024: "failed", 2025: "passed"}},
            (Answer.UNMET, "eligibility_inspection_failed"),
        ),
        (Rule("inspection", 2), {"inspections": {2025: "passed"}}, (Answer.OPEN, "eligibility_inspection_missing")),
        (
            Rule("inspection", 2),
            {"confirmed_years": frozenset({2025})},
            (Answer.OPEN, "eligibility_inspection_unproved"),
        ),
        (
            Rule("inspection", 2),
            {"inspections": {2025: "passed"}, "registered_on": date(2025, 3, 1)},
            (Answer.MET, "eligibility_inspection_good"),
        ),
        (
            Rule("inspection", 1),
            {"day": date(2026, 3, 1), "inspections": {2024: "passed"}, "confirmed_years": frozenset({2024})},
            (Answer.MET, "eligibility_inspection_good"),
        ),
        (Rule("operator"), {"is_operator_or_affiliate": True}, (Answer.UNMET, "eligibility_operator")),
        (Rule("staff_min", 12), {}, (Answer.MET, "eligibility_full_time_staff")),
        (Rule("staff_min", 13), {}, (Answer.UNMET, "eligibility_full_time_staff")),
        (Rule("staff_min", 1), {"full_time_staff": None}, (Answer.OPEN, "eligibility_full_time_staff_unknown")),
        (Rule("certified_min", 8), {}, (Answer.UNMET, "eligibility_certified_staff")),
        (Rule("account"), {"has_account": False}, (Answer.OPEN, "eligibility_account_missing")),
        (Rule("scope"), {}, (Answer.ASK, "eligibility_ask")),
        (Rule("leader_clean"), {}, (Answer.ASK, "eligibility_ask")),
    ],
)
def test_a_rule_on_its_edge(rule: Rule, changes: dict[str, object], expected: tuple[Answer, str]) -> None:
    assert answer(rule, **changes) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(date(2025, 12, 8), Answer.MET), (date(2025, 12, 9), Answer.UNMET), (None, Answer.UNMET)],
)
def test_a_sanction_counts_while_it_held_within_the_years(until: date | None, expected: Answer) -> None:
    sanctions = (SanctionFact("abnormal", date(2024, 1, 1), until),)
    assert answer(Rule("abnormal_years", 1), sanctions=sanctions)[0] == expected
    assert answer(Rule("dishonest_years", 2), sanctions=sanctions)[0] == Answer.MET


DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(first=DAYS, last=DAYS)
def test_months_grow_with_time_and_twelve_are_a_year(first: date, last: date) -> None:
    months = months_between(first, last)
    assert 0 <= months <= months_between(first, last + timedelta(days=1))
    assert months_between(years_before(last, 1), last) == 12


@given(born=DAYS, wanted=st.integers(0, 60), day=DAYS)
def test_who_is_old_enough_stays_old_enough(born: date, wanted: int, day: date) -> None:
    today = answer(Rule("age_months", wanted), registered_on=born, day=day)[0]
    tomorrow = answer(Rule("age_months", wanted), registered_on=born, day=day + timedelta(days=1))[0]
    assert today == Answer.UNMET or tomorrow == Answer.MET


@given(since=DAYS, length=st.integers(0, 900), years=st.integers(0, 5), day=DAYS)
def test_a_longer_look_back_never_forgives_more(since: date, length: int, years: int, day: date) -> None:
    sanctions = (SanctionFact("penalty", since, since + timedelta(days=length)),)
    shorter = answer(Rule("penalty_years", years), sanctions=sanctions, day=day)[0]
    longer = answer(Rule("penalty_years", years + 1), sanctions=sanctions, day=day)[0]
    assert shorter == Answer.MET or longer == Answer.UNMET


@given(kinds=st.lists(st.sampled_from(sorted(JUDGED | {"scope"})), max_size=8))
def test_every_rule_gets_one_verdict_in_its_order(kinds: list[str]) -> None:
    rules = [Rule(kind, 1) for kind in kinds]
    verdicts = judge(rules, GOOD)
    assert [verdict.rule for verdict in verdicts] == rules
    assert may_apply(verdicts)
