"""What is owed back when a project ends: never more than was held, to the fen, and by source."""

from hypothesis import given
from hypothesis import strategies as st

from grants.domain.closing import Purse, Settlement, settle

fen = st.integers(0, 10**10)
purses_of = st.lists(
    st.tuples(fen, st.integers(0, 100), st.integers(0, 100)).map(lambda each: (each[0], each[1], each[2])),
    min_size=1, max_size=4,
).map(
    lambda rows: [
        Purse(str(number), paid, paid * back // 200, paid * off // 200) for number, (paid, back, off) in enumerate(rows)
    ]
)  # fmt: skip


def test_unspent_and_disallowed_money_goes_back_to_where_it_came_from() -> None:
    purses = [Purse("lottery", 9_000_000), Purse("charity", 1_000_000, returned=50_000)]
    assert settle(purses, accepted=8_000_001, disallowed=600_000) == Settlement(
        (("lottery", 1_799_999), ("charity", 150_000)), unspent=1_349_999, disallowed=600_000
    )


def test_who_spent_more_than_was_paid_owes_nothing() -> None:
    assert settle([Purse("lottery", 500)], accepted=900, disallowed=0) == Settlement((), 0, 0)


@given(purses_of, fen, fen)
def test_nobody_owes_more_than_is_held_and_all_that_was_not_accepted_is_owed(
    purses: list[Purse], accepted: int, disallowed: int
) -> None:
    found = settle(purses, accepted=accepted, disallowed=disallowed)
    held = {purse.key: purse.held for purse in purses}

    assert all(0 < amount <= held[key] for key, amount in found.due)
    assert found.total == found.unspent + found.disallowed
    assert found.disallowed <= disallowed
    assert found.total >= sum(held.values()) - accepted
