"""Dealing projects into groups by category, evenly, and sharing a quota. Plain numbers, no solver."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from reviews.domain.assignment.values import Project

# The search for the most even packing: up to so many parts, and so many steps.
SEARCHED: Final = 60
STEPS: Final = 20_000


def deal(projects: Sequence[Project], count: int) -> list[tuple[str, ...]]:
    """Return ``count`` groups of project keys.

    A category is split, into even parts dealt in turn, only where it is larger than any group should be: a quarter
    above the even share. The parts are packed so that the largest group is as small as can be.
    """
    if not 0 < count <= len(projects):
        raise ValueError(f"{count} groups of {len(projects)} projects")
    largest = -(-5 * len(projects) // (4 * count))
    categories: dict[str, list[str]] = defaultdict(list)
    for each in sorted(projects, key=lambda each: each.key):
        categories[each.category].append(each.key)
    number = {name: -(-len(keys) // largest) for name, keys in sorted(categories.items())}
    while sum(number.values()) < count:
        number[max(number, key=lambda name: len(categories[name]) / number[name])] += 1
    parts = [part for name in number for part in _split(categories[name], number[name])]
    parts.sort(key=lambda part: (-len(part), part))
    groups: list[list[str]] = [[] for _number in range(count)]
    for part, place in zip(parts, _packed([len(part) for part in parts], count), strict=True):
        groups[place] += part
    category = {each.key: each.category for each in projects}
    return sorted(
        (tuple(sorted(each)) for each in groups), key=lambda keys: (min(map(category.__getitem__, keys)), keys)
    )


def _split(keys: list[str], number: int) -> list[list[str]]:
    return [keys[start::number] for start in range(number)]


def _packed(sizes: Sequence[int], count: int) -> list[int]:
    """Return the group of each size, largest sizes first: into the emptiest group, then better if the search finds it.

    Groups that are equally full are tried once; the search ends at the even share, or after so many steps.
    """
    full, best = [0] * count, []
    for size in sizes:
        place = min(range(count), key=full.__getitem__)
        best.append(place)
        full[place] += size
    if len(sizes) > SEARCHED:
        return best
    even = max(-(-sum(sizes) // count), *sizes)
    best_largest, steps, places = max(full), 0, [0] * len(sizes)
    full = [0] * count

    def place_from(number: int) -> None:
        nonlocal best, best_largest, steps
        steps += 1
        if number == len(sizes):
            if all(full):
                best, best_largest = places.copy(), max(full)
            return
        tried: set[int] = set()
        for group in sorted(range(count), key=full.__getitem__):
            if best_largest == even or steps > STEPS:
                return
            if full[group] not in tried and full[group] + sizes[number] < best_largest:
                tried.add(full[group])
                full[group] += sizes[number]
                places[number] = group
                place_from(number + 1)
                full[group] -= sizes[number]

    place_from(0)
    return best


def share(quota: int, sizes: Sequence[int]) -> list[int]:
    """Share ``quota`` by size: whole shares first, then one each by the largest remainder, earlier groups first."""
    total = sum(sizes)
    quota = min(quota, total)
    shares = [quota * size // total for size in sizes]
    by_remainder = sorted(range(len(sizes)), key=lambda number: (-(quota * sizes[number] % total), number))
    for number in by_remainder[: quota - sum(shares)]:
        shares[number] += 1
    return shares
