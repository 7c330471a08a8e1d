"""After a recusal as little as possible moves, and among those plans the best is taken."""

from dataclasses import replace
from random import Random

import pytest

from reviews.domain.assignment import (
    Change,
    Expert,
    Plan,
    Problem,
    Project,
    Shortfall,
    certificate_of,
    plan_per_project,
    replan,
)
from tests.reviews.domain.assignment.worlds import best_cost, world
from tools.check_certificate import check


def change(problem: Problem, current: frozenset[tuple[str, str]]) -> Change:
    found = replan(problem, current)
    assert isinstance(found, Change), found
    return found


def test_nothing_moves_where_nothing_happened() -> None:
    problem = world(0, largest=6)
    standing = plan_per_project(problem)
    assert isinstance(standing, Plan)
    same = change(problem, standing.pairs)
    assert (same.added, same.removed, same.plan.pairs) == (frozenset(), frozenset(), standing.pairs)


def test_a_recused_expert_is_followed_by_one_other() -> None:
    projects = tuple(Project(f"p{number}", 2, "elderly") for number in range(4))
    experts = tuple(Expert(f"e{number}", frozenset({"elderly"}), most=4) for number in range(4))
    problem = Problem(projects, experts)
    standing = plan_per_project(problem)
    assert isinstance(standing, Plan)
    recused = ("p0", standing.experts_of("p0")[0])
    after = change(replace(problem, hard=frozenset({recused})), standing.pairs)
    assert after.removed == {recused}
    assert [project for project, _expert in after.added] == ["p0"]
    assert after.plan.optimal


def test_a_sealed_sheet_stays_though_moving_it_would_be_cheaper() -> None:
    experts = (Expert("a", frozenset({"elderly"}), most=1), Expert("b", most=1))
    problem = Problem((Project("p", 1, "elderly"), Project("q", 1)), experts, fixed=frozenset({("p", "b")}))
    after = change(problem, frozenset({("p", "b")}))
    assert (after.plan.pairs, after.added) == ({("p", "b"), ("q", "a")}, {("q", "a")})


def test_what_stood_for_a_project_that_is_gone_is_removed() -> None:
    problem = Problem((Project("p", 1),), (Expert("a"),))
    after = change(problem, frozenset({("p", "a"), ("gone", "a")}))
    assert (after.added, after.removed) == (frozenset(), {("gone", "a")})


def test_one_expert_more_for_a_disputed_project_moves_nobody() -> None:
    experts = tuple(Expert(f"e{number}") for number in range(5))
    standing = frozenset({("p", "e0"), ("p", "e1"), ("p", "e2")})
    after = change(Problem((Project("p", 4),), experts, fixed=standing), standing)
    assert (len(after.added), after.removed) == (1, frozenset())


@pytest.mark.parametrize("number", [20, pytest.param(300, marks=pytest.mark.soak)])
def test_no_plan_moves_less(number: int) -> None:
    """Against every plan: the fewest new pairs, then the lowest cost; and the proof holds for that very aim."""
    moved = 0
    for seed in range(number):
        problem = replace(world(seed), fixed=frozenset())
        standing = plan_per_project(problem)
        if isinstance(standing, Shortfall) or not standing.pairs:
            continue
        recused = Random(seed).choice(sorted(standing.pairs))
        after = replace(problem, hard=problem.hard | {recused})
        found = replan(after, standing.pairs)
        least = best_cost(after, standing.pairs - {recused}, 10**6)
        if isinstance(found, Shortfall):
            assert least is None, seed
            continue
        assert least is not None, seed
        own = found.plan.cost - found.plan.change * len(found.added)
        assert divmod(least, 10**6) == (len(found.added), own), seed
        assert found.plan.optimal, seed
        assert check(certificate_of(after, found.plan)).endswith("no plan costs less"), seed
        moved += 1
    assert moved > number // 4
