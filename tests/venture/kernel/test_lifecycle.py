"""A table of moves: legal ones lead on, every other is refused with the state's words, a verb stands once."""

from enum import StrEnum

import pytest

from venture.kernel.errors import RuleRefusal
from venture.kernel.lifecycle import Lifecycle, Move


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        return f"«{self.value}»"


LIFE = Lifecycle(
    Lamp,
    "lamp_illegal_move",
    Move("light", frozenset({Lamp.OFF}), Lamp.ON),
    Move("smash", frozenset({Lamp.OFF, Lamp.ON}), Lamp.BROKEN),
)


def test_legal_moves_lead_on_and_the_last_state_is_final() -> None:
    assert LIFE.target_of("light", "off") is Lamp.ON
    assert (LIFE.verbs_from("off"), LIFE.verbs_from("on"), LIFE.verbs_from("broken")) == (
        ("light", "smash"), ("smash",), (),
    )  # fmt: skip
    assert LIFE.final == {Lamp.BROKEN}


def test_every_other_move_is_refused_in_words() -> None:
    with pytest.raises(RuleRefusal) as refused:
        LIFE.target_of("light", "on")

    assert (refused.value.code, refused.value.details) == ("lamp_illegal_move", {"state": "«on»"})


def test_an_unknown_verb_or_state_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        LIFE.target_of("sing", "on")
    with pytest.raises(ValueError, match="purple"):
        LIFE.target_of("light", "purple")


def test_a_verb_stands_in_the_table_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Lifecycle(Lamp, "x", LIFE.moves["light"], LIFE.moves["light"])
