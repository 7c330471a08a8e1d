"""All verbs × all states of a round."""

import pytest

from rounds.domain import lifecycle
from rounds.enums import RoundState
from venture.kernel.errors import RuleRefusal


@pytest.mark.parametrize("verb", lifecycle.MOVES)
@pytest.mark.parametrize("state", RoundState.values)
def test_every_verb_moves_exactly_from_where_the_table_says(verb: str, state: str) -> None:
    move = lifecycle.MOVES[verb]
    if state in move.sources:
        assert lifecycle.target_of(verb, state) == move.target
        assert verb in lifecycle.verbs_from(state)
    else:
        with pytest.raises(RuleRefusal) as refused:
            lifecycle.target_of(verb, state)
        assert refused.value.code == "round_illegal_move"
        assert verb not in lifecycle.verbs_from(state)


def test_every_state_is_reached_and_one_is_final() -> None:
    reached = {move.target for move in lifecycle.MOVES.values()} | {RoundState.DRAFT}

    assert (reached, lifecycle.FINAL) == (set(RoundState), {RoundState.ARCHIVED})
