"""Which parts of the form a project of what amount fills, and how many persons an act needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rounds.domain.form_sections import is_short, sections_for
from rounds.domain.persons import LEAST, needed

PARTS = (("project", True), ("risks", False), ("budget", True))
amounts = st.integers(min_value=0, max_value=10**12)


def test_below_the_limit_the_short_form_is_filled_and_from_it_on_the_whole() -> None:
    limit = 5_000_000

    assert sections_for(limit - 1, limit_fen=limit, sections=PARTS) == ("project", "budget")
    assert sections_for(limit, limit_fen=limit, sections=PARTS) == ("project", "risks", "budget")


@given(amounts)
def test_without_a_limit_everybody_fills_the_whole_form(amount: int) -> None:
    assert is_short(amount, 0) is False
    assert sections_for(amount, limit_fen=0, sections=PARTS) == ("project", "risks", "budget")


@given(amounts, amounts, amounts)
def test_who_asks_for_more_never_fills_less(first: int, second: int, limit: int) -> None:
    less, more = sorted((first, second))

    assert set(sections_for(less, limit_fen=limit, sections=PARTS)) <= set(
        sections_for(more, limit_fen=limit, sections=PARTS)
    )


@pytest.mark.parametrize("act", LEAST)
@given(wanted=st.integers(min_value=0, max_value=9))
def test_a_round_may_ask_for_more_persons_and_never_for_fewer(act: str, wanted: int) -> None:
    assert needed({act: wanted}, act) == max(wanted, LEAST[act])
    assert needed({}, act) == LEAST[act]
