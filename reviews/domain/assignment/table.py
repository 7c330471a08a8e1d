"""The problem as numbers: one row per project, one column per expert. All costs are whole numbers."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reviews.domain.assignment.values import Pair, Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """``need`` seats per project; ``least`` and ``most`` load per expert; ``held`` what each holds already.
    ``most`` is no more than there are projects to take.

    ``house`` numbers the institutions; no project takes two experts of one house. ``asks``: one of the project's seats
    must go to an expert in ``finance``. ``spread`` × (held + load)² is paid for each expert.
    ``short`` to ``lack`` are the price of breaking a rule by one; ``None``: it may not be broken. Nobody goes further
    than ``furthest`` ``over`` his load.
    """

    need: Ints
    least: Ints
    most: Ints
    held: Ints
    cost: Ints
    allowed: Bools
    house: Ints
    finance: Bools
    asks: Bools
    spread: int
    short: int | None = None
    idle: int | None = None
    over: int | None = None
    lack: int | None = None
    furthest: int = 0
    houses: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "houses", int(self.house.max(initial=-1)) + 1)


def table_of(problem: Problem, *, kept: frozenset[Pair] = frozenset(), change: int = 0) -> Table:
    """Return what is still to fill: the fixed pairs are taken out, with the seat of their institution on the project.

    A pair that is not in ``kept`` costs ``change`` more.
    """
    row = {each.key: number for number, each in enumerate(problem.projects)}
    column = {each.key: number for number, each in enumerate(problem.experts)}
    house = _houses(problem)
    allowed = np.ones((len(row), len(column)), dtype=np.bool_)
    for project, expert in problem.hard | problem.soft:
        allowed[row[project], column[expert]] = False
    need = np.array([each.need for each in problem.projects], dtype=np.int64)
    asks = np.array([each.finance and each.need > 0 for each in problem.projects], dtype=np.bool_)
    finance = np.array([each.finance for each in problem.experts], dtype=np.bool_)
    held = np.zeros(len(column), dtype=np.int64)
    for project, expert in problem.fixed:
        r, c = row[project], column[expert]
        allowed[r, house == house[c]] = False
        need[r] = max(0, need[r] - 1)
        held[c] += 1
        asks[r] &= not finance[c]
    cost = _costs(problem)
    if change:
        cost += change
        for project, expert in kept:
            cost[row[project], column[expert]] -= change
    least = np.maximum(np.array([each.least for each in problem.experts], dtype=np.int64) - held, 0)
    most = np.maximum(np.array([each.most for each in problem.experts], dtype=np.int64) - held, 0)
    most = np.clip(allowed.sum(axis=0), least, most)
    return Table(need, least, most, held, cost, allowed, house, finance, asks, problem.spread)


def _houses(problem: Problem) -> Ints:
    """Number the institutions; who has none is a house of one."""
    numbers: dict[tuple[str, str], int] = {}
    names = [(each.institution, "" if each.institution else each.key) for each in problem.experts]
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _costs(problem: Problem) -> Ints:
    """The cost of every pair; the same as ``problem.fit.cost`` of each, at once."""
    categories = {each.category for each in problem.projects if each.category}
    names = sorted(categories.union(*(each.fields for each in problem.projects)))
    number = {name: index for index, name in enumerate(names)}
    knows = np.zeros((len(problem.experts), len(names)), dtype=np.int64)
    for index, expert in enumerate(problem.experts):
        knows[index, [number[name] for name in expert.fields if name in number]] = 1
    asked = np.zeros((len(problem.projects), len(names)), dtype=np.int64)
    category = np.zeros_like(asked)
    for index, project in enumerate(problem.projects):
        asked[index, [number[name] for name in project.fields]] = 1
        if project.category:
            category[index, number[project.category]] = 1
    count = asked.sum(axis=1, keepdims=True)
    stranger = category.sum(axis=1, keepdims=True) - _product(category, knows)
    unknown = count - _product(asked, knows)
    return problem.fit.category * stranger + problem.fit.fields * unknown // np.maximum(count, 1)


def _product(wanted: Ints, known: Ints) -> Ints:
    """Count for each pair what is both wanted and known. Small whole numbers are exact as floats, and much quicker."""
    product: NDArray[np.float64] = wanted.astype(np.float64) @ known.T.astype(np.float64)
    return product.astype(np.int64)


def plan_cost(table: Table, rows: Ints, columns: Ints) -> int:
    """The cost of these pairs together with what is held: points of the pairs and of the spread."""
    loads = table.held + np.bincount(columns, minlength=len(table.most))
    return int(table.cost[rows, columns].sum()) + table.spread * int((loads * loads).sum())
