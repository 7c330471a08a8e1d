"""Donations in the books: what arrived is laid into its field under its own source, what goes back leaves it again."""

from typing import Any

from grants.domain.ledger import Part, Purse, drawn, moves_of
from grants.enums import AccountKind, EntryKind
from grants.flows.ledger.booking import Paper, book
from grants.flows.ledger.granting import short
from grants.models import Account, Gift, JournalEntry, Refund


def receive_gift(gift: Gift, *, source_id: int, actor: Any) -> JournalEntry:
    """Book money that reached the charity account, under the day and the slip of the bank. The round's year owns it."""
    donation = gift.donation
    part = Part(Purse(source_id, donation.round.year), gift.amount_fen, donation.category_id)
    return book(
        EntryKind.ALLOT, moves_of(EntryKind.ALLOT, [part]), reference=f"gift:{gift.pk}:receive",
        paper=Paper(gift.receipt_number, "gift", gift.pk, gift.voucher, gift.file), actor=actor, on=gift.on,
        round_id=donation.round_id,
    )  # fmt: skip


def return_gift(refund: Refund, *, source_id: int, actor: Any) -> JournalEntry:
    """Book money that went back to its donor. Raise ``RuleRefusal("ledger_short")`` when the field holds less."""
    gift, donation = refund.gift, refund.gift.donation
    taken = purses_for(source_id, donation.category_id, gift.amount_fen)
    parts = [Part(purse, fen, donation.category_id) for purse, fen in taken]
    return book(
        EntryKind.WITHDRAW, moves_of(EntryKind.WITHDRAW, parts), reference=f"refund:{refund.pk}:pay",
        paper=Paper(gift.receipt_number, "refund", refund.pk, refund.voucher), actor=actor, on=refund.paid_on,
        round_id=donation.round_id,
    )  # fmt: skip


def purses_for(source_id: int, category_id: int, fen: int) -> tuple[tuple[Purse, int], ...]:
    """Return the free money of a source in a field from which ``fen`` comes, the oldest year first. One query.

    Raise ``RuleRefusal("ledger_short")`` when there is less.
    """
    rows = Account.objects.filter(kind=AccountKind.FREE, source=source_id, category=category_id)
    held = [(Purse(row.source_id, row.year), row.balance_fen) for row in rows]
    taken = drawn(fen, held)
    if taken is None:
        raise short(AccountKind.FREE, sum(balance for _purse, balance in held), fen)
    return taken
