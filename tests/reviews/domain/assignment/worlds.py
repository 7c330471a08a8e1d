"""Small invented problems, and the answer to each by trying everything."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from random import Random

from reviews.domain.assignment import Expert, Pair, Problem, Project

FIELDS = ("elderly", "children", "disability", "community")


def world(seed: int, *, finance: bool = False, tight: bool = False, largest: int = 4) -> Problem:
    """Return a problem of a few projects and experts, with conflicts of both kinds and some sealed sheets."""
    chance = Random(seed)
    projects = tuple(
        Project(
            f"p{number}",
            chance.choice([1, 2, 2]),
            chance.choice(FIELDS),
            frozenset(chance.sample(FIELDS, chance.randint(0, 3))),
            finance and chance.random() < 0.6,
        )
        for number in range(chance.randint(1, largest))
    )
    experts = []
    for number in range(chance.randint(2, largest + 1)):
        least = chance.choice([0, 1, 2] if tight else [0, 0, 1])
        knows = frozenset(chance.sample(FIELDS, chance.randint(0, 3)))
        room = chance.choice([0, 0, 1, 1] if tight else [1, 2, 3])
        house = chance.choice(["", "", "X", "Y"])
        experts.append(Expert(f"e{number}", knows, house, least, least + room, chance.random() < 0.4))
    hard, soft, fixed = set(), set(), set()
    for project in projects:
        for expert in experts:
            drawn = chance.random()
            for pairs, below in ((hard, 0.12), (soft, 0.2), (fixed, 0.24)):
                if drawn < below:
                    pairs.add((project.key, expert.key))
                    break
    spread = chance.choice([0, 1, 3])
    return Problem(projects, tuple(experts), frozenset(hard), frozenset(soft), frozenset(fixed), spread)


def mixed_houses(seed: int) -> Problem:
    """Return a problem whose projects ask for a finance expert, where every house has one and one who is none."""
    chance = Random(seed)
    count, houses = chance.randint(3, 5), chance.randint(2, 4)
    projects = tuple(
        Project(f"p{number}", 2, chance.choice("abcd"), frozenset(chance.sample("abcd", 2)), True)
        for number in range(count)
    )
    experts = tuple(
        Expert(f"{name}{kind}", frozenset(chance.sample("abcd", 2)), name, 0, chance.choice([1, 2, 3]), kind == "f")
        for name in "WXYZ"[:houses]
        for kind in "fn"
    )
    pairs = ((project.key, expert.key) for project in projects for expert in experts)
    return Problem(
        projects, experts, frozenset(pair for pair in pairs if chance.random() < 0.2), spread=chance.choice([0, 1])
    )


def house(expert: Expert) -> str:
    return expert.institution or f"only {expert.key}"


def choices(problem: Problem, project: Project) -> Iterator[tuple[Pair, ...]]:
    """Yield every way to fill one project, the sealed sheets kept, loads not looked at."""
    expert = {each.key: each for each in problem.experts}
    stay = [key for of, key in problem.fixed if of == project.key]
    taken = {house(expert[key]) for key in stay}
    conflicts = problem.hard | problem.soft
    able = [each for each in problem.experts if (project.key, each.key) not in conflicts and house(each) not in taken]
    for chosen in combinations(able, max(0, project.need - len(stay))):
        apart = len({house(each) for each in chosen}) == len(chosen)
        money = any(each.finance for each in chosen) or any(expert[key].finance for key in stay)
        if apart and (money or not project.finance):
            yield tuple((project.key, each.key) for each in chosen)


def best_cost(problem: Problem, kept: frozenset[Pair] = frozenset(), change: int = 0) -> int | None:
    """Return the least cost of any plan, or ``None``: every plan is tried, project by project, load by load."""
    project = {each.key: each for each in problem.projects}
    expert = {each.key: each for each in problem.experts}
    keys = [each.key for each in problem.experts]
    held = Counter(key for _project, key in problem.fixed)
    reached: dict[tuple[int, ...], int] = {tuple(0 for _key in keys): 0}
    for each in problem.projects:
        further: dict[tuple[int, ...], int] = {}
        for pairs in choices(problem, each):
            chosen = {key for _project, key in pairs}
            price = sum(problem.fit.cost(project[of], expert[key]) for of, key in pairs)
            price += sum(change for pair in pairs if pair not in kept)
            for loads, cost in reached.items():
                new = tuple(load + (key in chosen) for key, load in zip(keys, loads, strict=True))
                further[new] = min(further.get(new, 10**12), cost + price)
        reached = further
    totals = [
        cost + problem.spread * sum((load + held[key]) ** 2 for key, load in zip(keys, loads, strict=True))
        for loads, cost in reached.items()
        if all(
            max(0, expert[key].least - held[key]) <= load <= max(0, expert[key].most - held[key])
            for key, load in zip(keys, loads, strict=True)
        )
    ]
    return min(totals, default=None)


def two_tracks(seed: int, *, projects: int = 9, experts: int = 9, need: int = 3) -> Problem:
    """Return two tracks that share nobody, where every expert of a track is needed up to his last place.

    A full plan is drawn first, and conflicts and strangers only beside it, so that it exists and is hard to meet.
    """
    chance = Random(seed)
    every, hard = [], set()
    people: list[Expert] = []
    for track in "AB":
        keys = [f"{track}{number:02}" for number in range(experts)]
        planted = set()
        for number in range(projects):
            key = f"{track}-p{number:02}"
            every.append(Project(key, need, track))
            planted |= {(key, keys[(number + step) % experts]) for step in range(need)}
        hard |= {
            (project.key, key)
            for project in every
            for key in keys
            if (project.key, key) not in planted and (project.category != track or chance.random() < 0.4)
        }
        load = Counter(key for _project, key in planted)
        people += [Expert(key, frozenset({track}), least=load[key], most=load[key]) for key in keys]
    other = {(each.key, person.key) for each in every for person in people if person.key[0] != each.category}
    return Problem(tuple(every), tuple(people), frozenset(hard | other))
