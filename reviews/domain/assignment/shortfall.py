"""Why the rules cannot be met: violated sets read from the prices of a table in which only the missing readings cost.

Whether every project can be filled, and whether every expert can have the least load, are two questions: where each
can be answered with yes, both can together (the theorem of symmetric supply and demand). So each has sets of its own.
"""

from dataclasses import replace

import numpy as np

from reviews.domain.assignment import relaxing
from reviews.domain.assignment.network import Solution, solve
from reviews.domain.assignment.table import Bools, Table, table_of
from reviews.domain.assignment.values import CAPACITY, FINANCE, MINIMUM, Kind, Problem, Shortfall, ViolatedSet
from reviews.domain.assignment.violated import measured


def explain(problem: Problem, *, broken: int) -> Shortfall:
    """Return the proof. ``broken``: how many rules the best attempt breaks, told where no single set shows why."""
    table = table_of(problem)
    missing: dict[Kind, int] = {}
    sets = []
    for kind, asked in questions(table).items():
        solution = solve(asked)
        lacking = int((solution.taken.idle if kind == MINIMUM else solution.taken.short).sum())
        if lacking:
            missing[kind] = lacking
            sets += _sets(problem, asked, solution, kind)
    ways = relaxing.ways(problem, missing or {FINANCE: 1})
    return Shortfall(sum(missing.values()) or broken, tuple(sets), ways)


def questions(table: Table) -> dict[Kind, Table]:
    """Each rule alone, with a price on breaking it and on nothing else."""
    bare = replace(table, cost=np.zeros_like(table.cost), spread=0, asks=np.zeros_like(table.asks))
    none = np.zeros_like(table.least)
    asked = {
        CAPACITY: replace(bare, least=none, short=1),
        MINIMUM: replace(bare, short=0, idle=1),
    }
    if table.asks.any():
        only = table.allowed & table.finance[None, :]
        asked[FINANCE] = replace(bare, need=table.asks.astype(np.int64), least=none, allowed=only, short=1)
    return asked


def _sets(problem: Problem, table: Table, solution: Solution, kind: Kind) -> list[ViolatedSet]:
    """The tight projects and experts, taken apart where no allowed pair joins them."""
    sign = -1 if kind == MINIMUM else 1
    projects: Bools = np.rint(sign * solution.alpha) > 0
    experts: Bools = np.rint(sign * solution.gamma) > 0
    parts = _parts(table, projects, experts, kind)
    found = [_named(problem, kind, rows, columns) for rows, columns in parts]
    return [each for each in found if each.lacking > 0]


def _named(problem: Problem, kind: Kind, projects: Bools, experts: Bools) -> ViolatedSet:
    return measured(
        problem,
        kind,
        frozenset(problem.projects[row].key for row in np.flatnonzero(projects)),
        frozenset(problem.experts[column].key for column in np.flatnonzero(experts)),
    )


def _parts(table: Table, projects: Bools, experts: Bools, kind: Kind) -> list[tuple[Bools, Bools]]:
    """Experts of one institution belong together where least loads are asked: they share its seats."""
    parts = []
    projects, experts = projects.copy(), experts.copy()
    while projects.any() or experts.any():
        rows, columns = np.zeros_like(projects), np.zeros_like(experts)
        if projects.any():
            rows[int(np.argmax(projects))] = True
        else:
            columns[int(np.argmax(experts))] = True
        size = 0
        while size != (size := int(rows.sum() + columns.sum())):
            columns |= table.allowed[rows].any(axis=0) & experts
            if kind == MINIMUM:
                columns |= np.isin(table.house, table.house[columns]) & experts
            rows |= table.allowed[:, columns].any(axis=1) & projects
        parts.append((rows, columns))
        projects &= ~rows
        experts &= ~columns
    return parts
