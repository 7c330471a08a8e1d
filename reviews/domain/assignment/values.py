"""The values of assigning experts: what is asked, what is planned, what is missing. No solver is needed here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

# The key of a project and the key of an expert.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Project:
    """``need``: how many experts shall read it. ``category`` and ``fields`` are what an expert should know of.

    ``finance``: one of them shall be a finance expert.
    """

    key: str
    need: int = 3
    category: str = ""
    fields: frozenset[str] = frozenset()
    finance: bool = False


@dataclass(frozen=True)
class Expert:
    """``least`` and ``most`` bound the load, in projects. Without ``institution`` an expert stands alone."""

    key: str
    fields: frozenset[str] = frozenset()
    institution: str = ""
    least: int = 0
    most: int = 10
    finance: bool = False


@dataclass(frozen=True)
class Fit:
    """What a pair costs, in points: ``category`` where the expert does not know the project's category, and of
    ``fields`` the share of its further fields that the expert does not know, rounded down. 0 is a perfect fit."""

    category: int = 60
    fields: int = 40

    def cost(self, project: Project, expert: Expert) -> int:
        stranger = bool(project.category) and project.category not in expert.fields
        unknown = len(project.fields - expert.fields)
        return self.category * stranger + (self.fields * unknown // len(project.fields) if unknown else 0)


@dataclass(frozen=True)
class Problem:
    """``hard`` and ``soft`` conflicts are never assigned; a soft one may be named for waiving. ``fixed`` pairs stay,
    because their sheet is sealed. ``spread`` is the price of uneven loads: so many points for the square of each load.

    Raises ``ValueError`` where keys repeat or are unknown, bounds are out of order, or a fixed pair is a conflict.
    """

    projects: tuple[Project, ...]
    experts: tuple[Expert, ...]
    hard: frozenset[Pair] = frozenset()
    soft: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    spread: int = 1
    fit: Fit = Fit()

    def __post_init__(self) -> None:
        projects = {each.key for each in self.projects}
        experts = {each.key for each in self.experts}
        if len(projects) < len(self.projects) or len(experts) < len(self.experts):
            raise ValueError("a key stands twice")
        unknown = [
            pair
            for pairs in (self.hard, self.soft, self.fixed)
            for pair in pairs
            if pair[0] not in projects or pair[1] not in experts
        ]
        if unknown:
            raise ValueError(f"unknown pair {min(unknown)}")
        if self.fixed & (self.hard | self.soft):
            raise ValueError(f"fixed although a conflict: {min(self.fixed & (self.hard | self.soft))}")
        if self.spread < 0 or self.fit.category < 0 or self.fit.fields < 0:
            raise ValueError("a price is negative")
        if any(each.need < 0 for each in self.projects):
            raise ValueError("a need is negative")
        wrong = [each.key for each in self.experts if not 0 <= each.least <= each.most]
        if wrong:
            raise ValueError(f"bounds out of order: {wrong[0]}")


@dataclass(frozen=True)
class Prices:
    """The dual values that prove a bound, in parts of a point: ``scale`` parts make one. A project's is what one more
    reading of it would cost, an expert's what one more place in the load would save; ``finance``: what the rule costs.
    """

    projects: Mapping[str, int]
    experts: Mapping[str, int]
    finance: Mapping[str, int] = field(default_factory=dict)
    scale: int = 1


@dataclass(frozen=True)
class Plan:
    """All pairs, the fixed ones among them. ``cost``: points of the pairs that are not fixed, and of the spread of
    all loads. ``bound``: no plan at all costs less, by ``prices``. ``kept``: the pairs that the plan was asked to keep;
    each new one costs ``change`` more.
    """

    pairs: frozenset[Pair]
    cost: int
    bound: int
    prices: Prices
    kept: frozenset[Pair] = frozenset()
    change: int = 0

    @property
    def gap(self) -> int:
        return self.cost - self.bound

    @property
    def optimal(self) -> bool:
        return self.gap == 0

    def loads(self) -> dict[str, int]:
        return dict(Counter(expert for _project, expert in self.pairs))

    def experts_of(self, project: str) -> tuple[str, ...]:
        return tuple(sorted(expert for key, expert in self.pairs if key == project))


@dataclass(frozen=True)
class Change:
    """A new plan as its difference to the one that stood."""

    plan: Plan
    added: frozenset[Pair]
    removed: frozenset[Pair]


Kind = Literal["capacity", "minimum", "finance"]
CAPACITY: Final[Kind] = "capacity"
MINIMUM: Final[Kind] = "minimum"
FINANCE: Final[Kind] = "finance"


@dataclass(frozen=True)
class ViolatedSet:
    """Projects and experts whose numbers cannot meet, in readings, after what is fixed.

    ``capacity``: the projects need ``need``; the experts can carry ``capacity`` and all others together ``outside``.
    ``finance``: the same, counting one finance expert for each project. ``minimum``: the experts are promised ``need``;
    the projects have ``capacity`` to give and all others together ``outside``. Always need > capacity + outside.
    ``others`` are those who give what comes from outside: experts (``minimum``: projects). ``conflicts`` are those
    that keep the projects from the experts outside the set (``minimum``: the experts from the projects outside).
    """

    kind: Kind
    projects: tuple[str, ...]
    experts: tuple[str, ...]
    need: int
    capacity: int
    outside: int
    others: tuple[str, ...] = ()
    conflicts: tuple[Pair, ...] = ()

    @property
    def lacking(self) -> int:
        return self.need - self.capacity - self.outside


@dataclass(frozen=True)
class Relaxation:
    """One way out, with the fewest changes of its kind. It mends all sets of the kind ``mends``; where sets of several
    kinds are violated, one way for each is needed.

    ``raise``: new upper loads. ``lower``: new least loads. ``waive``: soft conflicts. ``add``: ``count`` more experts
    without conflicts, each for ``load`` projects (finance experts, where that is lacking). ``forgo``: projects that go
    without a finance expert.
    """

    kind: Literal["raise", "lower", "waive", "add", "forgo"]
    mends: Kind
    loads: Mapping[str, int] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    count: int = 0
    load: int = 0
    projects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shortfall:
    """The rules cannot be met: ``missing`` readings at least. ``sets`` are the proof; they may be empty only where
    finance experts fail together with another rule, which no single set shows."""

    missing: int
    sets: tuple[ViolatedSet, ...]
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True)
class Substitute:
    """For this one project the panel's member ``out`` steps aside for ``stand_in``; empty: nobody can."""

    project: str
    out: str
    stand_in: str


@dataclass(frozen=True)
class Group:
    """``experts`` read every one of ``projects``. ``quota``: how many may go on; 0 where no quota was given."""

    number: int
    categories: tuple[str, ...]
    projects: tuple[str, ...]
    experts: tuple[str, ...]
    quota: int
    substitutes: tuple[Substitute, ...]


@dataclass(frozen=True)
class Grouping:
    """``reserve``: the experts of no panel."""

    groups: tuple[Group, ...]
    reserve: tuple[str, ...]


def in_order(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted(pairs))
