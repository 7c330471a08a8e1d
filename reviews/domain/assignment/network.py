"""The exact optimum of a table: a flow of minimal cost, solved as a linear programme over the pairs that matter.

project → (project, institution), one seat → expert → load, unit by unit with rising cost. All rows but those of the
experts lie inside each other or apart (seats of an institution, of finance, of the project), so the matrix is totally
unimodular and every corner is whole, unless an institution has finance experts and others on a project that asks.

The solver sees only some pairs. Its prices then judge all others; those that would pay are added, until none does.
"""

from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray

from reviews.domain.assignment.table import Bools, Ints, Table

Floats = NDArray[np.float64]

CLOSE: Final = 1e-6
PRIMAL: Final = 4
# Pairs of each project that the solver sees at first, and that join after each look at the prices.
FIRST: Final = 16
MORE: Final = 8
# How far costs are blurred (a part of the dearest), and how often rows and loads are scaled, for the first guess.
BLUR: Final = 30
ROUNDS: Final = 40


@dataclass(frozen=True)
class Taken:
    """``rows`` and ``columns`` are the chosen pairs. ``short`` … count where a rule was broken, per project or expert;
    ``broken`` counts all in all where that has no price. ``whole``: every pair is taken or left, none by halves.
    """

    rows: Ints
    columns: Ints
    short: Ints
    idle: Ints
    over: Ints
    lack: Ints
    broken: int
    whole: bool


@dataclass(frozen=True)
class Solution:
    """What was taken, and the prices of projects, loads and the finance rule as the solver has them."""

    taken: Taken
    alpha: Floats
    gamma: Floats
    delta: Floats


def solve(table: Table, *, steeper: int = 1) -> Solution:
    """Return the optimum over all allowed pairs. ``broken`` counts the rules without a price that it breaks.

    Those rules are held by a penalty. Where they are broken and yet could be kept, it was too small: ask ``steeper``.
    """
    return solved(table, steeper=steeper).solution()


def solved(table: Table, *, steeper: int = 1) -> "Model":
    """Return the model at its optimum, to go on with."""
    dearest = int(table.cost.max(initial=0)) + table.spread * (2 * int((table.held + table.most).max(initial=0)) + 1)
    model = Model(table, (20 * dearest + 1000) * steeper)
    model.add(first_pairs(table))
    while True:
        model.run()
        more = _worth_adding(table, model)
        if not more.any():
            return model
        model.add(more)


def first_pairs(table: Table) -> Bools:
    """The pairs of each project that look best at a first guess of the prices of loads; among equals every project
    begins with another expert."""
    projects, experts = table.cost.shape
    number = max(FIRST, 3 * int(table.need.max(initial=0)))
    if experts <= number:
        return table.allowed.copy()
    ranks = np.where(table.allowed, table.cost + guess(table) + _turn(projects, experts) / (2 * experts), np.inf)
    return _best(ranks, table.allowed, number)


def guess(table: Table) -> Floats:
    """Guess the price of each expert's load: the balance that would rule if small differences of cost were blurred.

    Rows and loads are scaled in turn until both fit (Sinkhorn). Only the speed depends on it, never the answer.
    """
    blur = max(1.0, float(table.cost.max(initial=0)) / BLUR)
    weight = np.where(table.allowed, np.exp(-table.cost / blur), 1e-30)
    steep = 2 * table.spread / blur
    scale = np.ones(len(table.most))
    for _round in range(ROUNDS):
        per_project = table.need / np.maximum(weight @ scale, 1e-200)
        pull = np.maximum(per_project @ weight, 1e-200)
        load = np.clip(pull * scale, table.least, table.most) + 1e-9
        for _step in range(4):
            load = np.maximum(
                load * (1 - (np.log(load / pull) + steep * (load + table.held)) / (1 + steep * load)), 1e-9
            )
        load = np.clip(load, table.least, table.most) + 1e-9
        scale = load / pull
    price: Floats = -blur * np.log(scale)
    return price


def _turn(projects: int, experts: int) -> Ints:
    """A different order of the experts for each project, always the same."""
    ahead = np.random.default_rng(0).permutation(max(projects, 1))[:projects, None]
    mixed: Ints = np.random.default_rng(1).permutation(experts)
    return (mixed[None, :] + ahead * max(1, experts // 7)) % max(experts, 1)


def _best(ranks: NDArray[Any], wanted: Bools, number: int) -> Bools:
    """Mark of the wanted pairs those with the lowest ranks in their row."""
    if ranks.shape[1] <= number:
        return wanted
    chosen = np.zeros_like(wanted)
    np.put_along_axis(chosen, np.argpartition(ranks, number, axis=1)[:, :number], True, axis=1)
    return chosen & wanted


def _worth_adding(table: Table, model: "Model") -> Bools:
    """The pairs not seen so far whose reduced cost is negative, after what the seat of the institution takes."""
    alpha, gamma, delta = model.prices()
    gain = alpha[:, None] - gamma[None, :] - table.cost
    gain[:, table.finance] += delta[:, None]
    seats = np.zeros(len(alpha) * table.houses)
    np.maximum.at(seats, model.rows * table.houses + table.house[model.columns], gain[model.rows, model.columns])
    gain -= seats.reshape(len(alpha), table.houses)[:, table.house]
    paying: Bools = (gain > CLOSE) & table.allowed & ~model.seen
    if not paying.any():
        return paying
    turn = _turn(*gain.shape) / (2 * gain.shape[1])
    return _best(np.where(paying, -gain + turn, np.inf), paying, MORE)


class Model:
    """The linear programme. Columns: broken rules first, then units of load, then pairs in the order they came."""

    def __init__(self, table: Table, steep: int) -> None:
        self.table = table
        self.rows: Ints = np.zeros(0, dtype=np.int64)
        self.columns: Ints = np.zeros(0, dtype=np.int64)
        self.seen: Bools = np.zeros_like(table.allowed)
        projects, experts = table.cost.shape
        self.seat_row: Ints = np.full(projects * table.houses, -1, dtype=np.int64)
        self.finance_row: Ints = np.full(projects, -1, dtype=np.int64)
        asking = np.flatnonzero(table.asks)
        self.finance_row[asking] = projects + experts + np.arange(len(asking))
        self.count = projects + experts + len(asking)
        # The plain binding: the dressed one prints a banner.
        self.highs = highspy._Highs()  # type: ignore[attr-defined]
        for name, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("random_seed", 0)):
            self.highs.setOptionValue(name, value)
        self._rows(table.need, table.need)
        self._rows(table.least, table.least)
        self._rows(np.ones(len(asking)), np.full(len(asking), highspy.kHighsInf))
        every = np.arange(projects)
        each = projects + np.arange(experts)
        price = {
            name: steep if getattr(table, name) is None else getattr(table, name) for name in ("short", "idle", "lack")
        }
        self._columns(np.full(projects, price["short"]), table.need, every, 1)
        self._columns(np.full(experts, price["idle"]), table.least, each, 1)
        self._columns(np.full(len(asking), price["lack"]), np.ones(len(asking)), self.finance_row[asking], 1)
        self._columns(np.full(experts, table.over or 0), np.full(experts, table.furthest), each, -1)
        self._units(each)
        self.base = self.highs.getNumCol()

    def _rows(self, lower: NDArray[Any], upper: NDArray[Any]) -> None:
        if len(lower):
            none = np.zeros(0, dtype=np.int32)
            starts = np.zeros(len(lower), dtype=np.int32)
            self.highs.addRows(
                len(lower), lower.astype(float), upper.astype(float), 0, starts, none, none.astype(float)
            )

    def _columns(self, cost: NDArray[Any], upper: NDArray[Any], rows: Ints, sign: int) -> None:
        """Add columns that stand in one row each."""
        many = len(cost)
        if many:
            starts, signs = np.arange(many, dtype=np.int32), np.full(many, float(sign))
            self.highs.addCols(
                many,
                cost.astype(float),
                np.zeros(many),
                upper.astype(float),
                many,
                starts,
                rows.astype(np.int32),
                signs,
            )

    def _units(self, expert_rows: Ints) -> None:
        """The load beyond the least: unit by unit where each costs more than the one before, else in one piece."""
        table = self.table
        room = table.most - table.least
        if not table.spread:
            self._columns(np.zeros(len(room)), room, expert_rows, -1)
            return
        owner = np.repeat(np.arange(len(room)), room)
        unit = np.arange(len(owner)) - np.repeat(np.cumsum(room) - room, room) + 1
        cost = table.spread * (2 * (table.held[owner] + table.least[owner] + unit) - 1)
        self._columns(cost, np.ones(len(owner)), expert_rows[owner], -1)

    def add(self, pairs: Bools) -> None:
        """Let the solver see these pairs. The seat of an institution gets a row when a second pair wants it."""
        table = self.table
        rows, columns = np.nonzero(pairs)
        self.seen |= pairs
        seat = rows * table.houses + table.house[columns]
        old_seat = self.rows * table.houses + table.house[self.columns]
        wanted, times = np.unique(np.concatenate([old_seat, seat]), return_counts=True)
        crowded = wanted[(times > 1) & (self.seat_row[wanted] < 0)]
        self.seat_row[crowded] = self.count + np.arange(len(crowded))
        self._seat_rows(crowded, old_seat)
        self.count += len(crowded)
        places = np.stack(
            [rows, len(table.need) + columns, self.seat_row[seat],
             np.where(table.finance[columns], self.finance_row[rows], -1)], axis=1,
        )  # fmt: skip
        real = places >= 0
        ends = np.cumsum(real.sum(axis=1))
        many, entries = len(rows), int(ends[-1]) if len(ends) else 0
        self.highs.addCols(
            many, table.cost[rows, columns].astype(float), np.zeros(many), np.ones(many), entries,
            (ends - real.sum(axis=1)).astype(np.int32), places[real].astype(np.int32), np.ones(entries),
        )  # fmt: skip
        self.rows, self.columns = np.concatenate([self.rows, rows]), np.concatenate([self.columns, columns])

    def _seat_rows(self, crowded: Ints, old_seat: Ints) -> None:
        """Add a row “at most one” for each crowded seat, over the pairs that the solver saw before."""
        if not len(crowded):
            return
        member = np.flatnonzero(np.isin(old_seat, crowded))
        member = member[np.argsort(self.seat_row[old_seat[member]], kind="stable")]
        starts = np.searchsorted(self.seat_row[old_seat[member]], self.seat_row[crowded])
        self.highs.addRows(
            len(crowded), np.full(len(crowded), -highspy.kHighsInf), np.ones(len(crowded)), len(member),
            starts.astype(np.int32), (self.base + member).astype(np.int32), np.ones(len(member)),
        )  # fmt: skip

    def run(self) -> None:
        """Solve. What joined since leaves the last answer possible, so the primal simplex goes on from it."""
        self.highs.run()
        self.highs.setOptionValue("simplex_strategy", PRIMAL)
        status = self.highs.getModelStatus()
        found = self.highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if not found and status != highspy.HighsModelStatus.kModelEmpty:
            raise RuntimeError(f"the solver stopped: {status}")

    def prices(self) -> tuple[Floats, Floats, Floats]:
        dual = np.array(self.highs.getSolution().row_dual)
        projects, experts = self.table.cost.shape
        delta = np.where(self.finance_row >= 0, dual[self.finance_row], 0.0) if len(dual) else np.zeros(projects)
        return dual[:projects], -dual[projects : projects + experts], np.maximum(delta, 0)

    def solution(self) -> Solution:
        return Solution(self.taken(), *self.prices())

    def taken(self) -> Taken:
        value = np.array(self.highs.getSolution().col_value)
        projects, experts = self.table.cost.shape
        asking = np.flatnonzero(self.table.asks)
        ends = np.cumsum([projects, experts, len(asking), experts])
        short, idle, lacking, over = np.split(np.rint(value[: ends[-1]]).astype(np.int64), ends[:-1])
        lack = np.zeros(projects, dtype=np.int64)
        lack[asking] = lacking
        counts = {"short": short, "idle": idle, "lack": lack}
        broken = sum(int(each.sum()) for name, each in counts.items() if getattr(self.table, name) is None)
        pairs = value[self.base :]
        whole = bool((np.abs(pairs - np.rint(pairs)) < CLOSE).all())
        chosen = np.flatnonzero(pairs > 0.5)
        return Taken(self.rows[chosen], self.columns[chosen], short, idle, over, lack, broken, whole)
