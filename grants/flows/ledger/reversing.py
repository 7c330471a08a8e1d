"""A booked entry is never changed: it is turned back by another."""

from typing import Any

from grants.domain.ledger import Move, turned
from grants.enums import EntryKind
from grants.flows.ledger.booking import Paper, book, place_of
from grants.models import JournalEntry
from venture.kernel.errors import RuleRefusal

# The rest is undone by its own act, so that the state of a payment or claim never disagrees with the books.
REVERSIBLE = frozenset(
    {EntryKind.ALLOT, EntryKind.WITHDRAW, EntryKind.CARRY, EntryKind.SPEND, EntryKind.DISALLOW, EntryKind.OPENING}
)


def reverse(entry: JournalEntry, *, document: str, actor: Any) -> JournalEntry:
    """Book the same amounts the other way and return that entry; the same act again returns the one that stands.

    Raise ``RuleRefusal``: ``ledger_not_reversible``; and as ``book`` does.
    """
    if entry.kind not in REVERSIBLE:
        raise RuleRefusal("ledger_not_reversible", kind=entry.get_kind_display())
    rows = entry.postings.select_related("debit", "credit").order_by("-pk")
    moves = turned(Move(place_of(row.debit), place_of(row.credit), row.amount_fen) for row in rows)
    return book(
        EntryKind.REVERSAL, moves, reference=f"entry:{entry.number}:reverse",
        paper=Paper(document, "entry", entry.pk), actor=actor, grant=entry.grant, round_id=entry.round_id,
        reverses=entry,
    )  # fmt: skip
