"""The life of an objection: its moves, its days, what it holds, and that it is examined again once only."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.domain.objection import (
    DECIDES,
    HOLDS,
    LIFE,
    LIFTS,
    OUT,
    Days,
    Filing,
    accept_due,
    again_due,
    answer_due,
    effect_on,
    overdue,
    problems_of,
    refuse_again,
    refuse_partisan,
)  # fmt: skip
from notices.enums import ObjectionState, Objector
from rounds.domain.workdays import Calendar
from venture.kernel.errors import RuleRefusal

S = ObjectionState
DAYS = Days(accept=2, answer=5, again=3)
# A week of holidays from a Thursday on, with a worked Sunday before and a worked Saturday after it.
SPRING = {date(2027, 2, 4) + timedelta(days=each): False for each in range(7)}
SPRING |= {date(2027, 1, 31): True, date(2027, 2, 13): True}
CALENDAR = Calendar(frozenset({2026, 2027}), SPRING)
DUE = date(2027, 2, 3)


def test_every_verb_leads_where_the_table_says_and_an_end_is_an_end() -> None:
    assert {state: LIFE.verbs_from(state) for state in S} == {
        S.RECEIVED: ("accept", "refuse", "withdraw"),
        S.ACCEPTED: ("investigate", "withdraw"),
        S.INVESTIGATING: ("answer", "withdraw"),
        S.ANSWERED: ("send_back", "uphold", "uphold_partly", "dismiss", "withdraw"),
        S.UPHELD: (), S.PARTLY: (), S.NOT_UPHELD: (), S.WITHDRAWN: (), S.REFUSED: (),
    }  # fmt: skip
    assert frozenset(S.open) == frozenset(S) - LIFE.final


def test_days_are_working_days_after_the_day_it_begins_with() -> None:
    monday, saturday = date(2027, 2, 1), date(2027, 1, 30)

    assert accept_due(monday, DAYS, CALENDAR) == date(2027, 2, 3)
    # Received on a Saturday: the worked Sunday is the first day.
    assert accept_due(saturday, DAYS, CALENDAR) == date(2027, 2, 1)
    # Tuesday and Wednesday, then a week off, Thursday and Friday, and the worked Saturday.
    assert answer_due(monday, DAYS, CALENDAR) == date(2027, 2, 13)
    assert again_due(monday, DAYS, CALENDAR) == date(2027, 2, 11)
    with pytest.raises(RuleRefusal) as refused:
        answer_due(date(2027, 12, 31), DAYS, CALENDAR)
    assert refused.value.code == "calendar_year_missing"
    with pytest.raises(ValueError, match="one day"):
        Days(0, 5, 5)


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2027, 11, 1)), st.integers(1, 9))
def test_a_time_limit_ends_on_a_working_day_and_grows_with_its_days(day: date, days: int) -> None:
    one, more = (accept_due(day, Days(number, 1, 1), CALENDAR) for number in (days, days + 1))
    between = [day + timedelta(days=each) for each in range(1, (one - day).days + 1)]

    assert (CALENDAR.works(one), day < one < more) == (True, True)
    assert sum(CALENDAR.works(each) for each in between) == days


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        (S.RECEIVED, DUE, ""), (S.RECEIVED, DUE + timedelta(days=1), "accept"),
        (S.ACCEPTED, DUE + timedelta(days=7), ""), (S.INVESTIGATING, DUE + timedelta(days=8), "answer"),
        (S.ANSWERED, DUE + timedelta(days=8), "answer"), (S.UPHELD, DUE + timedelta(days=99), ""),
    ],
)  # fmt: skip
def test_what_is_late_is_told_from_the_day_after_its_last(state: str, today: date, late: str) -> None:
    assert overdue(state, DUE, DUE + timedelta(days=7), today) == late


def test_a_unit_needs_its_seal_a_person_a_real_name_and_a_lead_only_its_facts() -> None:
    text = "申报团队成员名单与备案不符。"
    late = {"least": 10, "today": date(2027, 2, 4), "last": DUE}
    in_time = {**late, "today": DUE}

    assert problems_of(Filing(Objector.UNIT, "某中心", "13800138000", text, sealed=True), **in_time) == ()
    assert problems_of(Filing(Objector.UNIT, " ", "", "短"), **late) == (
        "objection_late", "objection_name_missing", "objection_mobile_missing", "objection_seal_missing",
        "objection_text_short",
    )  # fmt: skip
    assert problems_of(Filing(Objector.PERSON, "周岚", "", text), **in_time) == ("objection_mobile_missing",)
    assert problems_of(Filing(Objector.LEAD, text=text), **late) == ()


def test_only_the_named_project_is_held_and_only_while_it_is_open() -> None:
    told = {state: effect_on("GY-001", Objector.PERSON, state) for state in S}

    assert told == {
        S.RECEIVED: HOLDS, S.ACCEPTED: HOLDS, S.INVESTIGATING: HOLDS, S.ANSWERED: HOLDS, S.UPHELD: OUT,
        S.PARTLY: DECIDES, S.NOT_UPHELD: LIFTS, S.WITHDRAWN: LIFTS, S.REFUSED: LIFTS,
    }  # fmt: skip
    assert {effect_on("", Objector.PERSON, state) for state in S} == {""}
    assert [effect_on("GY-001", Objector.LEAD, state) for state in (S.RECEIVED, S.ACCEPTED)] == ["", HOLDS]


def test_nobody_handles_a_case_in_which_they_had_a_part() -> None:
    refuse_partisan(7, {8: "screened"})
    with pytest.raises(RuleRefusal) as refused:
        refuse_partisan(8, {8: "screened"})

    assert (refused.value.code, refused.value.details) == ("objection_handler_took_part", {"part": "screened"})


@pytest.mark.parametrize(
    ("state", "asked", "code"),
    [
        (S.NOT_UPHELD, {}, ""), (S.PARTLY, {}, ""), (S.UPHELD, {}, "objection_not_answered"),
        (S.ACCEPTED, {}, "objection_not_answered"), (S.WITHDRAWN, {}, "objection_not_answered"),
        (S.NOT_UPHELD, {"is_second": True}, "objection_examined_twice"),
        (S.NOT_UPHELD, {"has_second": True}, "objection_examined_twice"),
        (S.NOT_UPHELD, {"today": DUE + timedelta(days=1)}, "objection_again_late"),
    ],
)  # fmt: skip
def test_it_is_examined_again_once_and_in_time(state: str, asked: dict[str, bool | date], code: str) -> None:
    told = {"is_second": False, "has_second": False, "today": DUE, "due": DUE} | asked
    if not code:
        refuse_again(state, **told)
        return
    with pytest.raises(RuleRefusal) as refused:
        refuse_again(state, **told)

    assert refused.value.code == code
