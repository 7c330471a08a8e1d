"""Who steps in where a member of the panel has a conflict with one project of the group."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reviews.domain.assignment.optimum import best_of
from reviews.domain.assignment.table import Table, table_of
from reviews.domain.assignment.values import Problem, Substitute

if TYPE_CHECKING:
    from reviews.domain.assignment.groups import Pool

# Somebody who sits on another panel steps in only where nobody of the reserve can. A finance expert is followed by
# another where one can be had. A place stays empty only where nobody can step in.
SEATED = 1_000
LACKING = 100_000
NOBODY = 1_000_000


def substitutes(
    pool: "Pool", dealt: list[tuple[str, ...]], panels: list[tuple[str, ...]]
) -> list[tuple[Substitute, ...]]:
    """Return for each group its substitutes. All are chosen at once: as many conflicts met as can be, the reserve
    first, then by fit and evenly; no conflict, nobody of an institution that reads the project already."""
    out = {
        key: [each for each in members if pool.conflict[pool.row[key], pool.column[each]]]
        for keys, members in zip(dealt, panels, strict=True)
        for key in keys
    }
    asked = [key for key in sorted(out) if out[key]]
    found: dict[str, list[str]] = {key: [] for key in asked}
    if asked:
        best = best_of(_table(pool, dealt, panels, out, asked))
        for row, column in zip(best.rows, best.columns, strict=True):
            found[asked[row]].append(pool.problem.experts[column].key)
    return [
        tuple(
            Substitute(key, leaving, stand_in)
            for key in keys
            for leaving, stand_in in zip(out[key], sorted(found.get(key, [])) + [""] * len(out[key]), strict=False)
        )
        for keys in dealt
    ]


def _table(
    pool: "Pool",
    dealt: list[tuple[str, ...]],
    panels: list[tuple[str, ...]],
    out: dict[str, list[str]],
    asked: list[str],
) -> Table:
    """Each project as those read it who stay; they are fixed. One more is needed for each who steps aside."""
    problem = pool.problem
    panel = {key: members for keys, members in zip(dealt, panels, strict=True) for key in keys}
    wanted = set(asked)
    elsewhere = Counter(each for key, members in panel.items() if key not in wanted for each in members)
    projects = tuple(replace(problem.projects[pool.row[key]], need=len(panel[key])) for key in asked)
    experts = tuple(replace(each, least=0, most=max(0, each.most - elsewhere[each.key])) for each in problem.experts)
    table = table_of(Problem(
        projects, experts,
        hard=frozenset(pair for pair in problem.hard | problem.soft if pair[0] in wanted),
        fixed=frozenset((key, each) for key in asked for each in panel[key] if each not in out[key]),
        spread=problem.spread, fit=problem.fit,
    ))  # fmt: skip
    seated = {each for members in panels for each in members}
    price = np.array([SEATED if each.key in seated else 0 for each in problem.experts])
    return replace(table, cost=table.cost + price, short=NOBODY, lack=LACKING)
