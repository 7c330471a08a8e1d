"""Balances of a grant of a round begun elsewhere, booked at once. The caller holds the grant."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.domain.ledger import Move, Part, Purse, moves_of
from grants.enums import EntryKind
from grants.flows.ledger.booking import Paper, book
from grants.flows.ledger.granting import field_of
from grants.models import Grant, JournalEntry
from rounds.models import FundSource
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Opening:
    """What had happened to one share of a grant before it came here. All in fen."""

    bound_fen: int
    paid_fen: int = 0
    spent_fen: int = 0
    returned_fen: int = 0

    def refuse_strange(self) -> None:
        """Raise ``RuleRefusal("opening_does_not_add_up")`` for more paid than bound, or more used than paid."""
        parts = (self.bound_fen, self.paid_fen, self.spent_fen, self.returned_fen)
        if self.bound_fen <= 0 or min(parts) < 0 or self.paid_fen > self.bound_fen:
            raise RuleRefusal("opening_does_not_add_up")
        if self.spent_fen + self.returned_fen > self.paid_fen:
            raise RuleRefusal("opening_does_not_add_up")


def open_balance(
    grant: Grant, *, source: FundSource, year: int, opening: Opening, document: str, on: date, actor: Any,
) -> JournalEntry:  # fmt: skip
    """Book a share of a grant as it stood elsewhere, its source's money included; once for each share.

    Raise ``RuleRefusal``: ``opening_does_not_add_up``; and as ``book`` does.
    """
    opening.refuse_strange()
    purse, field = Purse(source.pk, year), field_of(grant)
    steps = (
        (EntryKind.ALLOT, opening.bound_fen), (EntryKind.COMMIT, opening.bound_fen),
        (EntryKind.APPROVE, opening.paid_fen), (EntryKind.PAY, opening.paid_fen),
        (EntryKind.SPEND, opening.spent_fen), (EntryKind.RECOVER, opening.returned_fen),
    )  # fmt: skip
    moves: list[Move] = []
    for kind, fen in steps:
        if fen:
            moves += moves_of(kind, [Part(purse, fen, field)], grant=grant.pk)
    return book(
        EntryKind.OPENING, moves, reference=f"grant:{grant.pk}:opening:{source.pk}:{year}",
        paper=Paper(document, "opening", grant.pk), actor=actor, on=on, grant=grant, round_id=grant.round_id,
    )  # fmt: skip
