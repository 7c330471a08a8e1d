"""The best selection there is under the same limits, as a what-if beside the ranking's: it never decides. Exact.

It maximises the sum of the published means, then the number of projects. Branch and bound: projects by points per fen,
first taken, then left; a branch is given up when even parts of projects could not beat what is known. Categories that
no organisation's cap ties together are solved apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from reviews.domain.selection.facts import IN, SELECTED, Candidate, Envelope, Limits, Override, in_order
from reviews.domain.selection.margins import linked_categories
from reviews.domain.selection.selecting import select
from reviews.domain.selection.walking import usable_by

HUNDREDTHS = 100


@dataclass(frozen=True)
class Optimum:
    """``chosen`` codes in the order of the ranking, the sum of their points and fen. No selection has more points than
    ``bound``; ``exact`` says that none has more than this one, or as many points with more projects.
    """

    chosen: tuple[str, ...]
    points: Decimal
    fen: int
    bound: Decimal
    exact: bool

    @property
    def count(self) -> int:
        return len(self.chosen)


@dataclass(frozen=True)
class _Item:
    code: str
    category: str
    organisation: str
    value: int
    fen: int
    keys: tuple[str, ...]
    forced: bool


# Loads of the purses, and (projects, fen) of each organisation that a cap may stop.
Loads = tuple[int, ...]
Used = Mapping[str, tuple[int, int]]
# How a branch came about: the item taken last, and the way before it.
Way = tuple[_Item, "Way"] | None
Node = tuple[int, int, Loads, Used, Way]


def optimise(
    candidates: Iterable[Candidate],
    envelopes: Sequence[Envelope],
    limits: Limits,
    overrides: Mapping[str, Override] | None = None,
    most_nodes: int = 20_000,
) -> Optimum:
    """Return the best selection. Overrides hold as in ``select``, which also says what is raised.

    ``most_nodes`` bounds the work per group of categories; beyond it the best found is returned with its bound.
    """
    listed, asked = in_order(candidates), dict(overrides or {})
    known = select(listed, envelopes, Limits(**{**vars(limits), "fill": True}), asked)
    usable = usable_by(listed, envelopes)
    scale, amounts = len(listed) + 1, {each.code: each.fen for each in known.places}
    items = []
    for each in listed:
        place = asked.get(each.code, Override()).place
        free = not place and not each.withdrawn and limits.passes(each)
        if (place == IN or free) and usable[each.code]:
            value = int((each.points or 0) * HUNDREDTHS) * scale + 1
            items.append(
                _Item(
                    each.code, each.category, each.organisation, value, amounts[each.code], usable[each.code], not free
                )
            )
    start = {each.code for each in known.places if each.state == SELECTED}
    chosen: set[str] = set()
    bound, exact = 0, True
    for group in linked_categories(listed, limits):
        mine = [each for each in items if each.category in group]
        best, most = _Search(mine, envelopes, limits).run({each for each in mine if each.code in start}, most_nodes)
        chosen.update(each.code for each in best)
        bound += most
        exact = exact and most == sum(each.value for each in best)
    points = sum((each.points or Decimal() for each in listed if each.code in chosen), Decimal("0.00"))
    return Optimum(
        tuple(each.code for each in listed if each.code in chosen),
        points,
        sum(amounts[code] for code in chosen),
        Decimal(bound // scale).scaleb(-2),
        exact,
    )


class _Search:
    """The search among categories that belong together."""

    def __init__(self, items: Sequence[_Item], envelopes: Sequence[Envelope], limits: Limits) -> None:
        self.items = sorted(items, key=lambda each: (not each.forced, Fraction(-each.value, each.fen), each.code))
        self.forced, self.limits = sum(each.forced for each in items), limits
        self.purses = _Shared(items, envelopes) if limits.split else _Purses(items, envelopes)
        # What remains from an item on, by category: the bound of a branch reads it from the front.
        self.behind: list[dict[str, list[_Item]]] = [{}]
        for each in reversed(self.items):
            last = self.behind[-1]
            self.behind.append({**last, each.category: [each, *last.get(each.category, [])]})
        self.behind.reverse()

    def run(self, start: set[_Item], most_nodes: int) -> tuple[set[_Item], int]:
        """Return the best set found, at least as good as ``start``, and a value that no set exceeds."""
        best, worth = start, sum(each.value for each in start)
        root: Node = (0, 0, self.purses.empty, {}, None)
        open_ = [(self._bound(root), root)]
        while open_ and most_nodes:
            bound, node = open_.pop()
            if bound <= worth:
                continue
            most_nodes -= 1
            index, value, _, _, way = node
            if value > worth and index >= self.forced:
                best, worth = set(_walked(way)), value
            if index < len(self.items):
                open_.extend((self._bound(each), each) for each in self._branches(node))
        return best, max([worth, *(bound for bound, _ in open_)])

    def _branches(self, node: Node) -> Iterator[Node]:
        """Yield what may become of the next item, the most hopeful last: the search looks there first."""
        index, value, loads, used, way = node
        item = self.items[index]
        if not item.forced:
            yield index + 1, value, loads, used, way
        count, spent = used.get(item.organisation, (0, 0))
        most, cap = self.limits.projects_per_organisation, self.limits.fen_per_organisation
        if not item.forced and ((most and count >= most) or (cap and spent + item.fen > cap)):
            return
        if most or cap:
            used = {**used, item.organisation: (count + 1, spent + item.fen)}
        for after in reversed(self.purses.taking(loads, item)):
            yield index + 1, value + item.value, after, used, (item, way)

    def _bound(self, node: Node) -> int:
        """Return a value that nothing below this node exceeds: the money of a category in one purse, parts allowed."""
        index, value, loads, _, _ = node
        for category, items in self.behind[index].items():
            room = self.purses.room(category, loads)
            for each in items:
                if each.fen > room:
                    value += each.value * room // each.fen
                    break
                value += each.value
                room -= each.fen
        return value


class _Purses:
    """Each project is paid from one envelope; a load is what an envelope has paid."""

    def __init__(self, items: Sequence[_Item], envelopes: Sequence[Envelope]) -> None:
        self.envelopes = [each for each in envelopes if any(each.key in item.keys for item in items)]
        self.index = {each.key: number for number, each in enumerate(self.envelopes)}
        self.empty: Loads = (0,) * len(self.envelopes)

    def taking(self, loads: Loads, item: _Item) -> list[Loads]:
        """Return the loads after paying the item, one for each envelope that can; equal envelopes once."""
        found: dict[tuple[int, ...], Loads] = {}
        for key in item.keys:
            at = self.index[key]
            after = loads[at] + item.fen
            if after <= self.envelopes[at].fen:
                found.setdefault((at,), (*loads[:at], after, *loads[at + 1 :]))
        return list(found.values())

    def room(self, category: str, loads: Loads) -> int:
        pairs = zip(self.envelopes, loads, strict=True)
        return sum(each.fen - load for each, load in pairs if each.category == category)


class _Shared:
    """A project may be paid from all its envelopes together; a load is what projects with the same envelopes need.

    They can all be paid exactly if no set of envelopes has to pay alone for more than it holds (Hall's condition).
    """

    def __init__(self, items: Sequence[_Item], envelopes: Sequence[Envelope]) -> None:
        by_key = {each.key: each for each in envelopes}
        kinds = sorted({(item.category, tuple(sorted(item.keys))) for item in items})
        self.index = {kind: number for number, kind in enumerate(kinds)}
        self.empty: Loads = (0,) * len(kinds)
        self.whole: dict[str, int] = {}
        self.tests: dict[str, list[tuple[int, list[int]]]] = {}
        for category in {category for category, _ in kinds}:
            mine = [(number, set(keys)) for (where, keys), number in self.index.items() if where == category]
            keys = sorted(set().union(*(keys for _, keys in mine)))
            self.whole[category] = sum(by_key[key].fen for key in keys)
            self.tests[category] = [
                (sum(by_key[key].fen for key in some), [number for number, needed in mine if needed <= set(some)])
                for size in range(1, len(keys) + 1)
                for some in combinations(keys, size)
            ]

    def taking(self, loads: Loads, item: _Item) -> list[Loads]:
        """Return the loads after the item, or nothing where they cannot all be paid."""
        at = self.index[item.category, tuple(sorted(item.keys))]
        after = (*loads[:at], loads[at] + item.fen, *loads[at + 1 :])
        paid = all(sum(after[number] for number in kinds) <= fen for fen, kinds in self.tests[item.category])
        return [after] if paid else []

    def room(self, category: str, loads: Loads) -> int:
        used = sum(loads[number] for (where, _), number in self.index.items() if where == category)
        return self.whole[category] - used


def _walked(way: Way) -> Iterator[_Item]:
    while way is not None:
        item, way = way
        yield item
