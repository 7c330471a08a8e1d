"""The parts of a grant: amounts by share that make up the whole to the fen, and what each source pays of each part."""

from collections.abc import Mapping, Sequence
from typing import Final

from rounds.enums import Trigger
from venture.kernel.money import split

# Ways of paying that rounds choose from (shares in basis points, in the order of the payments).
PRESETS: Final[Mapping[str, tuple[int, ...]]] = {
    "50/40/10": (5_000, 4_000, 1_000),
    "60/30/10": (6_000, 3_000, 1_000),
    "50/30/20": (5_000, 3_000, 2_000),
    "70/30": (7_000, 3_000),
    "100": (10_000,),
}
_MIDDLE: Final = {1: (), 2: (Trigger.FINAL_PASSED,), 3: (Trigger.MIDTERM_PASSED, Trigger.FINAL_PASSED)}


def amounts_of(whole_fen: int, shares: Sequence[int]) -> list[int]:
    """Return the amount of each part; together they are the whole. A part that would be nought takes one fen of the
    largest, because every part that is agreed on is paid.

    Raise ``ValueError`` without parts, or for less money than there are parts.
    """
    if not shares or whole_fen < len(shares):
        raise ValueError("every part takes at least one fen")
    parts = split(whole_fen, shares)
    for place, part in enumerate(parts):
        if part == 0:
            largest = max(range(len(parts)), key=lambda each: parts[each])
            parts[largest] -= 1
            parts[place] = 1
    return parts


def parts_by_source(amounts: Sequence[int], sources: Sequence[int]) -> list[list[int]]:
    """Return for each part what each source pays: rows add up to the parts, columns to the sources, to the fen.

    The sources pay in their proportion from the first part on; what rounding leaves goes into the next part, so that
    no source ever pays more than it gives. Raise ``ValueError`` when parts and sources are not the same money.
    """
    if sum(amounts) != sum(sources) or min((*amounts, *sources), default=0) < 0:
        raise ValueError("parts and sources are the same money")
    left, rows = list(sources), []
    for place, amount in enumerate(amounts):
        last = place == len(amounts) - 1
        row = list(left) if last else (split(amount, left) if amount else [0] * len(left))
        left = [have - pays for have, pays in zip(left, row, strict=True)]
        rows.append(row)
    return rows


def triggers_of(count: int) -> tuple[Trigger, ...]:
    """Return what releases each of ``count`` parts: the signature first, mid-term and final evaluation after it."""
    return (Trigger.SIGNED, *_MIDDLE.get(count, (Trigger.MIDTERM_PASSED,) * (count - 2) + (Trigger.FINAL_PASSED,)))


def plan_of(rows: Sequence[tuple[int, str, Sequence[str]]]) -> list[tuple[int, str, list[str]]]:
    """Return the round's plan (share, trigger, preconditions); without one the whole is paid when both have signed."""
    return [(share, trigger, list(before)) for share, trigger, before in rows] or [(10_000, Trigger.SIGNED.value, [])]
