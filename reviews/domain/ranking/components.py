"""What else than the experts' marks makes a result: points in proportion to a part of a whole, capped. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from reviews.domain.scoring import FULL_MARKS, half_up

WHOLE: Final = 10_000
EXPERTS: Final = "experts"


@dataclass(frozen=True)
class Component:
    """Points beside the experts' marks, such as those for donations. ``points`` is the most, reached when the part is
    ``full_share`` (basis points) of the whole.

    Within the hundred the experts' mean weighs the rest (60 and 40); ``on_top`` leaves it whole, and a result may then
    exceed 100.
    """

    key: str
    points: int
    full_share: int = WHOLE
    on_top: bool = False


def gained(part: int, whole: int, component: Component) -> Decimal:
    """Return the points for ``part`` of ``whole``: in proportion, capped, half-up to two places.

    Nothing given, or a whole that is unknown, earns 0.00, never nothing at all.
    """
    if part <= 0 or whole <= 0 or component.full_share <= 0:
        return Decimal("0.00")
    share = min(Fraction(part * WHOLE, whole * component.full_share), Fraction(1))
    return half_up(share * component.points)


def joined(experts: Decimal, points: Mapping[str, Decimal], components: Sequence[Component]) -> Decimal:
    """Return the result from published figures: the experts' mean by what is left of the hundred, and the points."""
    left = FULL_MARKS - sum(each.points for each in components if not each.on_top)
    return half_up(Fraction(experts) * left / FULL_MARKS + sum(map(Fraction, points.values()), Fraction()))
