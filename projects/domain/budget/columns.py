"""Which column of a pasted table holds what."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, TypeVar

from projects.domain.budget import vocabulary
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import parse_yuan

T = TypeVar("T")
_ACTIVITY = re.compile(r"^(活动|任务|指标)\s*[\d一二三四五六七八九十]")


@dataclass(frozen=True)
class Columns:
    """``places`` are the columns by field, ``wan`` the fields whose amounts are 万元, ``unknown`` the headings that
    nobody could read. ``guessed`` when there was no heading."""

    places: dict[str, int]
    width: int
    wan: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    guessed: bool = False
    headings: tuple[str, ...] = field(default=())

    def is_heading(self, row: Sequence[str]) -> bool:
        """Return whether the row repeats the heading, as tables of several pages do."""
        return bool(self.headings) and tuple(cell for cell in row if cell) == self.headings

    def problems_as(self, make: Callable[[int, str, str, dict[str, Any]], T]) -> list[T]:
        found = [make(0, "", "paste_column_unknown", {"heading": name}) for name in self.unknown]
        if self.guessed:
            found.append(make(0, "", "paste_columns_guessed", {"fields": tuple(self.places)}))
        return found


def by_heading(row: Sequence[str]) -> Columns | None:
    """Return the columns when the row is a heading: two fields are named, one of them not by a category's word."""
    places, wan, unknown = dict[str, int](), set[str](), list[str]()
    for place, cell in enumerate(row):
        name = vocabulary.heading(cell)
        if name is not None and name not in places:
            places[name] = place
            if vocabulary.in_wan(cell):
                wan.add(name)
        elif cell:
            unknown.append(cell)
    known = len(places)
    if known < 2 or known < len(unknown):
        return None
    if "item" not in places and "category" in places:
        # 科目 alone, beside amounts: it names what is bought.
        places = {"item" if name == "category" else name: place for name, place in places.items()}
    places.pop("number", None)
    return Columns(places, len(row), frozenset(wan), tuple(unknown), headings=tuple(cell for cell in row if cell))


def by_content(rows: Sequence[Sequence[str]], labels: dict[str, str]) -> Columns:
    """Guess from what the cells hold. Price and quantity may be taken for each other; their product is the same."""
    width = max(len(row) for row in rows)
    columns = [[row[place] for row in rows if place < len(row) and row[place]] for place in range(width)]
    numeric = [place for place, cells in enumerate(columns) if _mostly(cells, _is_number)]
    text = [place for place, cells in enumerate(columns) if cells and place not in numeric]
    if numeric and numeric[0] == 0 and text and _counts_up(columns[0]):
        numeric = numeric[1:]
    places = _texts(columns, text, labels) | _numbers(rows, numeric)
    return Columns(dict(sorted(places.items(), key=lambda each: each[1])), width, guessed=True)


def _texts(columns: list[list[str]], text: list[int], labels: dict[str, str]) -> dict[str, int]:
    places, left = dict[str, int](), list(text)

    def claim(name: str, fits: Callable[[str], bool], least: int) -> None:
        for place in left:
            if len(left) > least and _mostly(columns[place], fits):
                places[name] = place
                left.remove(place)
                return

    names = {vocabulary.plain(label) for label in labels.values()}
    claim("unit", lambda cell: cell in vocabulary.UNITS, 1)
    claim("activity", lambda cell: bool(_ACTIVITY.match(cell)), 1)
    claim("category", lambda cell: vocabulary.plain(cell) in names, 1)
    if len(left) > 1 and len(set(columns[left[0]])) < len(columns[left[1]]):
        claim("category", lambda cell: len(cell) <= 8 and vocabulary.category(cell, labels) is not None, 1)
    for name, place in zip(("item", "basis"), left, strict=False):
        places[name] = place
    return places


def _numbers(rows: Sequence[Sequence[str]], numeric: list[int]) -> dict[str, int]:
    """Two numbers are quantity and price, one is the total; a third is the total when it is their product, and what
    follows it own money and donations."""
    if len(numeric) < 2:
        return dict(zip(("total",), numeric, strict=False))
    places = {"quantity": numeric[0], "price": numeric[1]}
    rest = numeric[2:]
    if rest and _mostly([row for row in rows if len(row) > rest[0]], lambda row: _is_product(row, *numeric[:3])):
        places["total"] = rest.pop(0)
    return places | dict(zip(("own", "donation"), rest, strict=False))


def _is_product(row: Sequence[str], one: int, other: int, total: int) -> bool:
    fens = [_fen(row[place]) for place in (one, other, total)]
    if None in fens:
        return False
    first, second, third = (fen or 0 for fen in fens)
    return abs(first * second - third * 100) <= 100


def _mostly(cells: Sequence[T], fits: Callable[[T], bool]) -> bool:
    return bool(cells) and fmean(fits(cell) for cell in cells) > 0.6


def _counts_up(cells: Sequence[str]) -> bool:
    return [cell.strip() for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]


def _is_number(text: str) -> bool:
    return _fen(text) is not None


def _fen(text: str) -> int | None:
    try:
        return parse_yuan(text)
    except RuleRefusal:
        return None
