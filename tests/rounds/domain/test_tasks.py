"""When a task of a member unit is due, how late it is, and which reminder it deserves."""

from datetime import date

import pytest

from rounds.domain.tasks import TASK_LIFE, Plan, days_late, due_on, moment_of
from rounds.enums import TaskState
from venture.kernel.errors import RuleRefusal

DUE = date(2027, 3, 10)
LEGAL = {
    "take": {"given": "taken"},
    "report": {"given": "reported", "taken": "reported", "returned": "reported"},
    "accept": {"reported": "done"},
    "return": {"reported": "returned"},
    "drop": dict.fromkeys(("given", "taken", "reported", "returned"), "dropped"),
}


@pytest.mark.parametrize("state", TaskState.values)
@pytest.mark.parametrize("verb", LEGAL)
def test_a_task_moves_exactly_as_the_table_says(verb: str, state: str) -> None:
    target = LEGAL[verb].get(state)
    if target is not None:
        assert TASK_LIFE.target_of(verb, state) == target
        return
    with pytest.raises(RuleRefusal) as refusal:
        TASK_LIFE.target_of(verb, state)
    assert refusal.value.code == "task_illegal_move"


def test_a_line_is_due_from_the_first_day_of_its_stage() -> None:
    stages = {"intake": (date(2027, 3, 1), date(2027, 3, 31)), "panel": (None, None)}

    assert due_on(Plan("intake", 9), stages) == DUE
    assert due_on(Plan("intake", -1), stages) == date(2027, 2, 28)
    assert due_on(Plan("panel", 1), stages) is None
    assert due_on(Plan("review", 1), stages) is None


def test_the_first_report_is_held_against_the_day_and_what_was_dropped_is_never_late() -> None:
    today = date(2027, 3, 20)

    assert days_late("given", DUE, None, today) == 10
    assert days_late("returned", DUE, DUE, today) == 0
    assert days_late("reported", DUE, date(2027, 3, 12), today) == 2
    assert days_late("taken", DUE, None, DUE) == 0
    assert days_late("dropped", DUE, None, today) == 0


@pytest.mark.parametrize(
    ("day", "moment"),
    [(date(2027, 3, 6), None), (date(2027, 3, 7), -1), (DUE, -1), (date(2027, 3, 11), 0), (date(2027, 3, 17), 0),
     (date(2027, 3, 18), 1), (date(2027, 3, 25), 2)],
)  # fmt: skip
def test_a_reminder_comes_before_the_day_on_the_first_late_one_and_each_week_after(day: date, moment: int) -> None:
    assert moment_of(DUE, day) == moment
