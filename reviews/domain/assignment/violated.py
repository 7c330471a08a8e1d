"""The numbers of a violated set, counted anew from the problem. Nothing here comes from a solver."""

from collections import defaultdict

from reviews.domain.assignment.values import (
    FINANCE,
    MINIMUM,
    Expert,
    Kind,
    Pair,
    Problem,
    Project,
    ViolatedSet,
    in_order,
)  # fmt: skip


class _Free:
    """What the fixed pairs leave: needs, loads, and who may still read what."""

    def __init__(self, problem: Problem, kind: Kind) -> None:
        self.problem, self.kind = problem, kind
        self.expert = {each.key: each for each in problem.experts}
        self.held: dict[str, set[str]] = defaultdict(set)
        self.load: dict[str, int] = defaultdict(int)
        for project, expert in problem.fixed:
            self.held[project].add(expert)
            self.load[expert] += 1
        self.taken = {key: {self.house(self.expert[each]) for each in held} for key, held in self.held.items()}

    def house(self, expert: Expert) -> Pair:
        return expert.institution, "" if expert.institution else expert.key

    def need(self, project: Project) -> int:
        held = self.held.get(project.key, set())
        if self.kind == FINANCE:
            return int(project.finance and project.need > 0 and not any(self.expert[each].finance for each in held))
        return max(0, project.need - len(held))

    def bound(self, expert: Expert) -> int:
        """The load that is promised (``minimum``) or possible, beyond what is held."""
        return max(0, (expert.least if self.kind == MINIMUM else expert.most) - self.load.get(expert.key, 0))

    def seat_open(self, project: str, expert: Expert) -> bool:
        if self.kind == FINANCE and not expert.finance:
            return False
        return self.house(expert) not in self.taken.get(project, set())

    def conflict(self, project: str, expert: str) -> bool:
        return (project, expert) in self.problem.hard or (project, expert) in self.problem.soft


def measured(problem: Problem, kind: Kind, projects: frozenset[str], experts: frozenset[str]) -> ViolatedSet:
    """Count what these projects and experts need, have and get from outside.

    Whoever could take all that the set offers him anyway is no bottleneck: he is counted outside (``capacity``).
    """
    free = _Free(problem, kind)
    if kind != MINIMUM:
        inside = [each for each in problem.projects if each.key in projects]
        experts = frozenset(
            each.key
            for each in problem.experts
            if each.key in experts
            and free.bound(each) < sum(
                free.need(p) > 0 and free.seat_open(p.key, each) and not free.conflict(p.key, each.key) for p in inside
            )
        )  # fmt: skip
    return _counted(free, projects, experts)


def _counted(free: _Free, projects: frozenset[str], experts: frozenset[str]) -> ViolatedSet:
    problem, kind = free.problem, free.kind
    needs = sum(free.need(each) for each in problem.projects if each.key in projects)
    bounds = sum(free.bound(each) for each in problem.experts if each.key in experts)
    named = [each for each in problem.experts if (each.key in experts) == (kind == MINIMUM)]
    outside = 0
    helpers: set[str] = set()
    conflicts: set[Pair] = set()
    for project in problem.projects:
        if (project.key in projects) == (kind == MINIMUM) or not free.need(project):
            continue
        open_to = [each for each in named if free.seat_open(project.key, each)]
        able = [each for each in open_to if not free.conflict(project.key, each.key)]
        houses = {free.house(each) for each in able}
        outside += min(len(houses), free.need(project))
        helpers |= {project.key if kind == MINIMUM else each.key for each in able}
        conflicts |= {
            (project.key, each.key)
            for each in open_to
            if free.house(each) not in houses and free.conflict(project.key, each.key)
        }
    need, capacity = (bounds, needs) if kind == MINIMUM else (needs, bounds)
    return ViolatedSet(
        kind, tuple(sorted(projects)), tuple(sorted(experts)), need, capacity, outside,
        tuple(sorted(helpers)), in_order(conflicts),
    )  # fmt: skip


def holds(problem: Problem, violated: ViolatedSet) -> bool:
    """Tell whether the set is truly violated: its numbers are those of the problem, and they cannot meet."""
    free = _Free(problem, violated.kind)
    found = _counted(free, frozenset(violated.projects), frozenset(violated.experts))
    return violated.lacking > 0 and found == violated
