"""Number times rate, before tax, bounded where the bureau bounds it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.domain.fees import FeeLine, Rate, Work, lines_of, sums_of

READ, PANEL = Rate("sheet", 5_000, 40_000), Rate("half_day", 60_000)


def test_work_of_one_kind_is_one_line_and_what_was_not_done_has_none() -> None:
    works = [
        Work("李", "half_day", 1),
        Work("李", "sheet", 3),
        Work("李", "sheet", 2),
        Work("王", "sheet", 9),
        Work("赵", "sheet", 0),
    ]
    lines = lines_of(works, [READ, PANEL])

    assert lines == (
        FeeLine("李", "sheet", 5, 5_000, 25_000), FeeLine("李", "half_day", 1, 60_000, 60_000),
        FeeLine("王", "sheet", 9, 5_000, 40_000, capped=True),
    )  # fmt: skip
    assert sums_of(lines) == {"李": 85_000, "王": 40_000}


def test_work_without_a_rate_and_negative_numbers_are_refused() -> None:
    with pytest.raises(KeyError):
        lines_of([Work("李", "travel", 1)], [READ])
    with pytest.raises(ValueError, match="work"):
        lines_of([Work("李", "sheet", -1)], [READ])
    with pytest.raises(ValueError, match="fee"):
        Rate("sheet", -1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.builds(Work, st.sampled_from("甲乙丙"), st.sampled_from(["sheet", "half_day"]), st.integers(0, 20))))
def test_every_fen_is_on_a_line_and_none_twice(works: list[Work]) -> None:
    lines = lines_of(works, [READ, PANEL])

    assert len({(each.expert, each.kind) for each in lines}) == len(lines)
    assert sum(each.count for each in lines) == sum(each.count for each in works)
    assert sum(sums_of(lines).values()) == sum(each.fen for each in lines)
    assert all(
        each.fen <= each.count * each.rate_fen and (each.kind != "sheet" or each.fen <= 40_000) for each in lines
    )
