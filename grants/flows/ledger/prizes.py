"""Creative prizes in the books: money set aside for a round's prizes, and each prize with the tax withheld from it."""

from datetime import date
from typing import Any

from grants.domain.ledger import Purse, prize_moves
from grants.enums import EntryKind
from grants.flows.ledger.booking import Paper, book
from grants.models import JournalEntry, PrizePayment
from rounds.models import FundSource


def reserve(*, category_id: int | None, **given: Any) -> JournalEntry:
    """Set money of a source and year aside for a round's prizes; as ``allot`` is given it, without a field."""
    return _of_round(EntryKind.RESERVE, **given)


def unreserve(*, category_id: int | None, **given: Any) -> JournalEntry:
    """Take money for prizes back to its source. Raise ``RuleRefusal("ledger_short")`` for more than is unused."""
    return _of_round(EntryKind.UNRESERVE, **given)


def award_prize(payment: PrizePayment, *, actor: Any) -> JournalEntry:
    """Bind the whole prize out of the money set aside. Raise ``RuleRefusal("ledger_short")`` when there is less."""
    return _of_prize(EntryKind.AWARD, payment, actor=actor)


def unaward_prize(payment: PrizePayment, *, on: date, actor: Any) -> JournalEntry:
    """Give the whole prize back to what is set aside: the bank did not carry it out."""
    return _of_prize(EntryKind.UNAWARD, payment, actor=actor, on=on)


def reward_prize(payment: PrizePayment, *, on: date, voucher: str, actor: Any) -> JournalEntry:
    """Book what the payee got, and the tax withheld from it as owed to the tax office."""
    return _of_prize(EntryKind.REWARD, payment, actor=actor, on=on, voucher=voucher)


def unreward_prize(payment: PrizePayment, *, on: date, actor: Any) -> JournalEntry:
    """Book a prize that came back, whole: neither the payee nor the tax office has any of it."""
    return _of_prize(EntryKind.UNREWARD, payment, actor=actor, on=on, voucher=payment.voucher)


def remit_tax(payment: PrizePayment, *, on: date, voucher: str, actor: Any) -> JournalEntry:
    """Book the withheld tax as handed in, with the number of the tax office's receipt."""
    return _of_prize(EntryKind.REMIT, payment, actor=actor, on=on, voucher=voucher)


def _of_round(
    kind: EntryKind, *, round_id: int, source: FundSource, year: int, amount_fen: int, document: str, actor: Any,
    reference: str, document_pk: Any = "",
) -> JournalEntry:  # fmt: skip
    moves = prize_moves(kind, Purse(source.pk, year), round_id, gross=amount_fen)
    paper = Paper(document, "allotment", document_pk)
    return book(kind, moves, reference=reference, paper=paper, actor=actor, round_id=round_id)


def _of_prize(
    kind: EntryKind, payment: PrizePayment, *, actor: Any, on: date | None = None, voucher: str = ""
) -> JournalEntry:
    round_id = payment.prize.contest.round_id
    moves = prize_moves(
        kind, Purse(payment.source_id, payment.year), round_id, gross=payment.amount_fen, tax=payment.tax_fen
    )
    return book(
        kind, moves, reference=f"prize:{payment.pk}:{kind}", actor=actor, on=on, round_id=round_id,
        paper=Paper(f"{payment.prize.idea.code} · {payment.prize.name}", "prize", payment.pk, voucher),
    )  # fmt: skip
