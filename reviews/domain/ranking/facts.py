"""What a ranking is computed from. The inputs as JSON are what is hashed, kept and published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from reviews.domain.ranking.components import EXPERTS, Component
from reviews.domain.scoring import FULL_MARKS, Criterion, Marks, Rubric, total_of

VERSION: Final = 1
COUNTS, OPEN, RECUSED = "counts", "open", "recused"
STATES: Final = frozenset({COUNTS, OPEN, RECUSED})
NEED, FEASIBILITY, GRADE, FIRST_TIME, LOT = "need_score", "feasibility_score", "grade", "first_time", "lot"
TIES: Final = frozenset({NEED, FEASIBILITY, GRADE, FIRST_TIME, LOT})


@dataclass(frozen=True)
class Sheet:
    """One expert's sheet on one project in one stage.

    ``state``: ``counts`` (handed in), ``open`` (assigned, not handed in) or ``recused`` (stays on record, never
    counts). A sheet that counts has either ``marks`` or a ``total`` on the stage's own scale (keyed in from paper).
    """

    project: str
    stage: str
    expert: str
    state: str = COUNTS
    marks: Marks | None = None
    total: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "project": self.project,
            "stage": self.stage,
            "expert": self.expert,
            "state": self.state,
            "marks": None if self.marks is None else dict(self.marks),
            "total": None if self.total is None else str(self.total),
        }


@dataclass(frozen=True)
class StageRule:
    """How a stage counts. ``weight`` is basis points of the result, ``scale`` its full marks, ``threshold`` its pass
    mark and ``apart`` the difference beyond which experts disagree widely, both on that scale.

    ``least`` is the fewest sheets that make a mean.
    """

    key: str
    weight: int = 10_000
    scale: int = FULL_MARKS
    drop_extremes: bool = False
    threshold: int | None = None
    least: int = 1
    apart: int | None = None


@dataclass(frozen=True)
class RankingRules:
    """The round's rules. ``ties`` is the order fixed in advance, the lot last; ``measures`` names the criterion behind
    ``need_score`` and ``feasibility_score``; ``threshold`` is the pass mark of the result, of 100. ``components`` are
    what else makes the result; without any, neither inputs nor table name them.
    """

    rubric: Rubric
    stages: tuple[StageRule, ...]
    ties: tuple[str, ...] = (LOT,)
    measures: Mapping[str, str] = field(default_factory=dict)
    threshold: Decimal | None = None
    components: tuple[Component, ...] = ()

    def as_json(self) -> dict[str, Any]:
        told = {
            "leaves": [self._leaf(each) for each in self.rubric.leaves],
            "stages": [vars(each).copy() for each in self.stages],
            "ties": list(self.ties),
            "measures": dict(self.measures),
            "threshold": None if self.threshold is None else str(self.threshold),
        }
        return told | ({"components": [vars(each).copy() for each in self.components]} if self.components else {})

    def _leaf(self, leaf: Criterion) -> dict[str, Any]:
        within = [each.key for each in self.rubric.criteria if leaf in self.rubric.leaves_under(each.key)]
        return {"key": leaf.key, "name": leaf.name, "weight": leaf.weight, "within": within}


@dataclass(frozen=True)
class Entrant:
    """A project in the ranking, with what may break a tie. ``grade`` is A's of the organisation (0 for none, 5 for 5A);
    ``lot`` is its ticket of the verifiable draw, empty while nothing is drawn. ``shares`` are (part, whole) by the key
    of a component, such as the fen that were donated and the fen of the budget.
    """

    code: str
    grade: int = 0
    first_time: bool = False
    lot: str = ""
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        told = vars(self).copy()
        del told["shares"]
        return told | ({"shares": {key: list(each) for key, each in self.shares.items()}} if self.shares else {})


@dataclass(frozen=True)
class Inputs:
    """Everything a ranking depends on. Raise ``ValueError`` for rules or sheets that contradict themselves."""

    rules: RankingRules
    entrants: tuple[Entrant, ...]
    sheets: tuple[Sheet, ...]

    def __post_init__(self) -> None:
        rules = self.rules
        _need(set(rules.ties) <= TIES and LOT not in rules.ties[:-1], "ties are known kinds, the lot last")
        _need(len(set(rules.ties)) == len(rules.ties), "each tie rule stands once")
        _need(all(kind in rules.measures for kind in rules.ties if kind in {NEED, FEASIBILITY}), "a tie has no measure")
        _need(bool(rules.stages) and all(each.weight > 0 and each.scale > 0 for each in rules.stages), "stages weigh")
        _need(all(each.least > 0 for each in rules.stages), "a mean needs a sheet")
        within = sum(each.points for each in rules.components if not each.on_top)
        _need(all(0 < each.points <= FULL_MARKS and each.full_share > 0 for each in rules.components), "points count")
        _need(within < FULL_MARKS, "the experts' marks weigh")
        named = _once([EXPERTS, *(each.key for each in rules.components)]) - {EXPERTS}
        _need(all(named == set(each.shares) for each in self.entrants), "a component has a share of every project")
        pairs = [pair for each in self.entrants for pair in each.shares.values()]
        _need(all(part >= 0 and whole > 0 for part, whole in pairs), "a share is a part of something")
        for key in rules.measures.values():
            rules.rubric.leaves_under(key)
        stages, projects = _once(each.key for each in rules.stages), _once(each.code for each in self.entrants)
        _once((each.project, each.stage, each.expert) for each in self.sheets)
        scales = {each.key: each.scale for each in rules.stages}
        for sheet in self.sheets:
            _need(sheet.project in projects and sheet.stage in stages, "a sheet of no project or stage of the ranking")
            _need(sheet.state in STATES, "an unknown state of a sheet")
            if sheet.state == COUNTS:
                _need((sheet.marks is None) != (sheet.total is None), "a sheet has marks or a total")
                _need(sheet.total is None or 0 <= sheet.total <= scales[sheet.stage], "a total beyond the scale")

    def as_json(self) -> dict[str, Any]:
        """Return the inputs as plain values in one order, whatever order they came in."""
        return {
            "version": VERSION,
            "rules": self.rules.as_json(),
            "entrants": [each.as_json() for each in sorted(self.entrants, key=lambda each: each.code)],
            "sheets": [
                each.as_json() for each in sorted(self.sheets, key=lambda each: (each.project, each.stage, each.expert))
            ],
        }

    def total(self, sheet: Sheet, stage: StageRule) -> Fraction:
        """Return the exact total of a sheet that counts, on the stage's scale. Raise like ``scoring.total_of``."""
        if sheet.total is not None:
            return Fraction(sheet.total)
        return total_of(self.rules.rubric, sheet.marks or {}) * stage.scale / FULL_MARKS


def _need(held: bool, why: str) -> None:
    if not held:
        raise ValueError(why)


def _once(keys: Any) -> set[Any]:
    listed = list(keys)
    _need(len(set(listed)) == len(listed), "something stands twice")
    return set(listed)
