"""The one writer of the ledger: accounts by key, then the counter, then the entry with its postings, then the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from grants.domain.ledger import CREDIT_SIDE, OF_ROUND, Move, Overdrawn, Place, Purse, posted
from grants.enums import AccountKind, AskState, EntryKind
from grants.models import Account, Grant, JournalEntry, LedgerCounter, Posting, YearClosing
from rounds.models import Category
from venture.audit.flows import record
from venture.files.models import StoredFile
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan


@dataclass(frozen=True)
class Paper:
    """The source document of an entry: what it is called, what kind it is, which row or scan it is."""

    name: str
    kind: str
    pk: Any = ""
    voucher: str = ""
    file: StoredFile | None = None


def book(
    kind: EntryKind, moves: Sequence[Move], *, reference: str, paper: Paper, actor: Any, on: date | None = None,
    grant: Grant | None = None, round_id: int | None = None, reverses: JournalEntry | None = None, memo: str = "",
) -> JournalEntry:  # fmt: skip
    """Append one entry and return it; the same act again returns the entry that stands.

    The caller holds the grant, if there is one; its counters are read again afterwards. Raise ``RuleRefusal``:
    ``ledger_document_missing``; ``ledger_nothing_moves``; ``ledger_reference_taken`` when the reference stands for
    another act; ``ledger_short`` (``account``, ``left``, ``needs``) when an account does not hold the money;
    ``ledger_above_award``; ``ledger_year_closed``.
    """
    if not paper.name.strip():
        raise RuleRefusal("ledger_document_missing")
    if not moves or any(move.fen <= 0 for move in moves):
        raise RuleRefusal("ledger_nothing_moves")
    on = on or clock.today()
    with transaction.atomic():
        accounts = _held(_places(moves), round_id)
        counter = _next_number()
        known = JournalEntry.objects.filter(reference=reference).first()
        if known is not None:
            return _same(known, kind, moves, accounts)
        if YearClosing.objects.filter(year=on.year, state=AskState.APPROVED).exists():
            raise RuleRefusal("ledger_year_closed", year=on.year)
        _refuse_overdraft(accounts, moves, grant)
        counter.last_number += 1
        counter.save(update_fields=["last_number"])
        entry = JournalEntry.objects.create(
            number=counter.last_number, kind=kind, reference=reference, on=on, fiscal_year=on.year, at=clock.now(),
            actor=actor, grant=grant, round_id=round_id, document=paper.name.strip()[:120], document_kind=paper.kind,
            document_pk=str(paper.pk), file=paper.file, voucher=paper.voucher, reverses=reverses, memo=memo,
        )  # fmt: skip
        Posting.objects.bulk_create(
            Posting(entry=entry, debit=accounts[move.debit], credit=accounts[move.credit], amount_fen=move.fen)
            for move in moves
        )
        if grant is not None:
            grant.refresh_from_db(fields=["committed_fen", "paid_fen", "returned_fen"])
        record(
            actor=actor, verb="ledger.book", subject=entry, number=entry.number, kind=str(kind), reference=reference,
            fen=sum(move.fen for move in moves), document=entry.document,
        )  # fmt: skip
        return entry


def held_fen(places: Iterable[Place]) -> dict[Place, int]:
    """Return what these accounts hold, each on its own side; an unused one holds nothing. One query."""
    wanted = set(places)
    rows = Account.objects.filter(source__in={each.purse.source for each in wanted}, kind__in={e.kind for e in wanted})
    found = {place_of(row): row.balance_fen for row in rows}
    return {place: found.get(place, 0) for place in wanted}


def place_of(account: Account) -> Place:
    """Return where the pure rules see an account."""
    kind = AccountKind(account.kind)
    if kind in OF_ROUND:
        return Place(kind, Purse(account.source_id, account.year), account.round_id)
    owner = {AccountKind.SOURCE: None, AccountKind.FREE: account.category_id}.get(kind, account.grant_id)
    return Place(kind, Purse(account.source_id, account.year), owner)


def _places(moves: Sequence[Move]) -> list[Place]:
    return sorted({place for move in moves for place in (move.debit, move.credit)}, key=_order)


def _order(place: Place) -> tuple[Any, ...]:
    return (*place.purse, str(place.kind), place.owner or 0)


def _held(places: Sequence[Place], round_id: int | None) -> dict[Place, Account]:
    """Return the accounts of these places, made where they are missing, all locked in the order of their keys."""
    rounds = dict(
        Category.objects.filter(pk__in={each.owner for each in places if each.kind == AccountKind.FREE}).values_list(
            "pk", "round_id"
        )
    )
    keys = {place: Account.objects.get_or_create(**_row(place, rounds))[0].pk for place in places}
    rows = {row.pk: row for row in Account.objects.select_for_update().filter(pk__in=keys.values()).order_by("pk")}
    return {place: rows[pk] for place, pk in keys.items()}


def _row(place: Place, rounds: Mapping[int, int]) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": place.kind, "source_id": place.purse.source, "year": place.purse.year}
    if place.kind == AccountKind.FREE:
        assert place.owner is not None
        return row | {"round_id": rounds[place.owner], "category_id": place.owner, "grant_id": None}
    if place.kind == AccountKind.SOURCE:
        return row | {"round_id": None, "category_id": None, "grant_id": None}
    if place.kind in OF_ROUND:
        return row | {"round_id": place.owner, "category_id": None, "grant_id": None}
    return row | {"grant_id": place.owner}


def _next_number() -> LedgerCounter:
    LedgerCounter.objects.get_or_create(pk=1)
    return LedgerCounter.objects.select_for_update().get(pk=1)


def _same(
    known: JournalEntry, kind: EntryKind, moves: Sequence[Move], accounts: Mapping[Place, Account]
) -> JournalEntry:
    stands = sorted(known.postings.values_list("debit_id", "credit_id", "amount_fen"))
    if known.kind != kind or stands != sorted((accounts[m.debit].pk, accounts[m.credit].pk, m.fen) for m in moves):
        raise RuleRefusal("ledger_reference_taken", number=known.number)
    return known


def _refuse_overdraft(accounts: Mapping[Place, Account], moves: Sequence[Move], grant: Grant | None) -> None:
    balances = {place: account.balance_fen for place, account in accounts.items()}
    try:
        after = posted(balances, moves)
    except Overdrawn as problem:
        raise _short(problem, moves) from None
    if grant is None:
        return
    bound = {AccountKind.COMMITTED, AccountKind.PAYABLE, AccountKind.PAID}
    more = sum(after[place] - balances[place] for place in after if place.kind in bound)
    if grant.committed_fen + more > grant.amount_fen:
        raise RuleRefusal(
            "ledger_above_award", left=format_yuan(grant.amount_fen - grant.committed_fen), needs=format_yuan(more)
        )


def _short(problem: Overdrawn, moves: Sequence[Move]) -> RuleRefusal:
    place = problem.place
    away = [move.debit if place.kind in CREDIT_SIDE else move.credit for move in moves]
    needs = sum(move.fen for move, gone in zip(moves, away, strict=True) if gone == place)
    return RuleRefusal(
        "ledger_short", account=AccountKind(place.kind).label, left=format_yuan(problem.left), needs=format_yuan(needs)
    )
