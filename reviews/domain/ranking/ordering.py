"""From results to ranks: the composite of stages, the pass marks, and the tie rules in the order fixed in advance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from reviews.domain.ranking.aggregating import StageResult, aggregate
from reviews.domain.ranking.components import gained, joined
from reviews.domain.ranking.facts import (
    COUNTS,
    FEASIBILITY,
    FIRST_TIME,
    GRADE,
    LOT,
    NEED,
    OPEN,
    Entrant,
    Inputs,
    Sheet,
    StageRule,
)  # fmt: skip
from reviews.domain.scoring import FULL_MARKS, half_up, share_of
from rounds.domain.canonical import canonical, fingerprint


@dataclass(frozen=True)
class Row:
    """One project. ``rank`` and ``mean`` (of 100) are empty where it cannot be ranked; ``why`` then says what lacks:
    ``stage_missing``, ``sheets_missing`` or ``too_few_sheets``, with ``stage``, ``open`` sheets, those that ``count``
    and the ``least`` that make a mean.

    ``tie`` is the rule that parted it from the row above with the same mean; ``tied`` that nothing has parted it yet.
    Where more than the experts makes the result, ``experts`` is their mean (of 100) and ``points`` what came beside it.
    """

    code: str
    rank: int | None = None
    mean: Decimal | None = None
    passes: bool = False
    tie: str = ""
    tied: bool = False
    measures: Mapping[str, Decimal | None] = field(default_factory=dict)
    stages: tuple[StageResult, ...] = ()
    why: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    experts: Decimal | None = None
    points: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def wide(self) -> bool:
        """Tell whether experts disagree widely in one of the stages."""
        return any(each.wide for each in self.stages)


@dataclass(frozen=True)
class Ranking:
    """The rows in order, those that cannot be ranked last by code; ``fingerprint`` is SHA-256 of the inputs' JSON."""

    rows: tuple[Row, ...]
    fingerprint: str


def rank(inputs: Inputs) -> Ranking:
    """Return the ranking. Two that nothing parts share a rank and the next is left out (1, 2, 2, 4).

    A project that lacks sheets has no rank: no answer is never counted as nought.
    """
    by_place: dict[tuple[str, str], list[Sheet]] = defaultdict(list)
    for sheet in inputs.sheets:
        by_place[sheet.project, sheet.stage].append(sheet)
    entrants = {each.code: each for each in inputs.entrants}
    rows = [_row(inputs, entrants[code], by_place) for code in sorted(entrants)]
    ranked = [row for row in rows if not row.why]
    keys = {row.code: _key(inputs.rules.ties, row, entrants[row.code]) for row in ranked}
    ranked.sort(key=lambda row: (keys[row.code], row.code))
    placed = _placed(ranked, keys, inputs.rules.ties)
    text = canonical(inputs.as_json())
    return Ranking((*placed, *(row for row in rows if row.why)), fingerprint(text))


def needs_lot(ranking: Ranking) -> tuple[tuple[str, ...], ...]:
    """Return the groups of projects that only a lot can part, in the order of their ranks."""
    tied = [row for row in ranking.rows if row.tied]
    return tuple(tuple(row.code for row in group) for _, group in groupby(tied, key=lambda row: row.rank))


def _row(inputs: Inputs, entrant: Entrant, by_place: Mapping[tuple[str, str], Sequence[Sheet]]) -> Row:
    code = entrant.code
    results: list[StageResult] = []
    counted: list[Sheet] = []
    why, details = "", dict[str, Any]()
    for stage in inputs.rules.stages:
        sheets = by_place.get((code, stage.key), ())
        counts = [each for each in sheets if each.state == COUNTS]
        if not why:
            why, details = _lack(stage, sheets, len(counts))
        if counts:
            totals = [(each.expert, inputs.total(each, stage)) for each in counts]
            results.append(aggregate(stage.key, totals, drop_extremes=stage.drop_extremes, apart=stage.apart))
            counted.extend(each for each in counts if each.expert in results[-1].kept)
    if why:
        return Row(code, stages=tuple(results), why=why, details=details)
    experts = mean = _composite(inputs.rules.stages, results)
    components = inputs.rules.components
    points = {each.key: gained(*entrant.shares[each.key], each) for each in components}
    if components:
        mean = joined(experts, points, components)
    marks = [each.threshold is None or found.mean >= each.threshold for each, found in _pairs(inputs, results)]
    passes = all(marks) and (inputs.rules.threshold is None or mean >= inputs.rules.threshold)
    measures = {kind: _measure(inputs, key, counted) for kind, key in sorted(inputs.rules.measures.items())}
    row = Row(code, mean=mean, passes=passes, measures=measures, stages=tuple(results))
    return replace(row, experts=experts, points=points) if components else row


def _pairs(inputs: Inputs, results: Sequence[StageResult]) -> "zip[tuple[StageRule, StageResult]]":
    return zip(inputs.rules.stages, results, strict=True)


def _lack(stage: StageRule, sheets: Sequence[Sheet], counts: int) -> tuple[str, dict[str, Any]]:
    waiting = sum(each.state == OPEN for each in sheets)
    if not waiting and counts >= stage.least:
        return "", {}
    why = "stage_missing" if not sheets else "sheets_missing" if waiting else "too_few_sheets"
    return why, {"stage": stage.key, "open": waiting, "count": counts, "least": stage.least}


def _composite(stages: Sequence[StageRule], results: Sequence[StageResult]) -> Decimal:
    """Return the published means, each brought to 100, weighted and rounded half-up."""
    parts = zip(stages, results, strict=True)
    whole = sum((Fraction(found.mean) * FULL_MARKS / each.scale * each.weight for each, found in parts), Fraction())
    return half_up(whole / sum(each.weight for each in stages))


def _measure(inputs: Inputs, key: str, sheets: Sequence[Sheet]) -> Decimal | None:
    """Return the mean of a branch over the sheets that make the mean; empty where none of them marked it."""
    shares = [share_of(inputs.rules.rubric, key, each.marks or {}) for each in sheets]
    given = [each for each in shares if each is not None]
    return half_up(sum(given, Fraction()) / len(given)) if given else None


def _key(ties: Sequence[str], row: Row, entrant: Entrant) -> tuple[Any, ...]:
    def of(kind: str) -> Any:
        if kind in {NEED, FEASIBILITY}:
            found = row.measures[kind]
            return (found is None, -(found or 0))
        return {GRADE: -entrant.grade, FIRST_TIME: not entrant.first_time, LOT: (not entrant.lot, entrant.lot)}[kind]

    return (-(row.mean or 0), *(of(kind) for kind in ties))


def _placed(rows: Sequence[Row], keys: Mapping[str, tuple[Any, ...]], ties: Sequence[str]) -> list[Row]:
    placed: list[Row] = []
    for index, row in enumerate(rows):
        mine = keys[row.code]
        above = keys[rows[index - 1].code] if index else None
        below = keys[rows[index + 1].code] if index + 1 < len(rows) else None
        same = above == mine
        parted = ""
        if above is not None and not same and above[0] == mine[0]:
            parted = next(kind for kind, one, other in zip(ties, above[1:], mine[1:], strict=True) if one != other)
        number = placed[-1].rank if same else index + 1
        placed.append(replace(row, rank=number, tie=parted, tied=same or below == mine))
    return placed
