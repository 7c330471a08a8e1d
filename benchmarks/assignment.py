"""Assigning experts project by project: the whole way with its certificate, beside a solver of another make.

Fixed seeds; 4 % of the pairs are conflicts, loads are bounded below and above, most experts share an institution
with somebody. Seconds are CPU. ``bare_s`` is OR-Tools' network flow on all allowed pairs, without building them and
without any proof; ``total_s`` is our plan from the problem to the certificate; ``check_s`` the separate checker's.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from subprocess import run as process
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from reviews.domain.assignment import Expert, Plan, Problem, Project, certificate_of, plan_per_project
from tools import check_certificate

SIZES = ((1000, 200), (5000, 1000))
NEED = 3
TIMES = 3


def run() -> Iterator[dict[str, Any]]:
    for projects, experts in SIZES:
        yield measured(projects, experts)


def large_round(projects: int, experts: int, *, seed: int = 2026) -> Problem:
    """Return an invented round; loads between 0.6 and 1.2 of the mean."""
    chance = Random(seed)
    categories, fields = [f"c{number}" for number in range(6)], [f"f{number}" for number in range(12)]

    def some(names: list[str], share: float) -> frozenset[str]:
        return frozenset(name for name in names if chance.random() < share)

    mean = projects * NEED / experts
    people = tuple(
        Expert(
            f"e{number}", some(categories, 0.35) | some(fields, 0.35), f"i{chance.randrange(experts * 2 // 3)}",
            int(mean * 0.6), round(mean * 1.2), chance.random() < 0.4,
        )
        for number in range(experts)
    )  # fmt: skip
    every = tuple(
        Project(f"p{number}", NEED, chance.choice(categories), some(fields, 0.2)) for number in range(projects)
    )
    pairs = ((project.key, expert.key) for project in every for expert in people)
    return Problem(every, people, hard=frozenset(pair for pair in pairs if chance.random() < 0.04))


def measured(projects: int, experts: int) -> dict[str, Any]:
    problem = large_round(projects, experts)
    spent: dict[str, float] = {}
    plan = _timed(spent, "plan_s", lambda: plan_per_project(problem))
    if not isinstance(plan, Plan):
        raise TypeError("the invented round cannot be met")
    certificate = _timed(spent, "certificate_s", lambda: certificate_of(problem, plan))
    spent["total_s"] = spent["plan_s"] + spent["certificate_s"]
    objective, spent["bare_s"] = another_makes_optimum(problem)
    accepted = _checked(spent, certificate)
    found = {
        "projects": projects, "experts": experts, "need": NEED, "pairs": projects * experts - len(problem.hard),
        "cost": plan.cost, "bound": plan.bound, "other_solver": objective,
        "accepted": accepted, "refused": _refused(certificate),
        **{name: round(seconds, 2) for name, seconds in spent.items()},
        "ratio": round(spent["total_s"] / spent["bare_s"], 2), "at_most": TIMES,
    }  # fmt: skip
    right = accepted and plan.cost == plan.bound == objective and all(found["refused"].values())
    return {"case": f"{projects} x {experts} x {NEED}", **found, "kept": right and found["ratio"] <= TIMES}


def _timed(spent: dict[str, float], name: str, act: Callable[[], Any]) -> Any:
    began = time.process_time()
    result = act()
    spent[name] = time.process_time() - began
    return result


def _checked(spent: dict[str, float], certificate: dict[str, Any]) -> bool:
    """Hand the file to the checker as an outsider would, in a process of its own, and time the check here once more."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "certificate.json")
        path.write_text(json.dumps(certificate), encoding="utf-8")
        said = process(
            [sys.executable, "-I", check_certificate.__file__, str(path)], capture_output=True, text=True, check=False
        )
    words = _timed(spent, "check_s", lambda: check_certificate.check(certificate))
    return said.returncode == 0 and said.stdout.strip() == words and words.endswith("no plan costs less")


def _refused(certificate: dict[str, Any]) -> dict[str, bool]:
    """Three falsified certificates: an expert exchanged, a project's price and an expert's price one point off."""
    plan = [list(keys) for keys in certificate["plan"]]
    plan[0][0] = next(each["key"] for each in certificate["experts"] if each["key"] not in plan[0])
    prices = certificate["prices"]
    off = {name: [prices[name][0] + 1, *prices[name][1:]] for name in ("projects", "experts")}
    return {
        "plan": _fails({**certificate, "plan": plan}),
        "project's price": _fails({**certificate, "prices": {**prices, "projects": off["projects"]}}),
        "expert's price": _fails({**certificate, "prices": {**prices, "experts": off["experts"]}}),
    }


def _fails(certificate: dict[str, Any]) -> bool:
    try:
        check_certificate.check(certificate)
    except ValueError:
        return True
    return False


def another_makes_optimum(problem: Problem) -> tuple[int, float]:
    """Return the optimum as OR-Tools finds it, and the seconds of its solver alone.

    Its own formulation: every allowed pair is an arc from the seat of the institution on the project; costs pair by
    pair by ``Fit.cost``; least loads are taken out of the supplies.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- only the benchmark knows it

    houses = {name: number for number, name in enumerate(sorted({each.institution for each in problem.experts}))}
    projects, experts, seats = len(problem.projects), len(problem.experts), len(problem.projects) * len(houses)
    sink = projects + experts + seats
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs: list[tuple[int, int, int]] = []
    for row, project in enumerate(problem.projects):
        arcs += [
            (projects + experts + row * len(houses) + houses[expert.institution], projects + column,
             problem.fit.cost(project, expert))
            for column, expert in enumerate(problem.experts)
            if (project.key, expert.key) not in problem.hard
        ]  # fmt: skip
    _add(flow, [(row, projects + experts + row * len(houses) + house, 0) for row in range(projects)
                for house in range(len(houses))])  # fmt: skip
    _add(flow, arcs)
    _add(flow, [
        (projects + column, sink, problem.spread * (2 * load - 1))
        for column, expert in enumerate(problem.experts)
        for load in range(expert.least + 1, expert.most + 1)
    ])  # fmt: skip
    least = [each.least for each in problem.experts]
    needs = [each.need for each in problem.projects]
    supplies = [*needs, *(-each for each in least), *([0] * seats), sum(least) - sum(needs)]
    flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), np.array(supplies))
    began = time.process_time()
    status = flow.solve()
    seconds = time.process_time() - began
    if status != flow.OPTIMAL:
        raise ValueError(f"the other solver says {status}")
    return flow.optimal_cost() + problem.spread * sum(each * each for each in least), seconds


def _add(flow: Any, arcs: list[tuple[int, int, int]]) -> None:
    table = np.array(arcs)
    ends = table[:, :2].astype(np.int32)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.ascontiguousarray(ends[:, 0]),
        np.ascontiguousarray(ends[:, 1]),
        np.ones(len(arcs), dtype=np.int64),
        table[:, 2],
    )
