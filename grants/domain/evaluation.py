"""How a project's points come about, mid-term and final. Points are whole; totals are hundredths of points.

The items, their bands and the grades are the round's data. Practice behind the presets: Suzhou's mid-term (four
dimensions, 100 points, 60 pass, bonus and deductions), Shanghai's grades A from 85, B from 60.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

HUNDREDTHS = 100
JUDGED, RATIO = "judged", "ratio"


@dataclass(frozen=True)
class Band:
    """From which percentage of the target on how many points are earned."""

    floor: int
    points: int


@dataclass(frozen=True)
class Item:
    """One item: ``points`` at most. One scored by ratio has bands; a judged one has none."""

    key: str
    dimension: str
    name: str
    points: int
    scoring: str = JUDGED
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Grade:
    """A grade from ``floor`` points on, whether it passes, and what follows."""

    name: str
    floor: int
    passes: bool
    consequence: str = ""


@dataclass(frozen=True)
class Mark:
    """What an item got: hundredths of points for a judged one, ``reached`` of ``target`` for one by ratio.

    Amounts of targets are whole (people, sessions, hours) or hundredths of them on both sides: only their ratio counts.
    """

    given: int | None = None
    reached: int | None = None
    target: int | None = None


@dataclass(frozen=True)
class Extra:
    """A bonus or, below zero, a deduction in hundredths of points, with its reason."""

    hundredths: int
    reason: str


@dataclass(frozen=True)
class Line:
    item: Item
    hundredths: int | None
    percent: int | None = None


@dataclass(frozen=True)
class Result:
    """All of an evaluation's sums. ``missing`` are the keys of items without points: then there is no total yet."""

    lines: tuple[Line, ...]
    extras: tuple[Extra, ...]
    missing: tuple[str, ...]
    total: int | None
    grade: Grade | None
    dimensions: tuple[tuple[str, int, int], ...] = field(default=())

    @property
    def passed(self) -> bool | None:
        return self.grade.passes if self.grade else None


def percent_of(reached: int, target: int) -> int:
    """Return how many whole percent of the target were reached, rounded down. A target of nothing is reached.

    Raise ``ValueError`` below zero.
    """
    if reached < 0 or target < 0:
        raise ValueError("neither what was reached nor the target is below zero")
    return 100 if target == 0 else reached * 100 // target


def points_by_ratio(percent: int, bands: Iterable[Band]) -> int:
    """Return the points of the highest band that ``percent`` reaches; none reached, none earned."""
    return max((band.points for band in bands if percent >= band.floor), default=0)


def line_of(item: Item, mark: Mark | None) -> Line:
    """Return an item's points. Raise ``ValueError`` for points above the item's or below zero."""
    if mark is None:
        return Line(item, None)
    if item.scoring == RATIO:
        if mark.reached is None or mark.target is None:
            return Line(item, None)
        percent = percent_of(mark.reached, mark.target)
        return Line(item, min(points_by_ratio(percent, item.bands), item.points) * HUNDREDTHS, percent)
    if mark.given is not None and not 0 <= mark.given <= item.points * HUNDREDTHS:
        raise ValueError(f"{item.key} takes 0 to {item.points} points")
    return Line(item, mark.given)


def evaluate(
    items: Sequence[Item], grades: Iterable[Grade], marks: Mapping[str, Mark], extras: Sequence[Extra] = ()
) -> Result:  # fmt: skip
    """Return points, total and grade. The total is kept between nothing and the sum of all items' points."""
    lines = tuple(line_of(item, marks.get(item.key)) for item in items)
    missing = tuple(line.item.key for line in lines if line.hundredths is None)
    if missing or not lines:
        return Result(lines, tuple(extras), missing, None, None, _dimensions(lines))
    most = sum(item.points for item in items) * HUNDREDTHS
    earned = sum(line.hundredths or 0 for line in lines) + sum(extra.hundredths for extra in extras)
    total = min(max(earned, 0), most)
    return Result(lines, tuple(extras), (), total, grade_of(total, grades), _dimensions(lines))


def grade_of(total: int, grades: Iterable[Grade]) -> Grade | None:
    """Return the highest grade that ``total`` (hundredths) reaches, none when the round knows none so low."""
    reached = [grade for grade in grades if total >= grade.floor * HUNDREDTHS]
    return max(reached, key=lambda grade: grade.floor, default=None)


def _dimensions(lines: Sequence[Line]) -> tuple[tuple[str, int, int], ...]:
    """Return (dimension, earned hundredths, points at most) in the order of the items."""
    return tuple(
        (name, sum(line.hundredths or 0 for line in some), sum(line.item.points for line in some))
        for name, group in groupby(lines, key=lambda line: line.item.dimension)
        for some in [list(group)]
    )
