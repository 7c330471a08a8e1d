"""Schedules of reports, lateness, what makes a project worth a second look, texts that come together. Pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.domain.report_form import merged
from grants.domain.reporting import Terms, add_months, days_after, days_late, schedule
from grants.domain.risk import Facts, Held, Limits, risks

TERMS = Terms(3, 5_000, 10, 30)
LIMITS = Limits(45, 5_000, 1_000)
START = date(2027, 2, 1)


def test_ten_months_owe_a_first_quarter_a_middle_a_third_quarter_and_an_end() -> None:
    found = [
        (each.kind.value, each.order, each.due_on) for each in schedule(START, date(2027, 11, 30), TERMS, days_after)
    ]
    assert found == [
        ("progress", 1, date(2027, 5, 10)), ("midterm", 1, date(2027, 7, 12)), ("progress", 2, date(2027, 11, 10)),
        ("final", 1, date(2027, 12, 30)),
    ]  # fmt: skip


@settings(max_examples=80)
@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 900), st.integers(0, 12), st.integers(0, 9_999))
def test_every_period_ends_with_one_final_report_in_order(start: date, days: int, months: int, share: int) -> None:
    end = start + timedelta(days=days)
    found = schedule(start, end, Terms(months, share, 10, 30), days_after)
    assert [each.due_on for each in found] == sorted(each.due_on for each in found)
    assert [each.kind.value for each in found].count("final") == 1
    assert all(start <= each.due_on <= end + timedelta(days=30) for each in found)
    assert len({(each.kind, each.order) for each in found}) == len(found)


def test_a_period_that_ends_before_it_starts_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="after it starts"):
        schedule(START, START - timedelta(days=1), TERMS, days_after)


def test_months_keep_within_their_month() -> None:
    assert [add_months(date(2027, 1, 31), n) for n in (1, 11, 12, 13)] == [
        date(2027, 2, 28), date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29),
    ]  # fmt: skip


def test_lateness_counts_days_or_only_days_on_which_people_work() -> None:
    friday = date(2027, 7, 9)
    monday = friday + timedelta(days=3)
    assert (days_late(friday, friday), days_late(friday, monday)) == (0, 3)
    assert days_late(friday, monday, lambda day: day.weekday() < 5) == 1


def facts(**more: object) -> Facts:
    plain = {
        "today": date(2027, 5, 1), "starts_on": START, "ends_on": date(2027, 11, 30),
        "activities": (Held("茶会", date(2027, 4, 20), 20),), "received_fen": 100, "spent_fen": 60,
    }  # fmt: skip
    return Facts(**plain | more)  # type: ignore[arg-type]


def codes(**more: object) -> list[str]:
    return [each.code for each in risks(facts(**more), LIMITS)]


def test_a_project_in_order_strikes_nothing() -> None:
    assert codes() == []


def test_what_makes_a_project_worth_a_second_look() -> None:
    assert codes(activities=()) == ["risk_idle"]
    assert codes(activities=(Held("茶会", date(2027, 4, 20), 20, 17),)) == ["risk_headcount"]
    assert codes(activities=(Held("茶会", date(2027, 4, 20), 20, 18),)) == []
    assert codes(today=date(2027, 7, 20), activities=(Held("会", date(2027, 7, 1), 1),), spent_fen=49) == [
        "risk_unspent"
    ]
    assert codes(late_reports=("中期报告",), photos={"a": 2, "b": 1}) == ["risk_report_late", "risk_photo_again"]
    assert codes(flagged={"expense_photo_twice": 1, "expense_line_over": 2}) == [
        "risk_voucher_twice",
        "risk_expense_flags",
    ]
    assert codes(standing=("standing_sanctioned",)) == ["standing_sanctioned"]


def test_a_project_that_has_not_begun_or_is_over_is_not_idle() -> None:
    assert codes(today=date(2026, 12, 1), activities=()) == []
    assert "risk_idle" not in codes(today=date(2028, 6, 1), activities=())


places = st.dictionaries(st.sampled_from(["done", "money", "next"]), st.text("甲乙丙", max_size=3))


@settings(max_examples=80)
@given(places, places, places)
def test_no_text_of_anybody_is_lost(stands: dict[str, str], base: dict[str, str], typed: dict[str, str]) -> None:
    found = merged(stands, base, typed)
    for place, text in typed.items():
        if text and text != base.get(place, ""):
            assert text in (found.texts.get(place), found.lost.get(place))
    for place, text in stands.items():
        if text and text != base.get(place, ""):
            assert found.texts.get(place) == text
