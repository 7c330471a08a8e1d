"""What a grant does to the ledger: bound by its agreement, released, paid tranche by tranche. The caller holds it."""

from datetime import date
from typing import Any

from grants.domain.ledger import Part, Place, Purse, drawn, moves_of
from grants.enums import AccountKind, EntryKind
from grants.flows.ledger.booking import Paper, book, held_fen
from grants.models import Grant, GrantShare, JournalEntry, Payment
from venture.files.models import StoredFile
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan


def commit_grant(grant: Grant, *, document: str, document_pk: Any, actor: Any, kind: str = "agreement") -> JournalEntry:
    """Bind the whole award, each share from the free money of its source and year.

    Raise ``RuleRefusal``: ``ledger_shares_differ`` when the shares do not make up the award; and as ``book`` does.
    """
    shares = list(grant.shares.all())
    if sum(share.amount_fen for share in shares) != grant.amount_fen:
        raise RuleRefusal("ledger_shares_differ", award=format_yuan(grant.amount_fen))
    parts = [Part(purse_of(share), share.amount_fen, field_of(grant)) for share in shares]
    return _book(
        EntryKind.COMMIT, grant, parts, reference=f"grant:{grant.pk}:commit:{kind}:{document_pk}",
        paper=Paper(document, kind, document_pk), actor=actor,
    )  # fmt: skip


def release_grant(
    grant: Grant, *, document: str, document_pk: Any, actor: Any, amount_fen: int | None = None, kind: str = "measure"
) -> JournalEntry | None:
    """Give bound money back that is neither approved nor paid: all of it, or an amount, the oldest year first.

    Return ``None`` when nothing is left to release. Raise ``RuleRefusal("ledger_short")`` for more than is bound.
    """
    places = {Place(AccountKind.COMMITTED, purse_of(share), grant.pk) for share in grant.shares.all()}
    held = held_fen(places)
    there = sum(held.values())
    fen = there if amount_fen is None else amount_fen
    if fen == 0:
        return None
    taken = drawn(fen, [(place.purse, balance) for place, balance in held.items()])
    if taken is None:
        raise short(AccountKind.COMMITTED, there, fen)
    return _book(
        EntryKind.RELEASE, grant, [Part(purse, part, field_of(grant)) for purse, part in taken],
        reference=f"grant:{grant.pk}:release:{kind}:{document_pk}", paper=Paper(document, kind, document_pk),
        actor=actor,
    )  # fmt: skip


def approve_payment(payment: Payment, *, actor: Any) -> JournalEntry:
    """Set bound money aside for an approved payment, part by part. Raise as ``book``, and ``ledger_parts_differ``."""
    return _pay(EntryKind.APPROVE, payment, Paper(payment.number, "payment", payment.pk), actor)


def cancel_payment(payment: Payment, *, actor: Any, document: str) -> JournalEntry:
    """Put the money of an approved payment back to what is bound: taken back, or failed before it left."""
    return _pay(EntryKind.CANCEL, payment, Paper(document, "payment", payment.pk), actor)


def pay_payment(payment: Payment, *, on: date, voucher: str, file: StoredFile | None, actor: Any) -> JournalEntry:
    """Book a payment that the bank carried out, with its voucher, in both books."""
    return _pay(EntryKind.PAY, payment, Paper(payment.number, "payment", payment.pk, voucher, file), actor, on)


def bounce_payment(payment: Payment, *, on: date, voucher: str, file: StoredFile | None, actor: Any) -> JournalEntry:
    """Book a payment that came back from the bank: the money is bound again, the organisation never had it.

    Raise ``RuleRefusal("ledger_short")`` when the organisation has booked expenses from it: they are taken back first.
    """
    return _pay(EntryKind.BOUNCE, payment, Paper(payment.number, "payment", payment.pk, voucher, file), actor, on)


def purse_of(share: GrantShare) -> Purse:
    """Return the source and year of a share."""
    return Purse(share.source_id, share.year)


def field_of(grant: Grant) -> int:
    """Return the field of service from whose money a grant is paid."""
    envelope = grant.award.envelope
    field = envelope.category_id if envelope is not None else grant.project.category_id
    if field is None:
        raise RuleRefusal("ledger_field_missing")
    return field


def short(kind: AccountKind, left: int, needs: int) -> RuleRefusal:
    """Return the refusal of an account that does not hold what is needed."""
    return RuleRefusal("ledger_short", account=kind.label, left=format_yuan(left), needs=format_yuan(needs))


def _pay(kind: EntryKind, payment: Payment, paper: Paper, actor: Any, on: date | None = None) -> JournalEntry:
    rows = list(payment.parts.select_related("share"))
    if sum(row.amount_fen for row in rows) != payment.amount_fen:
        raise RuleRefusal("ledger_parts_differ", amount=format_yuan(payment.amount_fen))
    parts = [Part(purse_of(row.share), row.amount_fen) for row in rows]
    reference = f"payment:{payment.key}:{kind}"
    return _book(kind, payment.grant, parts, reference=reference, paper=paper, actor=actor, on=on)


def _book(
    kind: EntryKind,
    grant: Grant,
    parts: list[Part],
    *,
    reference: str,
    paper: Paper,
    actor: Any,
    on: date | None = None,
) -> JournalEntry:
    return book(
        kind, moves_of(kind, parts, grant=grant.pk), reference=reference, paper=paper, actor=actor, on=on, grant=grant,
        round_id=grant.round_id,
    )  # fmt: skip
