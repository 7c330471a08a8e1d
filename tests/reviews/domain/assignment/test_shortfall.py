"""Where the rules cannot be met: every named set is truly violated, and every way out leads out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from reviews.domain.assignment import (
    CAPACITY,
    FINANCE,
    MINIMUM,
    Expert,
    Plan,
    Problem,
    Project,
    Relaxation,
    Shortfall,
    ViolatedSet,
    holds,
    plan_per_project,
    relaxed,
)
from tests.reviews.domain.assignment.worlds import best_cost, two_tracks, world


def shortfall(problem: Problem) -> Shortfall:
    found = plan_per_project(problem)
    assert isinstance(found, Shortfall), found
    return found


def infeasible(number: int, *, finance: bool = False) -> Iterator[tuple[int, Problem]]:
    """Yield so many problems that no plan meets, found by trying every plan."""
    seeds = (seed for seed in count() if best_cost(world(seed, tight=True, finance=finance)) is None)
    for _number, seed in zip(range(number), seeds, strict=False):
        yield seed, world(seed, tight=True, finance=finance)


@pytest.mark.parametrize("number", [50, pytest.param(200, marks=pytest.mark.soak)])
def test_every_named_set_is_truly_violated(number: int) -> None:
    kinds: Counter[str] = Counter()
    for seed, problem in infeasible(number):
        found = shortfall(problem)
        assert found.sets, seed
        for each in found.sets:
            assert holds(problem, each), (seed, each)
            assert each.need > each.capacity + each.outside, seed
            kinds[each.kind] += 1
        assert found.missing == sum(each.lacking for each in found.sets), seed
    assert min(kinds[CAPACITY], kinds[MINIMUM]) >= number // 10


@pytest.mark.parametrize("number", [12, pytest.param(100, marks=pytest.mark.soak)])
def test_every_way_out_leads_out_and_one_change_fewer_does_not(number: int) -> None:
    for seed, problem in infeasible(number):
        found = shortfall(problem)
        for way in found.relaxations:
            mended = _mended(problem, found, way)
            assert best_cost(mended) is not None, (seed, way)
            assert isinstance(plan_per_project(mended), Plan), (seed, way)
            alone = len({each.mends for each in found.relaxations}) == 1
            for less in _less(problem, way) if alone else ():
                assert best_cost(_mended(problem, found, less)) is None, (seed, less)


def _mended(problem: Problem, found: Shortfall, way: Relaxation) -> Problem:
    """Take this way, and the first for every other kind that is violated."""
    mended = relaxed(problem, way)
    for kind in {each.mends for each in found.relaxations} - {way.mends}:
        mended = relaxed(mended, next(each for each in found.relaxations if each.mends == kind))
    return mended


def _less(problem: Problem, way: Relaxation) -> Iterator[Relaxation]:
    """The same way with one change fewer."""
    before = {each.key: each.most if way.kind == "raise" else each.least for each in problem.experts}
    held = Counter(key for _project, key in problem.fixed)
    for key, bound in way.loads.items():
        step = -1 if way.kind == "raise" else 1
        if bound != before[key] and held[key] <= min(before[key], bound):
            yield replace(way, loads={**way.loads, key: bound + step})
    for pair in way.pairs:
        yield replace(way, pairs=tuple(each for each in way.pairs if each != pair))
    if way.count:
        yield replace(way, count=way.count - 1)


@pytest.mark.parametrize("number", [5, pytest.param(100, marks=pytest.mark.soak)])
def test_a_lack_of_finance_experts_is_shown_or_said_to_have_no_single_set(number: int) -> None:
    for seed, problem in infeasible(number, finance=True):
        found = shortfall(problem)
        assert found.missing > 0, seed
        assert all(holds(problem, each) for each in found.sets), seed
        assert found.sets or FINANCE in {each.mends for each in found.relaxations}, seed


def test_six_projects_that_only_three_experts_may_read() -> None:
    """“这 6 个项目只能由这 3 位专家评审，容量 12，需要 18”, with the conflicts that keep the fourth away."""
    projects = tuple(Project(f"p{number}") for number in range(6))
    few = tuple(Expert(f"e{number}", most=4) for number in range(3))
    away = Expert("away", most=9)
    conflicts = frozenset((each.key, "away") for each in projects)
    problem = Problem((*projects, Project("other", 1)), (*few, away), soft=conflicts)

    found = shortfall(problem)

    six = tuple(each.key for each in projects)
    alone = ViolatedSet(CAPACITY, six, ("e0", "e1", "e2"), 18, 12, 0, (), tuple(sorted(conflicts)))
    assert (found.missing, found.sets) == (6, (alone,))
    raised, waived, added = found.relaxations
    assert sum(raised.loads.values()) - 12 == 6
    assert (waived.kind, waived.pairs) == ("waive", tuple(sorted(conflicts)))
    assert (added.kind, added.count, added.load) == ("add", 2, 4)


def test_a_project_with_too_few_institutions_names_who_could_help() -> None:
    """Two of one university are one seat: more load for them is no way out."""
    house = tuple(Expert(key, institution="大学") for key in ("a", "b"))
    problem = Problem((Project("p", 3),), (*house, Expert("c")))
    found = shortfall(problem)
    assert found.sets == (ViolatedSet(CAPACITY, ("p",), (), 3, 0, 2, ("a", "b", "c")),)
    assert found.relaxations == (Relaxation("add", CAPACITY, count=1, load=10),)


def test_least_loads_that_the_projects_cannot_give_are_lowered() -> None:
    problem = Problem((Project("p", 1), Project("q", 1)), (Expert("a", least=2, most=2), Expert("b", least=1, most=2)))
    found = shortfall(problem)
    assert found.sets == (ViolatedSet(MINIMUM, ("p", "q"), ("a", "b"), 3, 2, 0),)
    (way,) = found.relaxations
    assert (way.kind, sum(way.loads.values()) < 3) == ("lower", True)


def test_a_finance_expert_for_each_project_where_there_is_only_one() -> None:
    projects = tuple(Project(f"p{number}", 2, finance=True) for number in range(3))
    experts = (Expert("money", most=1, finance=True), *(Expert(f"e{number}") for number in range(3)))
    found = shortfall(Problem(projects, experts))
    keys = tuple(each.key for each in projects)
    assert found.sets == (ViolatedSet(FINANCE, keys, ("money",), 3, 1, 0),)
    assert [each.kind for each in found.relaxations] == ["raise", "add", "forgo"]
    assert found.relaxations[0].loads == {"money": 3}
    assert len(found.relaxations[2].projects) == 2


def test_a_set_whose_numbers_were_changed_does_not_hold() -> None:
    problem = two_tracks(3)
    short = replace(problem, experts=tuple(replace(each, least=0, most=each.most - 1) for each in problem.experts))
    found = shortfall(short).sets
    assert [(each.need, each.capacity, each.outside) for each in found] == [(27, 18, 0), (27, 18, 0)]
    for each in found:
        assert holds(short, each)
        assert not holds(problem, each)
        assert not holds(short, replace(each, need=each.need + 1))
        assert not holds(short, replace(each, experts=each.experts[1:]))
