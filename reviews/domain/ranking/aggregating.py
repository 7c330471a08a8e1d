"""From the sheets of one stage to its mean, with what was dropped and how far the experts lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt, lcm
from typing import Final

from reviews.domain.scoring import half_up

# With fewer sheets that count, nothing is dropped: 去掉一个最高分、一个最低分 needs at least three that remain.
EXTREMES_FROM: Final = 5


@dataclass(frozen=True)
class StageResult:
    """One project in one stage, all figures on the stage's scale with two places.

    ``totals`` are (expert, total) from the lowest to the highest, ``dropped`` the experts whose totals stand outside
    the mean (lowest, highest). ``low``, ``high``, ``deviation`` (of the population) and ``n`` are of all that count.
    """

    stage: str
    totals: tuple[tuple[str, Decimal], ...]
    dropped: tuple[str, ...]
    mean: Decimal
    low: Decimal
    high: Decimal
    deviation: Decimal
    n: int
    wide: bool

    @property
    def kept(self) -> frozenset[str]:
        """Return the experts whose sheets make the mean."""
        return frozenset(expert for expert, _ in self.totals) - frozenset(self.dropped)


def aggregate(
    stage: str, totals: Sequence[tuple[str, Fraction]], *, drop_extremes: bool = False, apart: int | None = None
) -> StageResult:
    """Return the result of exact ``totals`` by expert. Recused sheets are left out by the caller.

    One lowest and one highest are dropped where the round says so and five or more count; of equals, the first and
    the last by the expert's code. Raise ``ValueError`` for no total.
    """
    if not totals:
        raise ValueError("no sheet counts")
    ranked = sorted(totals, key=lambda each: (each[1], each[0]))
    drops = drop_extremes and len(ranked) >= EXTREMES_FROM
    # Whole numbers of one common part of a point: exact, and many times quicker than fractions.
    part = lcm(*(total.denominator for _, total in ranked))
    values = [total.numerator * (part // total.denominator) for _, total in ranked]
    kept = values[1:-1] if drops else values
    return StageResult(
        stage,
        tuple((expert, half_up(total)) for expert, total in ranked),
        (ranked[0][0], ranked[-1][0]) if drops else (),
        half_up(Fraction(sum(kept), len(kept) * part)),
        half_up(ranked[0][1]),
        half_up(ranked[-1][1]),
        _deviation(values, part),
        len(ranked),
        apart is not None and values[-1] - values[0] > apart * part,
    )


def _deviation(values: Sequence[int], part: int) -> Decimal:
    """Return the root of the mean square, rounded half-up by whole numbers only: no machine rounds otherwise."""
    square = len(values) * sum(value * value for value in values) - sum(values) ** 2
    return Decimal((isqrt(40_000 * square // (len(values) * part) ** 2) + 1) // 2).scaleb(-2)
