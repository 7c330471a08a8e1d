"""The rubric as its page draws it: levels, points, anchors, what is missing, and how the expert has marked so far."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from html import escape
from statistics import median
from typing import Any, Final

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from reviews.domain import scoring
from reviews.models import ScoreSheet
from reviews.queries.scoring import Item, marks_of, reasons_of, rubric_from, total_so_far
from rounds.models import Criterion

LEVELS: Final = tuple(range(1, scoring.HIGHEST + 1))
NA: Final = "na"
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Anchor:
    low: int
    high: int
    level: str
    text: str


@dataclass
class Leaf:
    """One criterion as a set of radio buttons."""

    number: int
    row: Criterion
    anchors: Sequence[Anchor]
    value: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        return str(self.row.pk)

    @property
    def points(self) -> Decimal | None:
        return (
            scoring.half_up(Fraction(int(self.value) * self.row.weight, scoring.HIGHEST), 1)
            if self.value.isdecimal()
            else None
        )

    @property
    def anchor(self) -> Anchor | None:
        level = int(self.value) if self.value.isdecimal() else 0
        return next((each for each in self.anchors if each.low <= level <= each.high), None)

    @property
    def bands(self) -> SafeString:
        """Return what each level means, as terms and their explanations."""
        return _bands(tuple(self.anchors))

    @property
    def radios(self) -> SafeString:
        """Return the ten buttons. Written out: a loop of a template costs more than the rest of the page."""
        parts = [
            f'<label><input type="radio" name="m-{self.row.pk}" value="{level}"'
            f"{' checked' if self.value == str(level) else ''}><span>{level}</span></label>"
            for level in LEVELS
        ]
        return mark_safe("".join(parts))  # noqa: S308 -- whole numbers of our own


@lru_cache(maxsize=512)
def _bands(anchors: tuple[Anchor, ...]) -> SafeString:
    """Draw the levels of a criterion once: they are the round's, the same on every project."""
    parts = [
        f'<div data-low="{each.low}" data-high="{each.high}"><dt class="num">{escape(each.level)}</dt>'
        f"<dd>{escape(each.text)}</dd></div>"
        for each in anchors
    ]
    return mark_safe("".join(parts))  # noqa: S308 -- what is no number is escaped here


@dataclass
class Group:
    """Criteria that belong together; a criterion of its own stands in a group without a name."""

    name: str
    weight: int
    leaves: list[Leaf] = field(default_factory=list)


@dataclass
class Sheet:
    """The rubric with what is marked. ``so_far`` of ``out_of`` points; scaled to 100 once all is marked."""

    groups: list[Group]
    rubric: scoring.Rubric

    @property
    def leaves(self) -> list[Leaf]:
        return [leaf for group in self.groups for leaf in group.leaves]

    @property
    def total(self) -> int:
        return len(self.leaves)

    @property
    def done(self) -> int:
        return sum(bool(leaf.value) for leaf in self.leaves)

    @property
    def out_of(self) -> int:
        return sum(leaf.row.weight for leaf in self.leaves if leaf.value.isdecimal())

    @property
    def so_far(self) -> Decimal:
        marked = [leaf for leaf in self.leaves if leaf.value.isdecimal()]
        points = sum((Fraction(int(leaf.value) * leaf.row.weight, scoring.HIGHEST) for leaf in marked), Fraction())
        if self.done == self.total and self.out_of:
            return scoring.half_up(points * scoring.FULL_MARKS / self.out_of, 1)
        return scoring.half_up(points, 1)


def sheet_from(rows: Sequence[Criterion], kept: ScoreSheet | None, typed: Mapping[str, str] | None = None) -> Sheet:
    """Return the rubric with what is kept, or with what somebody has just typed. No query."""
    rubric, by_key = rubric_from(rows), {str(row.pk): row for row in rows}
    marks, reasons, groups = marks_of(kept), reasons_of(kept), list[Group]()
    for number, each in enumerate(rubric.leaves, start=1):
        row = by_key[each.key]
        level = marks.get(each.key)
        value = (NA if level is None else str(level)) if each.key in marks else ""
        reason = reasons.get(each.key, "")
        if typed is not None:
            value, reason = typed.get(f"m-{each.key}", ""), typed.get(f"r-{each.key}", "")
        parent = by_key.get(each.parent)
        alone = parent is None or sum(other.parent == each.parent for other in rubric.leaves) == 1
        if alone or not groups or groups[-1].name != (parent.name if parent else ""):
            groups.append(Group("" if alone or parent is None else parent.name, 0 if parent is None else parent.weight))
        groups[-1].leaves.append(Leaf(number, row, anchors_of(row), value, reason))
    return Sheet(groups, rubric)


def anchors_of(row: Criterion) -> list[Anchor]:
    """Return the anchored levels of a criterion (“9–10”, “5”)."""
    found = []
    for each in row.anchors:
        numbers = [int(number) for number in _NUMBERS.findall(str(each.get("level", "")))]
        if numbers:
            found.append(Anchor(numbers[0], numbers[-1], str(each["level"]), str(each.get("text", ""))))
    return found


def typed_marks(data: QueryDict) -> dict[str, dict[str, Any]]:
    """Return what a form says of each criterion; what is no level stays as it was typed, for the flow to refuse."""
    found: dict[str, dict[str, Any]] = {}
    for key in {name[2:] for name in data if name.startswith(("m-", "r-"))}:
        said = data.get(f"m-{key}", "")
        level: int | str | None = int(said) if said.isascii() and said.isdecimal() else said or None
        found[key] = {"level": None if said == NA else level, "na": said == NA, "reason": data.get(f"r-{key}", "")}
    return found


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    mine: bool


@dataclass(frozen=True)
class Strip:
    """The expert's own totals as dots on a line from 0 to 100."""

    dots: Sequence[Dot]
    count: int
    low: Decimal | None
    high: Decimal | None
    middle: Decimal | None


WIDTH, BIN, FLOOR, STEP = 300, 2, 24, 8
RISE = FLOOR - 4  # the highest dot still shows whole: its radius is 4


def dots_of(totals: Sequence[tuple[Decimal, bool]]) -> list[Dot]:
    """Return a dot for each total (of 100, and whether it is the open project's), equal ones in a pile.

    A high pile is pressed together, so that it stays inside the picture.
    """
    piles = Counter(int(total) // BIN for total, _own in totals)
    step = min(STEP, RISE / max(max(piles.values(), default=1) - 1, 1))
    dots, stacked = [], Counter[int]()
    for total, own in sorted(totals):
        place = int(total) // BIN
        dots.append(Dot(float(total) * WIDTH / 100, FLOOR - step * stacked[place], own))
        stacked[place] += 1
    return dots


def strip_of(items: Sequence[Item], rubric: scoring.Rubric, mine: int) -> Strip:
    """Return how the expert has marked so far, with the project that is open marked. No query."""
    totals = [
        (total, item.assignment_id == mine) for item in items if (total := total_so_far(rubric, item.sheet)) is not None
    ]
    dots = dots_of(totals)
    values = [total for total, _own in totals]
    middle = scoring.half_up(median(values), 1) if values else None
    return Strip(dots, len(values), min(values, default=None), max(values, default=None), middle)
