"""A round as large as any city's, in the soak; the times themselves are measured by ``benchmarks/assignment.py``."""

import json
from dataclasses import replace

import pytest

from benchmarks.assignment import large_round
from reviews.domain.assignment import Change, Plan, Shortfall, certificate_of, holds, plan_per_project, replan
from tools.check_certificate import check


@pytest.mark.soak
def test_a_thousand_projects_are_planned_recused_and_left_short() -> None:
    problem = large_round(1000, 200)
    found = plan_per_project(problem)
    assert isinstance(found, Plan)
    assert found.optimal
    assert check(json.loads(json.dumps(certificate_of(problem, found)))).endswith("no plan costs less")

    recused = frozenset(sorted(found.pairs)[:20])
    after = replan(replace(problem, hard=problem.hard | recused), found.pairs)
    assert isinstance(after, Change)
    assert (after.plan.optimal, len(after.added)) == (True, 20)

    half = tuple(replace(each, least=0, most=each.most // 2) for each in problem.experts)
    short = plan_per_project(replace(problem, experts=half))
    assert isinstance(short, Shortfall)
    assert short.sets
    assert all(holds(replace(problem, experts=half), each) for each in short.sets)
