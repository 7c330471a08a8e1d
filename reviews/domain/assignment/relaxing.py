"""The cheapest ways out of a shortfall, one of each kind, found with a price on that change alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, islice

import numpy as np

from reviews.domain.assignment import mixed
from reviews.domain.assignment.bound import prove
from reviews.domain.assignment.network import Taken, solve, solved
from reviews.domain.assignment.table import Bools, Table, table_of
from reviews.domain.assignment.values import CAPACITY, FINANCE, MINIMUM, Expert, Kind, Problem, Relaxation

# So many more experts are tried at most.
MOST_ADDED = 20


def relaxed(problem: Problem, way: Relaxation) -> Problem:
    """Return the problem after the way out was taken; added experts are called “+1”, “+2” …"""
    loads = dict(way.loads)
    experts = tuple(
        replace(each, most=max(loads[each.key], each.least)) if way.kind == "raise" and each.key in loads
        else replace(each, least=loads[each.key]) if way.kind == "lower" and each.key in loads
        else each
        for each in problem.experts
    )  # fmt: skip
    known = {each.key for each in problem.experts}
    names = islice((name for number in count(1) if (name := f"+{number}") not in known), way.count)
    added = tuple(Expert(name, most=way.load, finance=way.mends == FINANCE) for name in names)
    projects = tuple(replace(each, finance=each.finance and each.key not in way.projects) for each in problem.projects)
    return replace(problem, projects=projects, experts=experts + added, soft=problem.soft - set(way.pairs))


def ways(problem: Problem, missing: Mapping[Kind, int]) -> tuple[Relaxation, ...]:
    """Return the ways that mend each kind. What mends a lack of finance experts must not break another rule: it is
    tried on the whole, after the first way of every other kind."""
    table = table_of(problem)
    found: list[Relaxation] = []
    mended = problem
    for kind in (each for each in missing if each != FINANCE):
        these = [*_loads(problem, table, kind), *_waived(problem, table, kind)]
        if kind == CAPACITY:
            these += _added(problem, kind, missing[kind])
        mended = relaxed(mended, these[0]) if these else mended
        found += these
    if FINANCE in missing:
        these = [*_loads(problem, table, FINANCE), *_waived(problem, table, FINANCE)]
        these = [way for way in these if not _whole_broken(relaxed(mended, way))]
        found += [*these, *_added(mended, FINANCE, missing[FINANCE]), *_forgone(mended)]
    return tuple(found)


def _bare(table: Table, kind: Kind, allowed: Bools) -> Table:
    """Only this kind's rule, and nothing costs."""
    rest = replace(table, cost=np.zeros_like(table.cost), spread=0, allowed=allowed, asks=np.zeros_like(table.asks))
    if kind == MINIMUM:
        return replace(rest, short=0)
    rest = replace(rest, least=np.zeros_like(table.least))
    if kind == FINANCE:
        rest = replace(rest, need=table.asks.astype(np.int64), allowed=allowed & table.finance[None, :])
    return rest


def _loads(problem: Problem, table: Table, kind: Kind) -> Iterator[Relaxation]:
    bare = _bare(table, kind, table.allowed)
    if kind == MINIMUM:
        idle = solve(replace(bare, idle=1)).taken.idle
        lower = {problem.experts[i].key: problem.experts[i].least - int(idle[i]) for i in np.flatnonzero(idle)}
        yield Relaxation("lower", kind, loads=lower)
        return
    # As few as can be, and nobody much more than others: the step is doubled until it suffices.
    furthest = 1
    while True:
        taken = solve(replace(bare, over=1, furthest=furthest)).taken
        if not taken.broken:
            most = table.held + table.most
            raised = {problem.experts[i].key: int(most[i] + taken.over[i]) for i in np.flatnonzero(taken.over)}
            yield Relaxation("raise", kind, loads=raised)
        if not taken.broken or furthest > len(problem.projects):
            return
        furthest *= 2


def _waived(problem: Problem, table: Table, kind: Kind) -> Iterator[Relaxation]:
    """Open the soft conflicts at a price of one each."""
    if not problem.soft:
        return
    opened = table_of(replace(problem, soft=frozenset()))
    bare = _bare(replace(opened, least=table.least), kind, opened.allowed)
    conflicts = opened.allowed & ~table.allowed
    taken = solve(replace(bare, cost=conflicts.astype(np.int64))).taken
    if not taken.broken:
        used = conflicts[taken.rows, taken.columns]
        pairs = zip(taken.rows[used], taken.columns[used], strict=True)
        waived = sorted((problem.projects[row].key, problem.experts[column].key) for row, column in pairs)
        yield Relaxation("waive", kind, pairs=tuple(waived))


def _added(problem: Problem, kind: Kind, missing: int) -> Iterator[Relaxation]:
    """The fewest more experts, each with the load that is usual in the pool."""
    usual = sorted(each.most for each in problem.experts if each.finance or kind != FINANCE)
    load = max(1, usual[len(usual) // 2]) if usual else max(1, missing)
    for number in range(-(-missing // load), MOST_ADDED + 1):
        way = Relaxation("add", kind, count=number, load=load)
        more = relaxed(problem, way)
        if kind == FINANCE:
            broken = _whole_broken(more)
        else:
            opened = table_of(more)
            broken = solve(_bare(opened, kind, opened.allowed)).taken.broken
        if not broken:
            yield way
            return


def _whole_broken(problem: Problem) -> int:
    table = table_of(problem)
    return _whole(replace(table, cost=np.zeros_like(table.cost), spread=0)).broken


def _whole(table: Table) -> Taken:
    model = solved(table)
    solution = model.solution()
    return solution.taken if solution.taken.whole else mixed.whole_pairs(table, model, prove(table, solution))


def _forgone(problem: Problem) -> Iterator[Relaxation]:
    table = table_of(problem)
    taken = _whole(replace(table, cost=np.zeros_like(table.cost), spread=0, lack=1))
    if not taken.broken:
        yield Relaxation("forgo", FINANCE, projects=tuple(problem.projects[i].key for i in np.flatnonzero(taken.lack)))
