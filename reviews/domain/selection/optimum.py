"""The best selection there is under the same limits, as a what-if beside the ranking's: it never decides. Exact.

It maximises the sum of the published means, then the number of projects. Branch and bound: projects by points per fen,
first taken, then left; a branch is given up when even parts of projects, and places of organisations at a price, could
not beat what is known. Categories that no organisation's cap ties together are solved apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reviews.domain.selection.facts import IN, SELECTED, Candidate, Envelope, Limits, Override, in_order
from reviews.domain.selection.margins import linked_categories
from reviews.domain.selection.purses import Apart, Item, Loads, Together
from reviews.domain.selection.selecting import select
from reviews.domain.selection.walking import usable_by

HUNDREDTHS = 100
# How long prices are looked for, and how much smaller the steps become when one did not help.
ROUNDS, SLOWER = 120, 0.9


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


# (projects, fen) of each organisation that a cap may stop.
Used = Mapping[str, tuple[int, int]]
# How a branch came about: the item taken last, and the way before it.
Way = tuple[Item, "Way"] | None
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
                Item(
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
    """The search among categories that belong together.

    ``prices`` are what one place of an organisation is worth (Lagrange's multipliers): whoever uses one pays for it in
    the bound, and what is left of the cap counts at its price. Any prices give a true bound; good ones a close one.
    """

    def __init__(self, items: Sequence[Item], envelopes: Sequence[Envelope], limits: Limits) -> None:
        self.limits, self.purses = limits, (Together if limits.split else Apart)(items, envelopes)
        self.forced = sum(each.forced for each in items)
        self.prices: Mapping[str, int] = {}
        self._sort(items)

    def _sort(self, items: Sequence[Item]) -> None:
        """Put items in the order of the search, and keep what remains from each on, by category."""
        self.items = sorted(
            items, key=lambda each: (not each.forced, Fraction(-self._worth(each), each.fen), each.code)
        )
        self.behind: list[dict[str, list[tuple[int, int]]]] = [{}]
        for each in reversed(self.items):
            last, worth = self.behind[-1], self._worth(each)
            mine = last.get(each.category, [])
            self.behind.append({**last, each.category: [(worth, each.fen), *mine] if worth > 0 else mine})
        self.behind.reverse()

    def _worth(self, item: Item) -> int:
        return item.value - (0 if item.forced else self.prices.get(item.organisation, 0))

    def run(self, start: set[Item], most_nodes: int) -> tuple[set[Item], int]:
        """Return the best set found, at least as good as ``start``, and a value that no set exceeds."""
        best, worth = start, sum(each.value for each in start)
        self._price(worth)
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
        """Return a value that nothing below this node exceeds: the money of a category in one purse, parts allowed, and
        organisations' places for sale."""
        index, value, loads, used, _ = node
        most = self.limits.projects_per_organisation
        for organisation, price in self.prices.items():
            value += price * max(0, most - used.get(organisation, (0, 0))[0])
        for category, items in self.behind[index].items():
            room = self.purses.room(category, loads)
            for worth, fen in items:
                if fen > room:
                    value += worth * room // fen
                    break
                value += worth
                room -= fen
        return value

    def _price(self, known: int) -> None:
        """Look for prices that bring the bound down: raise those of organisations that take more than their places."""
        most = self.limits.projects_per_organisation
        crowded = Counter(each.organisation for each in self.items if not each.forced)
        forced = Counter(each.organisation for each in self.items if each.forced)
        places = {
            name: max(0, most - forced[name]) for name, count in crowded.items() if most and count > most - forced[name]
        }
        root: Node = (0, 0, self.purses.empty, {name: (forced[name], 0) for name in places}, None)
        lowest, best, pace = self._bound(root), self.prices, 1.0
        for _ in range(ROUNDS if places else 0):
            over = {name: -float(count) for name, count in places.items()}
            for item, part in self._filled():
                if item.organisation in over and not item.forced:
                    over[item.organisation] += part
            length = sum(each * each for each in over.values())
            if not length or lowest <= known:
                break
            step = pace * (self._bound(root) - known) / length
            raised = {name: max(0, int(self.prices.get(name, 0) + step * each)) for name, each in over.items()}
            self.prices = {name: price for name, price in raised.items() if price}
            self._sort(self.items)
            bound = self._bound(root)
            lowest, best, pace = (bound, self.prices, pace) if bound < lowest else (lowest, best, pace * SLOWER)
        self.prices = best
        self._sort(self.items)

    def _filled(self) -> Iterator[tuple[Item, float]]:
        """Yield what the bound at the root takes, and which part of it."""
        room = {each.category: self.purses.room(each.category, self.purses.empty) for each in self.items}
        for item in self.items:
            if self._worth(item) > 0 and room[item.category] > 0:
                yield item, min(1.0, room[item.category] / item.fen)
                room[item.category] -= item.fen


def _walked(way: Way) -> Iterator[Item]:
    while way is not None:
        item, way = way
        yield item
