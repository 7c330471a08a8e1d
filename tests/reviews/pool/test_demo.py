"""The demonstration's experts, as data: everybody could be entered, and each part of the story has its people."""

from collections import Counter

from reviews.demo.experts import NAMESAKE, ROWS
from reviews.domain.roster import problems_of
from reviews.enums import TieKind


def test_everybody_can_be_entered_and_is_known_again() -> None:
    assert [problem.code for row in ROWS for problem in problems_of(row)] == []
    assert len({row["key"] for row in ROWS}) == len({row["email"] for row in ROWS}) == len(ROWS) == 17


def test_eleven_pledge_one_declines_and_the_others_stand_by() -> None:
    assert Counter(row["part"] for row in ROWS) == {"pledged": 11, "declined": 1, "account": 1, "pool": 4}
    assert sum(bool(row.get("finance")) for row in ROWS if row["part"] == "pledged") == 2
    assert NAMESAKE in {row["key"] for row in ROWS}
    declared = [each["kind"] for row in ROWS for each in row.get("declares", ())]
    assert declared
    assert set(declared) <= set(TieKind.values)
