"""Whether a set of projects can be paid at once: each from one envelope, or, where the round splits, from several."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from reviews.domain.selection.facts import Envelope

# What has been promised so far, purse by purse.
Loads = tuple[int, ...]


@dataclass(frozen=True)
class Item:
    """A project in the search for the optimum. ``value`` is its points, and one more for itself, as a whole number."""

    code: str
    category: str
    organisation: str
    value: int
    fen: int
    keys: tuple[str, ...]
    forced: bool


class Apart:
    """Each project is paid from one envelope; a load is what an envelope has paid."""

    def __init__(self, items: Sequence[Item], envelopes: Sequence[Envelope]) -> None:
        self.envelopes = [each for each in envelopes if any(each.key in item.keys for item in items)]
        self.index = {each.key: number for number, each in enumerate(self.envelopes)}
        self.empty: Loads = (0,) * len(self.envelopes)

    def taking(self, loads: Loads, item: Item) -> list[Loads]:
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


class Together:
    """A project may be paid from all its envelopes together; a load is what projects with the same envelopes need.

    They can all be paid exactly if no set of envelopes has to pay alone for more than it holds (Hall's condition).
    """

    def __init__(self, items: Sequence[Item], envelopes: Sequence[Envelope]) -> None:
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

    def taking(self, loads: Loads, item: Item) -> list[Loads]:
        """Return the loads after the item, or nothing where they cannot all be paid."""
        at = self.index[item.category, tuple(sorted(item.keys))]
        after = (*loads[:at], loads[at] + item.fen, *loads[at + 1 :])
        paid = all(sum(after[number] for number in kinds) <= fen for fen, kinds in self.tests[item.category])
        return [after] if paid else []

    def room(self, category: str, loads: Loads) -> int:
        used = sum(loads[number] for (where, _), number in self.index.items() if where == category)
        return self.whole[category] - used
