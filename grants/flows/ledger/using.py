"""What an organisation does with grant money, as the funder's ledger keeps it. The caller holds the grant."""

from datetime import date
from typing import Any

from grants.domain.ledger import Part, Place, Purse, drawn, moves_of
from grants.enums import AccountKind, EntryKind
from grants.flows.ledger.booking import Paper, book, held_fen, place_of
from grants.flows.ledger.granting import field_of, purse_of, short
from grants.flows.ledger.reversing import reverse
from grants.models import Expense, JournalEntry, Recovery
from venture.files.models import StoredFile


def spend(expense: Expense, *, actor: Any) -> JournalEntry | None:
    """Book an expense from the special account: of the source it names, or of all, the oldest year first.

    Return ``None`` for an expense from other money than the grant's. Raise ``RuleRefusal("ledger_short")`` when the
    special account does not hold as much.
    """
    grant = expense.grant
    shares = [
        share for share in grant.shares.select_related("source") if expense.source_slug in ("", share.source.slug)
    ]
    if not shares:
        return None
    held = held_fen(Place(AccountKind.SPECIAL, purse_of(share), grant.pk) for share in shares)
    taken = drawn(expense.amount_fen, [(place.purse, balance) for place, balance in held.items()])
    if taken is None:
        raise short(AccountKind.SPECIAL, sum(held.values()), expense.amount_fen)
    return book(
        EntryKind.SPEND, moves_of(EntryKind.SPEND, [Part(*each) for each in taken], grant=grant.pk),
        reference=f"expense:{expense.pk}:spend", paper=_paper(expense), actor=actor, on=expense.on, grant=grant,
        round_id=grant.round_id,
    )  # fmt: skip


def spent_entry(expense: Expense) -> JournalEntry | None:
    """Return the entry that booked an expense, if it stands. One query."""
    return JournalEntry.objects.filter(reference=f"expense:{expense.pk}:spend", reversed_by__isnull=True).first()


def disallow(expense: Expense, *, actor: Any, reason: str) -> JournalEntry | None:
    """Put a disallowed expense back into what the organisation owes; ``None`` when it was never booked."""
    entry = spent_entry(expense)
    if entry is None:
        return None
    grant = expense.grant
    parts = [
        Part(place_of(posting.debit).purse, posting.amount_fen) for posting in entry.postings.select_related("debit")
    ]
    return book(
        EntryKind.DISALLOW, moves_of(EntryKind.DISALLOW, parts, grant=grant.pk),
        reference=f"expense:{expense.pk}:disallow", paper=_paper(expense), actor=actor, grant=grant,
        round_id=grant.round_id, memo=reason[:200],
    )  # fmt: skip


def take_back(expense: Expense, *, actor: Any) -> JournalEntry | None:
    """Reverse an expense that was entered by mistake; ``None`` when it was never booked."""
    entry = spent_entry(expense)
    return None if entry is None else reverse(entry, document=expense.voucher_number, actor=actor)


def recover(
    recovery: Recovery, *, amount_fen: int, on: date, voucher: str, file: StoredFile | None, actor: Any
) -> JournalEntry:
    """Book money that came back from the organisation: free again for its field, gone from the special account.

    Raise ``RuleRefusal("ledger_short")`` when the organisation's book holds less: what it spent is disallowed first.
    """
    paper = Paper(voucher, "recovery", recovery.pk, voucher, file)
    return _owed(EntryKind.RECOVER, recovery, amount_fen, mark=voucher, paper=paper, actor=actor, on=on)


def write_off(recovery: Recovery, *, amount_fen: int, document: str, actor: Any) -> JournalEntry:
    """End a claim that nobody will pay. The money stays paid; the organisation's book says that it is lost."""
    paper = Paper(document, "recovery", recovery.pk)
    return _owed(EntryKind.WRITE_OFF, recovery, amount_fen, mark=document, paper=paper, actor=actor, on=None)


def _owed(
    kind: EntryKind, recovery: Recovery, fen: int, *, mark: str, paper: Paper, actor: Any, on: date | None
) -> JournalEntry:
    grant = recovery.grant
    part = Part(Purse(recovery.source_id, recovery.year), fen, field_of(grant))
    return book(
        kind, moves_of(kind, [part], grant=grant.pk), reference=f"recovery:{recovery.pk}:{kind}:{mark}"[:80],
        paper=paper, actor=actor, on=on, grant=grant, round_id=grant.round_id,
    )  # fmt: skip


def _paper(expense: Expense) -> Paper:
    return Paper(expense.voucher_number, "expense", expense.pk, expense.voucher_number, expense.voucher)
