"""What would change: money moved between envelopes, and two selections held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviews.domain.selection.facts import Envelope, Selection
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Difference:
    """Codes that are selected only ``after``, only ``before``, or with another amount (code, fen before, fen after)."""

    entered: tuple[str, ...]
    dropped: tuple[str, ...]
    changed: tuple[tuple[str, int, int], ...]
    fen: int

    def __bool__(self) -> bool:
        return bool(self.entered or self.dropped or self.changed)


def transfer(envelopes: Sequence[Envelope], giver: str, taker: str, fen: int) -> tuple[Envelope, ...]:
    """Return the envelopes with ``fen`` moved. Only money of the same source moves (调剂); the sum stays.

    Raise ``RuleRefusal``: ``transfer_amount`` (not positive, or more than the giver has: ``most``) or
    ``transfer_between_sources``; ``KeyError`` for an unknown envelope.
    """
    by_key = {each.key: each for each in envelopes}
    source, target = by_key[giver], by_key[taker]
    if not 0 < fen <= source.fen or giver == taker:
        raise RuleRefusal("transfer_amount", most=source.fen)
    if source.source != target.source:
        raise RuleRefusal("transfer_between_sources")
    by_key[giver] = replace(source, fen=source.fen - fen)
    by_key[taker] = replace(target, fen=target.fen + fen)
    return tuple(by_key[each.key] for each in envelopes)


def difference(before: Selection, after: Selection) -> Difference:
    """Return what another selection changes; ``fen`` is how much more it spends."""
    old = {each.code: each.fen for each in before.selected}
    new = {each.code: each.fen for each in after.selected}
    return Difference(
        tuple(each.code for each in after.selected if each.code not in old),
        tuple(each.code for each in before.selected if each.code not in new),
        tuple((code, old[code], new[code]) for code in new if code in old and old[code] != new[code]),
        after.fen - before.fen,
    )
