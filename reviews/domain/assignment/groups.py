"""Groups of projects, each read whole by one panel (分组评审). Called through the package."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from reviews.domain.assignment.dealing import deal, share
from reviews.domain.assignment.optimum import best_of
from reviews.domain.assignment.shortfall import explain
from reviews.domain.assignment.substitutes import substitutes
from reviews.domain.assignment.table import Bools, Ints, Table, table_of
from reviews.domain.assignment.values import Group, Grouping, Problem, Project, Shortfall


@dataclass(frozen=True)
class Pool:
    """The problem by key: what a pair costs, and whether it is a conflict."""

    problem: Problem
    row: Mapping[str, int]
    column: Mapping[str, int]
    cost: Ints
    conflict: Bools


def form_groups(
    problem: Problem, *, panel: int, count: int | None, quota: int, panels_each: int
) -> Grouping | Shortfall:
    if not problem.projects or panel < 1 or panels_each < 1 or quota < 0:
        raise ValueError("nothing to group, or a number out of range")
    pool = _pool(problem)
    dealt = deal(problem.projects, count or _usual_count(problem, panel, panels_each))
    panels = _panels(pool, dealt, panel, panels_each)
    if isinstance(panels, Shortfall):
        return panels
    dealt = _dealt_again(pool, dealt, panels)
    quotas = share(quota, [len(keys) for keys in dealt])
    changes = substitutes(pool, dealt, panels)
    category = {each.key: each.category for each in problem.projects}
    groups = tuple(
        Group(
            number + 1, tuple(sorted({category[key] for key in keys})), keys, panels[number], quotas[number],
            changes[number],
        )
        for number, keys in enumerate(dealt)
    )  # fmt: skip
    seated = {expert for members in panels for expert in members}
    return Grouping(groups, tuple(sorted(each.key for each in problem.experts if each.key not in seated)))


def _usual_count(problem: Problem, panel: int, panels_each: int) -> int:
    number = len(problem.projects)
    staffed = len(problem.experts) * panels_each // panel
    categories = len({each.category for each in problem.projects})
    return max(1, min(staffed, max(-(-number // 40), min(categories, number // 10))))


def _pool(problem: Problem) -> Pool:
    table = table_of(replace(problem, fixed=frozenset()))
    return Pool(
        problem,
        {each.key: number for number, each in enumerate(problem.projects)},
        {each.key: number for number, each in enumerate(problem.experts)},
        table.cost,
        ~table.allowed,
    )


def _panels(
    pool: Pool, dealt: list[tuple[str, ...]], panel: int, panels_each: int
) -> list[tuple[str, ...]] | Shortfall:
    """Choose all panels at once, as a plan in which each group is a project: fewest conflicts, then best fit."""
    largest = max(len(keys) for keys in dealt)
    asks = {each.key for each in pool.problem.projects if each.finance}
    groups = tuple(
        Project(str(number + 1), panel, finance=not asks.isdisjoint(keys)) for number, keys in enumerate(dealt)
    )
    experts = tuple(
        replace(each, fields=frozenset(), least=0, most=min(panels_each, each.most // largest) or int(each.most >= 1))
        for each in pool.problem.experts
    )
    too_large = frozenset(
        (group.key, expert.key)
        for group, keys in zip(groups, dealt, strict=True)
        for expert in pool.problem.experts
        if len(keys) > expert.most
    )
    seats = Problem(groups, experts, hard=too_large, spread=0)
    rows = [[pool.row[key] for key in keys] for keys in dealt]
    fit = np.array([pool.cost[each].sum(axis=0) for each in rows])
    conflicts = np.array([pool.conflict[each].sum(axis=0) for each in rows])
    above = 1 + panel * len(dealt) * int(fit.max(initial=0))
    best = best_of(replace(table_of(seats), cost=conflicts * above + fit))
    if best.broken:
        return explain(seats, broken=best.broken)
    members: list[list[str]] = [[] for _keys in dealt]
    for row, column in zip(best.rows, best.columns, strict=True):
        members[row].append(pool.problem.experts[column].key)
    return [tuple(sorted(each)) for each in members]


def _dealt_again(pool: Pool, dealt: list[tuple[str, ...]], panels: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Deal each split category again among its groups, which keep their sizes: fewest conflicts, then fewest moves."""
    category = {each.key: each.category for each in pool.problem.projects}
    places = {key: number for number, keys in enumerate(dealt) for key in keys}
    for name in sorted(set(category.values())):
        keys = [key for key in sorted(places) if category[key] == name]
        groups = sorted({places[key] for key in keys})
        meeting = np.array([
            [sum(pool.conflict[pool.row[key], pool.column[each]] for each in panels[group]) for group in groups]
            for key in keys
        ])  # fmt: skip
        if len(groups) < 2 or not meeting.any():
            continue
        stays = np.array([[places[key] == group for group in groups] for key in keys])
        best = best_of(_seating(2 * len(keys) * meeting + ~stays, stays.sum(axis=0)))
        places |= {keys[row]: groups[column] for row, column in zip(best.rows, best.columns, strict=True)}
    return [tuple(sorted(key for key in places if places[key] == number)) for number in range(len(dealt))]


def _seating(cost: Ints, sizes: Ints) -> Table:
    """Each row into one column; each column takes exactly its size."""
    rows, columns = cost.shape
    none = np.zeros(columns, dtype=np.int64)
    return Table(
        np.ones(rows, dtype=np.int64), sizes, sizes, none, cost, np.ones(cost.shape, dtype=np.bool_),
        np.arange(columns), none.astype(np.bool_), np.zeros(rows, dtype=np.bool_), 0,
    )  # fmt: skip
