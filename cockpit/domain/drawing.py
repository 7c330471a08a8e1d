"""Where the marks of a chart stand: every length is an attribute of the drawing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from typing import Final

from cockpit.domain.forecast import Forecast

SQUARE: Final = 13
STEP: Final = 16
# How much wider than high a field of squares is.
FLAT: Final = 3.75
LEFT, RIGHT, BOTTOM, TOP = 34, 490, 100, 8
HALF: Final = 2
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Waffle:
    """One square for each project; ``bands`` are outlines, one for each kind of square, in the order given."""

    width: int
    height: int
    bands: tuple[str, ...]


def waffle(counts: Sequence[int]) -> Waffle:
    """Lay ``counts`` squares out, row after row, one kind behind the other."""
    total = sum(counts)
    columns = max(1, ceil(sqrt(total * FLAT)))
    bands, place = [], 0
    for count in counts:
        squares = []
        for number in range(place, place + count):
            row, column = divmod(number, columns)
            squares.append(f"M{column * STEP} {row * STEP}h{SQUARE}v{SQUARE}h-{SQUARE}z")
        bands.append("".join(squares))
        place += count
    rows = max(1, -(-total // columns))
    return Waffle(columns * STEP - STEP + SQUARE, rows * STEP - STEP + SQUARE, tuple(bands))


@dataclass(frozen=True)
class Burn:
    """How what was handed in grew, day by day, with the dashed line of what the pace promises.

    On the line stand the days on which something came in and the day before each: between them it is level.
    """

    line: str
    area: str
    now: tuple[str, str]
    ahead: tuple[str, str] | None
    middle: str
    half: int
    above: bool
    late: bool


def burn(done: Mapping[date, int], goal: int, days: tuple[date, date, date], foretold: Forecast | None) -> Burn:
    """Draw the growth from the first of ``days`` to the second, today, on an axis that ends on the third."""
    first, today, last = days
    width = max(1, (last - first).days)
    top = max(goal, sum(done.values()), 1)

    def x(day: date) -> str:
        share = min(max((day - first).days, 0), width) / width
        return f"{LEFT + share * (RIGHT - LEFT):.1f}"

    def y(count: int) -> str:
        return f"{BOTTOM - count / top * (BOTTOM - TOP):.1f}"

    end = min(max(today, first), last)
    grown = sum(count for day, count in done.items() if day < first)
    points = []
    for day in _bends(done, first, end):
        grown += done.get(day, 0)
        points.append(f"{x(day)},{y(grown)}")
    grown = sum(done.values())
    points[-1] = f"{x(end)},{y(grown)}"
    line = " ".join(points)
    return Burn(
        line=line,
        area=f"{LEFT},{BOTTOM} {line} {x(end)},{BOTTOM}",
        now=(x(end), y(grown)),
        ahead=(x(foretold.ends_on), y(foretold.reached)) if foretold is not None else None,
        middle=y(top // HALF),
        half=top // HALF,
        above=grown * HALF > top,
        late=(end - first).days * HALF > width,
    )


def _bends(days: Iterable[date], first: date, last: date) -> list[date]:
    """Return the days on which a line that is level but for ``days`` bends, its ends among them."""
    found = {first, last}
    for day in (*days, last):
        if first < day <= last:
            found |= {day - ONE_DAY, day}
    return sorted(found)
