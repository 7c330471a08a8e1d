"""The certificate of a plan: the problem in numbers, the plan and its prices, for a checker that knows no solver.

``tools/check_certificate.py`` describes the document and checks it.
"""

from collections import defaultdict
from typing import Any, Final

import numpy as np

from reviews.domain.assignment.bound import Proof
from reviews.domain.assignment.table import Ints, table_of
from reviews.domain.assignment.values import Plan, Problem, in_order

FORMAT: Final = "venture/assignment/1"


def certificate_of(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Return the document, as plain values that JSON can carry. About four bytes a pair."""
    table = table_of(problem, kept=plan.kept, change=plan.change)
    prices = plan.prices
    alpha = np.array([prices.projects[each.key] for each in problem.projects], dtype=np.int64)
    gamma = np.array([prices.experts[each.key] for each in problem.experts], dtype=np.int64)
    delta: Ints = np.array([prices.finance.get(each.key, 0) for each in problem.projects], dtype=np.int64)
    proof = Proof(table, alpha, gamma, delta, prices.scale)
    columns: dict[str, list[str]] = defaultdict(list)
    for project, expert in in_order(plan.pairs - problem.fixed):
        columns[project].append(expert)
    costs: list[list[int | None]] = table.cost.tolist()
    for row, column in zip(*(each.tolist() for each in np.nonzero(~table.allowed)), strict=True):
        costs[row][column] = None
    return {
        "format": FORMAT,
        "projects": [
            {"key": each.key, "need": int(table.need[i]), "finance": bool(table.asks[i])}
            for i, each in enumerate(problem.projects)
        ],
        "experts": [
            {
                "key": each.key, "institution": int(table.house[i]), "least": int(table.least[i]),
                "most": int(table.most[i]), "held": int(table.held[i]), "finance": each.finance,
            }
            for i, each in enumerate(problem.experts)
        ],
        "spread": problem.spread,
        "costs": costs,
        "fixed": [list(pair) for pair in in_order(problem.fixed)],
        "plan": [columns[each.key] for each in problem.projects],
        "prices": {
            "scale": prices.scale,
            "projects": proof.alpha.tolist(),
            "experts": proof.gamma.tolist(),
            "finance": proof.delta.tolist(),
            "seats": [
                [row, house, int(proof.seats[row, house])]
                for row, house in zip(*(each.tolist() for each in np.nonzero(proof.seats)), strict=True)
            ],
        },
        "cost": plan.cost,
        "bound": plan.bound,
    }  # fmt: skip
