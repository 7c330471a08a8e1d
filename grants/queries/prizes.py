"""Creative prizes as finance sees them: what was decided, how far each is paid, and the money set aside for them."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Sum

from grants.domain.ledger import OF_ROUND
from grants.enums import AccountKind, EntryKind, PrizeState
from grants.models import Account, Posting, PrizePayment
from projects.models import IdeaPrize
from rounds.models import FundSource


class Purse(NamedTuple):
    """Money of one source and budget year that is set aside for a round's prizes and not bound."""

    source: FundSource
    year: int
    fen: int


def purses_of(round_id: int) -> list[Purse]:
    """Return what is free for a round's prizes, the oldest year first. One query."""
    rows = Account.objects.filter(kind=AccountKind.PRIZES, round=round_id).select_related("source")
    return [Purse(row.source, row.year, row.balance_fen) for row in rows.order_by("year", "source")]


def money_of(round_id: int) -> dict[str, int]:
    """Return where a round's money for prizes stands, by kind of account, in fen. One query."""
    found = dict.fromkeys((str(kind) for kind in sorted(OF_ROUND)), 0)
    for row in Account.objects.filter(round=round_id, kind__in=OF_ROUND):
        found[row.kind] += row.balance_fen
    return found


def prizes_of(round_id: int) -> QuerySet[IdeaPrize]:
    """Return the prizes of a round with idea and payments, the newest payment first. Two queries."""
    payments = PrizePayment.objects.select_related("source", "asked_by", "decided_by", "paid_by").order_by("-pk")
    rows = IdeaPrize.objects.filter(contest__round=round_id).select_related("idea", "award")
    return rows.prefetch_related(Prefetch("payments", payments)).order_by("award__order", "pk")


def unpaid() -> QuerySet[IdeaPrize]:
    """Return the prizes with money of which no payment stands."""
    standing = PrizePayment.objects.filter(prize=OuterRef("pk"), state__in=PrizeState.living())
    return IdeaPrize.objects.filter(~Exists(standing), amount_fen__gt=0)


def for_list() -> QuerySet[PrizePayment]:
    return PrizePayment.objects.select_related(
        "prize__idea", "prize__contest__round", "source", "asked_by", "decided_by"
    )


def account_of_prizes(source_id: int, year: int) -> dict[str, int]:
    """Return what a source paid for prizes in a fiscal year, less what came back, in fen; nothing where it paid none.

    No person is named: the account is public. Two queries.
    """
    rows = Posting.objects.filter(entry__fiscal_year=year, debit__source_id=source_id)
    made = rows.filter(entry__kind__in=(EntryKind.REWARD, EntryKind.UNREWARD))
    sums: dict[str, int] = {"net_fen": 0, "tax_fen": 0}
    moved = made.values_list("entry__kind", "debit__kind", "credit__kind").annotate(fen=Sum("amount_fen"))
    for kind, debit, credit, fen in moved:
        sign, other = (1, debit) if kind == EntryKind.REWARD else (-1, credit)
        sums["tax_fen" if other == AccountKind.TAX_DUE else "net_fen"] += sign * fen
    entries = rows.filter(entry__kind=EntryKind.REWARD).values("entry").distinct().count()
    back = rows.filter(entry__kind=EntryKind.UNREWARD).values("entry").distinct().count()
    if not entries and not back:
        return {}
    return {"count": entries - back, "gross_fen": sums["net_fen"] + sums["tax_fen"], **sums}
