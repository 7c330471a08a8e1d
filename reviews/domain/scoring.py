"""What a sheet of marks is worth, and what it still lacks. Pure and exact.

An expert gives each leaf of the rubric a level from 1 to 10, or says that it does not apply (``None``). A leaf earns
level ÷ 10 of its weight. What does not apply leaves with its weight, and the rest is scaled up to 100, so that it is
never counted as nought. Source of the rubric: the round's own criteria (评分标准).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

HIGHEST: Final = 10
FULL_MARKS: Final = 100

# A key that is absent has no mark yet; ``None`` says that the criterion does not apply.
Marks = Mapping[str, int | None]


@dataclass(frozen=True)
class Criterion:
    """A node of the rubric. ``weight`` is points of 100 and counts on leaves; ``parent`` is empty at the top."""

    key: str
    name: str
    weight: int
    parent: str = ""
    may_not_apply: bool = False
    needs_reason: bool = False


@dataclass(frozen=True)
class Rubric:
    """The criteria in the order of the sheet."""

    criteria: tuple[Criterion, ...]

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """Return what is marked: the criteria that no other is part of."""
        parents = {each.parent for each in self.criteria}
        return tuple(each for each in self.criteria if each.key not in parents)

    def leaves_under(self, key: str) -> tuple[Criterion, ...]:
        """Return the leaves of a branch; a leaf is its own. Raise ``KeyError`` for a key that is not in the rubric."""
        return self._branches[key]

    @cached_property
    def _branches(self) -> Mapping[str, tuple[Criterion, ...]]:
        parent_of = {each.key: each.parent for each in self.criteria}
        found: dict[str, list[Criterion]] = {key: [] for key in parent_of}
        for leaf in self.leaves:
            at = leaf.key
            while at in parent_of:
                found[at].append(leaf)
                at = parent_of[at]
        return {key: tuple(leaves) for key, leaves in found.items()}


@dataclass(frozen=True)
class Problem:
    """Why a sheet cannot be handed in. ``key`` is the criterion, empty for the sheet as a whole.

    ``code``: ``mark_missing``, ``mark_unknown``, ``na_not_allowed``, ``reason_missing``, ``nothing_applies`` or
    ``comment_short`` (``least`` and ``count`` characters).
    """

    code: str
    key: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def problems_of(
    rubric: Rubric, marks: Marks, reasons: Mapping[str, str], comment: str, least: int = 0
) -> tuple[Problem, ...]:
    """Return everything that keeps the sheet from being handed in, in the order of the sheet.

    ``least`` is the fewest characters of the comment, blanks not counted; 0 asks for none.
    """
    found = []
    for leaf in rubric.leaves:
        named = {"name": leaf.name}
        if leaf.key not in marks:
            found.append(Problem("mark_missing", leaf.key, named))
            continue
        level = marks[leaf.key]
        if level is None and not leaf.may_not_apply:
            found.append(Problem("na_not_allowed", leaf.key, named))
        elif not _known(level):
            found.append(Problem("mark_unknown", leaf.key, named))
        elif leaf.needs_reason and not reasons.get(leaf.key, "").strip():
            found.append(Problem("reason_missing", leaf.key, named))
    keys = {leaf.key for leaf in rubric.leaves}
    found.extend(Problem("mark_unknown", key, {"name": key}) for key in sorted(marks.keys() - keys))
    if not found and all(marks[key] is None for key in keys):
        found.append(Problem("nothing_applies"))
    count = len("".join(comment.split()))
    if count < least:
        found.append(Problem("comment_short", "", {"least": least, "count": count}))
    return tuple(found)


def _known(level: int | None) -> bool:
    return level is None or (isinstance(level, int) and not isinstance(level, bool) and 1 <= level <= HIGHEST)


def points_of(criterion: Criterion, level: int) -> Fraction:
    """Return what a level earns, in points of 100. Raise ``ValueError`` for a level outside 1 to 10."""
    return Fraction(_checked(level) * criterion.weight, HIGHEST)


def _checked(level: int) -> int:
    if level is None or not _known(level):
        raise ValueError(f"a level is 1 to {HIGHEST}, not {level!r}")
    return level


def total_of(rubric: Rubric, marks: Marks) -> Fraction:
    """Return the sheet's total, exact points of 100.

    Raise ``KeyError`` for a leaf without a mark, ``ValueError`` for an unknown level or where nothing applies.
    """
    total = _scaled(rubric.leaves, {leaf.key: marks[leaf.key] for leaf in rubric.leaves})
    if total is None:
        raise ValueError("nothing of the rubric applies")
    return total


def share_of(rubric: Rubric, key: str, marks: Marks) -> Fraction | None:
    """Return what a branch earned, as exact points of 100 of that branch; ``None`` where nothing of it was marked."""
    return _scaled(rubric.leaves_under(key), marks)


def _scaled(leaves: tuple[Criterion, ...], marks: Marks) -> Fraction | None:
    earned = weight = 0
    for leaf in leaves:
        level = marks.get(leaf.key)
        if level is not None:
            earned += _checked(level) * leaf.weight
            weight += leaf.weight
    return Fraction(earned * FULL_MARKS, weight * HIGHEST) if weight else None


def half_up(value: Fraction | Decimal | int, places: int = 2) -> Decimal:
    """Return ``value`` with ``places`` decimals, a half away from below: 0.005 is 0.01 (四舍五入). Not for negatives.

    Raise ``ValueError`` for a negative value.
    """
    over, under = value.as_integer_ratio()
    if over < 0:
        raise ValueError("points are not negative")
    return Decimal((over * 10**places * 2 + under) // (under * 2)).scaleb(-places)
