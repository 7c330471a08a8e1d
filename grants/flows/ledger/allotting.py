"""Money that a source gives to a round's field of service, takes back, or carries into the next budget year."""

from typing import Any

from grants.domain.ledger import Part, Purse, carried, moves_of
from grants.enums import EntryKind
from grants.flows.ledger.booking import Paper, book
from grants.models import JournalEntry
from rounds.models import FundSource


def allot(
    *, round_id: int, category_id: int, source: FundSource, year: int, amount_fen: int, document: str, actor: Any,
    reference: str, document_pk: Any = "",
) -> JournalEntry:  # fmt: skip
    """Lay money of a source and year into a field of service. The same reference twice is one entry."""
    moves = moves_of(EntryKind.ALLOT, [Part(Purse(source.pk, year), amount_fen, category_id)])
    return book(
        EntryKind.ALLOT, moves, reference=reference, paper=_paper(document, document_pk), actor=actor, round_id=round_id
    )


def withdraw(
    *, round_id: int, category_id: int, source: FundSource, year: int, amount_fen: int, document: str, actor: Any,
    reference: str, document_pk: Any = "",
) -> JournalEntry:  # fmt: skip
    """Take free money of a field back to its source. Raise ``RuleRefusal("ledger_short")`` for more than is free."""
    moves = moves_of(EntryKind.WITHDRAW, [Part(Purse(source.pk, year), amount_fen, category_id)])
    return book(
        EntryKind.WITHDRAW,
        moves,
        reference=reference,
        paper=_paper(document, document_pk),
        actor=actor,
        round_id=round_id,
    )


def carry_over(
    *, round_id: int, category_id: int, source: FundSource, year: int, amount_fen: int, document: str, actor: Any,
    reference: str, document_pk: Any = "", to_year: int | None = None,
) -> JournalEntry:  # fmt: skip
    """Carry free money of a budget year over to the next (结转). What is bound stays in the year that bound it."""
    part = Part(Purse(source.pk, year), amount_fen, category_id)
    moves = carried(part, to_year=year + 1 if to_year is None else to_year)
    return book(
        EntryKind.CARRY, moves, reference=reference, paper=_paper(document, document_pk), actor=actor, round_id=round_id
    )


def _paper(document: str, pk: Any) -> Paper:
    return Paper(document, "allotment", pk)
