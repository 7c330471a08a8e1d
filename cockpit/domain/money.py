"""What is asked for beside what there is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CHART: Final = 520
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Purse:
    """One field of service in fen: what its applications ask for and what its envelopes hold."""

    key: str
    name: str
    asked: int
    holds: int

    @property
    def times(self) -> Decimal | None:
        return times(self.asked, self.holds)

    @property
    def left(self) -> int:
        """Return what stays in the envelope when everything asked for is granted."""
        return max(0, self.holds - self.asked)


@dataclass(frozen=True)
class Bar:
    """The lengths of one line: asked for, of it within the envelope, and where the envelope ends."""

    purse: Purse
    asked: int
    within: int
    mark: int


def times(asked: int, holds: int) -> Decimal | None:
    """Return how many times over the money is asked for, to one place; ``None`` where there is no money."""
    return (Decimal(asked) / holds).quantize(TENTH, ROUND_HALF_UP) if holds else None


def bars(purses: Sequence[Purse]) -> list[Bar]:
    most = max((max(each.asked, each.holds) for each in purses), default=0) or 1

    def length(fen: int) -> int:
        return round(fen * CHART / most)

    return [
        Bar(each, length(each.asked), length(min(each.asked, each.holds)), max(0, length(each.holds) - 3))
        for each in purses
    ]


def spare(purses: Sequence[Purse]) -> list[Purse]:
    """Return the fields that ask for less than they have, where others ask for more: what could be moved (调剂)."""
    if not any(each.asked > each.holds for each in purses):
        return []
    return [each for each in purses if each.left]
