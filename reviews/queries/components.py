"""What stands in apps above and makes a result or an amount here: each says how to read it, nobody here imports it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from reviews.domain.ranking import Component
from rounds.models import Round

# A part and its whole in fen, by the code of the application.
Shares = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Counted:
    """A component of a round with the share of every accepted project, as it stands now."""

    component: Component
    shares: Shares


@dataclass(frozen=True)
class Public:
    """What a project's donations make of public money, in fen: what was given and counts, what matches it, what fills
    the budget up. ``most_fen`` is what public money may give at most.
    """

    given_fen: int
    matched_fen: int
    filled_fen: int

    @property
    def most_fen(self) -> int:
        return self.matched_fen + self.filled_fen


class _Source(NamedTuple):
    title: Any
    counted: Callable[[Round], Counted | None]
    public: Callable[[Round], Mapping[str, Public]]


_sources: dict[str, _Source] = {}


def contribute(
    key: str, title: Any, *, counted: Callable[[Round], Counted | None], public: Callable[[Round], Mapping[str, Public]]
) -> None:
    """Add a component of results, and what it makes of amounts. Called by the ``components`` module of an app above.

    ``title`` is the lazily translated head of its column; ``counted`` returns ``None`` and ``public`` nothing in a
    round that does not use it. Raise ``ValueError`` for a key given twice.
    """
    if key in _sources:
        raise ValueError(f"the component {key} is contributed twice")
    _sources[key] = _Source(title, counted, public)


def title_of(key: str) -> str:
    """Return the head of a component's column in the active language; its key where nobody contributes it any more."""
    return str(_sources[key].title) if key in _sources else key


def counted_in(round_: Round) -> tuple[Counted, ...]:
    """Return what makes the round's result beside the experts' marks. No query where the round uses nothing of it."""
    found = (_sources[key].counted(round_) for key in sorted(_sources))
    return tuple(each for each in found if each is not None)


def public_in(round_: Round) -> dict[str, Public]:
    """Return what public money may give at most, by application; nothing in a round that matches no donations."""
    return {code: each for key in sorted(_sources) for code, each in _sources[key].public(round_).items()}
