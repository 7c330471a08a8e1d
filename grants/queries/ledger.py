"""The ledger as pages read it. Sums are the accounts' counters, which the database keeps; no posting is summed here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum

from grants.domain.ledger import OF_ROUND
from grants.enums import AccountKind
from grants.models import Account, Grant, JournalEntry


@dataclass(frozen=True)
class Balances:
    """What a grant's accounts hold, all sources together, in fen."""

    committed: int = 0
    payable: int = 0
    paid: int = 0
    returned: int = 0
    given: int = 0
    special: int = 0
    spent: int = 0
    sent_back: int = 0
    written_off: int = 0

    @property
    def bound(self) -> int:
        """Return what is bound to the grant, however far it has come."""
        return self.committed + self.payable + self.paid

    @property
    def net(self) -> int:
        """Return what was paid and did not come back."""
        return self.paid - self.returned


@dataclass(frozen=True)
class Money:
    """One source and year, or one field of it: where its money stands, in fen."""

    name: str
    year: int
    source_in: int = 0
    free: int = 0
    committed: int = 0
    payable: int = 0
    paid: int = 0
    returned: int = 0
    written_off: int = 0
    prizes: int = 0
    source_id: int = 0
    category_id: int | None = None

    @property
    def bound(self) -> int:
        """Return what grants hold of it, however far it has come."""
        return self.committed + self.payable + self.paid


@dataclass
class Overview:
    """The money of a round, field by field and source by source."""

    rows: list[Money] = field(default_factory=list)

    @property
    def whole(self) -> Money:
        """Return the sum of all rows."""
        names = ("source_in", "free", "committed", "payable", "paid", "returned", "written_off", "prizes")
        return Money("", 0, **{name: sum(getattr(row, name) for row in self.rows) for name in names})


def balances_of_grant(grant: Grant | int) -> Balances:
    """Return what a grant's accounts hold. One query."""
    return balances_of_grants([grant if isinstance(grant, int) else grant.pk]).get(
        grant if isinstance(grant, int) else grant.pk, Balances()
    )


def balances_of_grants(grants: Iterable[int]) -> dict[int, Balances]:
    """Return the balances of many grants by key. One query."""
    sums: dict[int, dict[str, int]] = {}
    for account in Account.objects.filter(grant__in=list(grants)).only("kind", "grant_id", "debit_fen", "credit_fen"):
        assert account.grant_id is not None
        own = sums.setdefault(account.grant_id, {})
        own[account.kind] = own.get(account.kind, 0) + account.balance_fen
    return {grant: Balances(**kinds) for grant, kinds in sums.items()}


def balances_by_source(grant: Grant | int) -> dict[tuple[int, int], Balances]:
    """Return what a grant's accounts hold by source and year. One query."""
    sums: dict[tuple[int, int], dict[str, int]] = {}
    for account in Account.objects.filter(grant=grant):
        sums.setdefault((account.source_id, account.year), {})[account.kind] = account.balance_fen
    return {purse: Balances(**kinds) for purse, kinds in sums.items()}


def envelope_overview(round_id: int) -> Overview:
    """Return a round's money by field, source and year. 2 queries.

    A field's money came in with what is free now and what its grants hold, less what they returned.
    """
    sums: dict[tuple[int, int, int], dict[str, int]] = {}
    names: dict[tuple[int, int, int], str] = {}
    free = Account.objects.filter(kind=AccountKind.FREE, round=round_id).select_related("category", "source")
    for account in free:
        assert account.category is not None
        key = (account.category_id or 0, account.source_id, account.year)
        names[key] = f"{account.category.name} · {account.source.name}"
        sums.setdefault(key, {})["free"] = account.balance_fen
    rows = (
        Account.objects.filter(grant__round=round_id, kind__in=_OF_GRANTS)
        .values("kind", "source", "source__name", "year", "grant__project__category", "grant__project__category__name")
        .annotate(debit=Sum("debit_fen"), credit=Sum("credit_fen"))
    )
    for row in rows:
        key = (row["grant__project__category"] or 0, row["source"], row["year"])
        names.setdefault(key, f"{row['grant__project__category__name']} · {row['source__name']}")
        fen = row["debit"] - row["credit"]
        sums.setdefault(key, {})[row["kind"]] = -fen if row["kind"] == AccountKind.RETURNED else fen
    return Overview([_money(names[key], key, kinds) for key, kinds in sorted(sums.items())])


_OF_GRANTS = ("committed", "payable", "paid", "returned", "written_off")


def _money(name: str, key: tuple[int, int, int], kinds: dict[str, int]) -> Money:
    category, source, year = key
    held = sum(kinds.get(each, 0) for each in ("free", "committed", "payable", "paid")) - kinds.get("returned", 0)
    return Money(name, year, held, **kinds, source_id=source, category_id=category)


def money_of_sources(*, year: int | None = None) -> list[Money]:
    """Return every source and budget year with where its money stands; ``prizes`` is all that was set aside for them,
    however far it has come. One query."""
    accounts = Account.objects.exclude(kind__in=("given", "special", "spent", "sent_back"))
    if year is not None:
        accounts = accounts.filter(year=year)
    rows = accounts.values("kind", "source", "source__name", "year").annotate(
        debit=Sum("debit_fen"), credit=Sum("credit_fen")
    )
    sums: dict[tuple[int, int], dict[str, int]] = {}
    names = {}
    for row in rows:
        key = (row["year"], row["source"])
        names[key] = row["source__name"]
        fen = row["debit"] - row["credit"]
        kind = "source_in" if row["kind"] == AccountKind.SOURCE else row["kind"]
        own, kind = sums.setdefault(key, {}), "prizes" if row["kind"] in OF_ROUND else kind
        own[kind] = own.get(kind, 0) + (-fen if row["kind"] in ("source", "returned") else fen)
    return [Money(names[key], key[0], **kinds, source_id=key[1]) for key, kinds in sorted(sums.items(), reverse=True)]


def entries_of(grant: Grant | int) -> list[JournalEntry]:
    """Return a grant's entries, the newest first, with postings and accounts at hand. 3 queries."""
    rows = JournalEntry.objects.filter(grant=grant).select_related("actor", "file")
    return list(rows.prefetch_related("postings__debit__source", "postings__credit__source"))
