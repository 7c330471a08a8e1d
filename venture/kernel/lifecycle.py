"""The life of a thing that has states, as a table one can read aloud. Nothing here touches the database."""

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from venture.kernel.errors import RuleRefusal

S = TypeVar("S", bound=Enum)


@dataclass(frozen=True)
class Move(Generic[S]):
    """One legal move: from any of ``sources`` to ``target``."""

    verb: str
    sources: frozenset[S]
    target: S


class Lifecycle(Generic[S]):
    """All moves of one kind of thing. ``refusal`` is the code of a move that leads nowhere; its words may name
    ``%(state)s``. A verb stands in the table once: raise ``ValueError`` otherwise.
    """

    def __init__(self, states: type[S], refusal: str, *moves: Move[S]) -> None:
        self.states = states
        self.refusal = refusal
        self.moves: dict[str, Move[S]] = {move.verb: move for move in moves}
        if len(self.moves) < len(moves):
            raise ValueError(f"a verb of {states.__name__} stands in the table twice")

    @property
    def final(self) -> frozenset[S]:
        """Return the states that nothing leads out of."""
        return frozenset(self.states) - {source for move in self.moves.values() for source in move.sources}

    def target_of(self, verb: str, state: str) -> S:
        """Return where ``verb`` leads from ``state``.

        Raise ``RuleRefusal`` when it leads nowhere, ``KeyError`` for a verb that no table knows.
        """
        move, here = self.moves[verb], self.states(state)
        if here not in move.sources:
            raise RuleRefusal(self.refusal, state=getattr(here, "label", state))
        return move.target

    def verbs_from(self, state: str) -> tuple[str, ...]:
        """Return the verbs that lead on from ``state``, in the order of the table."""
        here = self.states(state)
        return tuple(verb for verb, move in self.moves.items() if here in move.sources)
