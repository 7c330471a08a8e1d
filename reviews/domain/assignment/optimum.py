"""Plans per project: the exact optimum, and the optimum that moves least. Called through the package."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from reviews.domain.assignment import mixed, network
from reviews.domain.assignment.bound import Proof, prove
from reviews.domain.assignment.shortfall import explain
from reviews.domain.assignment.table import Ints, Table, plan_cost, table_of
from reviews.domain.assignment.values import Change, Pair, Plan, Prices, Problem, Shortfall

STEEPEST = 1_000_000


@dataclass(frozen=True)
class Best:
    """The best pairs of a table, with the proof. ``broken``: rules that could not be kept."""

    rows: Ints
    columns: Ints
    proof: Proof
    broken: int


def best_of(table: Table, *, steeper: int = 1) -> Best:
    """Solve as a flow. Where the finance rule leaves halves, search whole pairs among those that can matter."""
    model = network.solved(table, steeper=steeper)
    solution = model.solution()
    proof = prove(table, solution)
    taken = solution.taken if solution.taken.whole else mixed.whole_pairs(table, model, proof)
    return Best(taken.rows, taken.columns, proof, taken.broken)


def plan(problem: Problem, *, kept: frozenset[Pair] = frozenset(), change: int = 0) -> Plan | Shortfall:
    table = table_of(problem, kept=kept, change=change)
    best = best_of(table)
    if best.broken:
        found = explain(problem, broken=best.broken)
        if found.sets:
            return found
        # No set shows it: either the penalty was too small, or rules fail together that no set can show.
        best = best_of(table, steeper=STEEPEST)
        if best.broken:
            return found
    return _told(problem, table, best, kept, change)


def replan(problem: Problem, current: Collection[Pair]) -> Change | Shortfall:
    """A change costs more than all plans can differ in, so the fewest pairs are new, and those the best."""
    standing = frozenset(current)
    projects, experts = {each.key for each in problem.projects}, {each.key for each in problem.experts}
    known = {(project, expert) for project, expert in standing if project in projects and expert in experts}
    kept = frozenset(known - problem.hard - problem.soft)
    dearest = problem.fit.category + problem.fit.fields
    readings = sum(each.need for each in problem.projects)
    held = Counter(expert for _project, expert in problem.fixed)
    most = sum(max(each.most, held[each.key]) ** 2 for each in problem.experts)
    planned = plan(problem, kept=kept, change=1 + readings * dearest + problem.spread * most)
    if isinstance(planned, Shortfall):
        return planned
    return Change(planned, planned.pairs - standing, standing - planned.pairs)


def _told(problem: Problem, table: Table, best: Best, kept: frozenset[Pair], change: int) -> Plan:
    projects = [each.key for each in problem.projects]
    experts = [each.key for each in problem.experts]
    pairs = {(projects[row], experts[column]) for row, column in zip(best.rows, best.columns, strict=True)}
    proof = best.proof
    prices = Prices(
        dict(zip(projects, proof.alpha.tolist(), strict=True)),
        dict(zip(experts, proof.gamma.tolist(), strict=True)),
        {projects[row]: int(proof.delta[row]) for row in np.flatnonzero(table.asks)},
        proof.scale,
    )
    cost = plan_cost(table, best.rows, best.columns)
    return Plan(problem.fixed | pairs, cost, proof.bound, prices, kept, change)
