"""Groups by category, their panels, quotas and substitutes."""

from dataclasses import replace
from itertools import combinations, permutations, product
from random import Random

import pytest

from reviews.domain.assignment import CAPACITY, Expert, Grouping, Problem, Project, Shortfall, form_groups
from reviews.domain.assignment.dealing import deal, share
from tests.reviews.domain.assignment.worlds import FIELDS, house

POOL = tuple(Expert(f"e{number:02}", frozenset({FIELDS[number % 4]}), most=60) for number in range(11))


def projects(**sizes: int) -> tuple[Project, ...]:
    return tuple(
        Project(f"{name}-{number:03}", category=name) for name, size in sizes.items() for number in range(size)
    )


def grouping(problem: Problem, *, panel: int = 5, count: int | None = None, quota: int = 0) -> Grouping:
    found = form_groups(problem, panel=panel, count=count, quota=quota)
    assert isinstance(found, Grouping), found
    return found


def test_an_ordinary_round_is_read_by_two_panels_and_one_in_reserve() -> None:
    problem = Problem(projects(elderly=40, children=30, disability=20, community=10), POOL)
    found = grouping(problem, quota=33)
    assert [
        (each.number, each.categories, len(each.projects), len(each.experts), each.quota) for each in found.groups
    ] == [
        (1, ("children", "disability"), 50, 5, 17),
        (2, ("community", "elderly"), 50, 5, 16),
    ]
    seated = [key for each in found.groups for key in each.experts]
    assert sorted([*seated, *found.reserve]) == [each.key for each in POOL]
    assert sorted(key for each in found.groups for key in each.projects) == sorted(
        each.key for each in problem.projects
    )
    assert found == form_groups(problem, quota=33)


def test_a_category_is_split_only_where_it_is_too_large() -> None:
    assert [len(keys) for keys in deal(projects(elderly=60, children=40), 2)] == [40, 60]
    split = deal(projects(elderly=70, children=30), 2)
    assert sorted(len(keys) for keys in split) == [35, 65]
    assert [len(keys) for keys in deal(projects(elderly=10), 3)] == [4, 3, 3]
    with pytest.raises(ValueError, match="3 groups of 2 projects"):
        deal(projects(elderly=2), 3)


@pytest.mark.parametrize("number", [60, pytest.param(2000, marks=pytest.mark.soak)])
def test_the_largest_group_is_as_small_as_whole_parts_allow(number: int) -> None:
    for seed in range(number):
        chance = Random(seed)
        sizes = [chance.randint(1, 9) for _part in range(chance.randint(2, 6))]
        count = chance.randint(2, min(3, len(sizes)))
        largest = -(-5 * sum(sizes) // (4 * count))
        parts = [len(range(start, size, -(-size // largest))) for size in sizes for start in range(-(-size // largest))]
        names = {f"c{number}": size for number, size in enumerate(sizes)}
        best = min(
            max(
                sum(size for size, place in zip(parts, places, strict=True) if place == group) for group in range(count)
            )
            for places in product(range(count), repeat=len(parts))
            if len(set(places)) == count
        )
        assert max(len(keys) for keys in deal(projects(**names), count)) == best, seed


def test_a_quota_is_shared_by_size_to_the_last_project() -> None:
    assert share(10, [50, 30, 20]) == [5, 3, 2]
    assert share(10, [33, 33, 34]) == [3, 3, 4]
    assert share(2, [5, 5, 5]) == [1, 1, 0]
    assert share(99, [2, 1]) == [2, 1]
    assert share(0, [2, 1]) == [0, 0]


@pytest.mark.parametrize("number", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_no_choice_of_panels_has_fewer_conflicts_or_fits_better(number: int) -> None:
    for seed in range(number):
        chance = Random(seed)
        every = projects(elderly=4, children=3)
        people = tuple(
            Expert(f"e{n}", frozenset(chance.sample(FIELDS, 2)), chance.choice(["", "X"]), most=9) for n in range(6)
        )
        hard = frozenset((p.key, e.key) for p in every for e in people if chance.random() < 0.25)
        problem = Problem(every, people, hard)
        found = form_groups(problem, panel=2, count=2)
        if isinstance(found, Shortfall):
            continue
        groups = [[each for each in every if each.key in group.projects] for group in found.groups]

        def price(panel: tuple[Expert, ...], group: list[Project], problem: Problem = problem) -> tuple[int, int]:
            pairs = [(project, each) for project in group for each in panel]
            clashes = sum((project.key, each.key) in problem.hard for project, each in pairs)
            return clashes, sum(problem.fit.cost(project, each) for project, each in pairs)

        def total(panels: list[tuple[Expert, ...]], groups: list[list[Project]] = groups) -> tuple[int, ...]:
            prices = [price(panel, group) for panel, group in zip(panels, groups, strict=True)]
            return tuple(map(sum, zip(*prices, strict=True)))

        apart = [each for each in combinations(people, 2) if house(each[0]) != house(each[1])]
        best = min(total(list(panels)) for panels in permutations(apart, 2) if not set(panels[0]) & set(panels[1]))
        chosen = [tuple(each for each in people if each.key in group.experts) for group in found.groups]
        assert total(chosen) == best, seed
        assert sum(len(group.substitutes) for group in found.groups) == best[0], seed


def test_a_split_category_is_dealt_again_so_that_nobody_meets_a_conflict() -> None:
    every = projects(elderly=8)
    first, second = deal(every, 2)
    people = POOL[:4]
    # Whoever sits on the first panel has a conflict with one project of each half: one exchange mends both.
    hard = frozenset({(first[0], "e00"), (first[0], "e01"), (second[0], "e02"), (second[0], "e03")})
    found = grouping(Problem(every, people, hard), panel=2, count=2)
    assert [each.substitutes for each in found.groups] == [(), ()]
    assert [len(each.projects) for each in found.groups] == [4, 4]


def test_a_conflict_is_met_by_the_reserve_first_and_never_by_a_colleague_of_a_reader() -> None:
    every = projects(elderly=6)
    key = every[0].key
    panel = (Expert("a", frozenset({"elderly"}), "大学"), Expert("b", frozenset({"elderly"})))
    others = (Expert("colleague", frozenset(), "大学"), Expert("free"))
    problem = Problem(every, (*panel, *others), hard=frozenset({(key, "b"), (every[1].key, "free")}))
    (group,) = grouping(problem, panel=2).groups
    assert group.experts == ("a", "b")
    assert [(each.project, each.out, each.stand_in) for each in group.substitutes] == [(key, "b", "free")]
    nobody = replace(problem, soft=frozenset({(key, "free")}))
    (group,) = grouping(nobody, panel=2).groups
    assert [(each.out, each.stand_in) for each in group.substitutes] == [("b", "")]


def test_a_finance_expert_sits_on_every_panel_that_is_asked_for_one() -> None:
    people = tuple(replace(each, finance=number in {3, 7}) for number, each in enumerate(POOL))
    every = tuple(replace(each, finance=True) for each in projects(elderly=10, children=10))
    found = grouping(Problem(every, people), count=2)
    assert all({"e03", "e07"} & set(each.experts) for each in found.groups)


def test_too_few_experts_are_told_in_groups_and_places() -> None:
    found = form_groups(Problem(projects(elderly=10, children=10), POOL[:7]), count=2)
    assert isinstance(found, Shortfall)
    (short,) = found.sets
    assert (short.kind, short.projects, short.need, short.lacking) == (CAPACITY, ("1", "2"), 10, 3)


def test_an_expert_who_may_not_read_a_whole_group_sits_on_no_panel() -> None:
    found = form_groups(Problem(projects(elderly=20), tuple(replace(each, most=10) for each in POOL)), count=1)
    assert isinstance(found, Shortfall)
    assert {each for _group, each in found.sets[0].conflicts} == {each.key for each in POOL}
