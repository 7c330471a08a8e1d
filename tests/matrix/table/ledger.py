"""The ledger: entries, accounts, where the money stands, allotments and the end of a year."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from accounts.demo import person
from grants.flows.ledger import allot
from grants.models import Account, Allotment, JournalEntry, YearClosing
from rounds.enums import RoundState
from rounds.models import Category, FundSource, Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, page
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from venture.kernel import clock, policy

_number = count(1)
NO_ROW = 999_999_999


def category() -> Category:
    """Return a field of a round that was published."""
    rows_ = Category.objects.filter(round__state__in=RoundState.public()).order_by("-round__year", "order", "pk")
    return rows_.select_related("round")[0]


def entry() -> JournalEntry:
    """Return one more entry, booked as allotments are."""
    field, number = category(), next(_number)
    return allot(
        round_id=field.round_id, category_id=field.pk, source=FundSource.objects.order_by("pk")[0], year=2027,
        amount_fen=10_000 * number, document=f"财社〔2027〕{number}号", actor=None, reference=f"matrix:{number}",
    )  # fmt: skip


def account() -> Account:
    """Return one more account of a field's free money."""
    field, number = category(), next(_number)
    return Account.objects.create(
        kind="free", source=FundSource.objects.order_by("pk")[0], year=1900 + number, round=field.round, category=field
    )


def allotment() -> Allotment:
    """Return one more proposal of the finance maker."""
    field, number = category(), next(_number)
    return Allotment.objects.create(
        round=field.round, category=field, source=FundSource.objects.order_by("pk")[0], year=2027, amount_fen=5_000_000,
        document_number=f"财社〔2027〕{number}号", key=f"matrix-{number}", asked_by=person("finance_maker"),
        asked_at=clock.now(),
    )  # fmt: skip


def closing() -> YearClosing:
    """Return one more request to close a year."""
    return YearClosing.objects.create(
        year=1900 + next(_number), asked_by=person("finance_maker"), asked_at=clock.now(), document_number="结账"
    )


def seen(right: str, row: Callable[[], Any]) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.allows(user, right, once(row))


def key(row: Callable[[], Any], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": once(row).pk, **more}


def none(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": NO_ROW, **more}


def of_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": category().round.code, **more}


def no_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": "no-such-round", **more}


def a_round() -> Round:
    return category().round


def reads(user: Any) -> bool:
    return at_desks(user) and policy.may(user, "ledger.read")


TABLE: dict[str, DoorLine] = {
    "admin:ledger_entry": page(keys=key(entry), foreign=none(), may=seen("ledger.view", entry)),
    "admin:ledger_account": page(keys=key(account), foreign=none(), may=seen("ledger.view_accounts", account)),
    "admin:money": page(may=reads),
    "admin:money_sheet": page(may=reads, screens=False),
    "admin:round_money": page(keys=of_round(), foreign=no_round(), may=seen("ledger.overview", a_round)),
    "admin:round_money_sheet": page(
        keys=of_round(), foreign=no_round(), may=seen("ledger.overview", a_round), screens=False
    ),
    "admin:round_money_act": act(
        keys=of_round(verb="all"), foreign=no_round(verb="all"), may=seen("allotments.propose", a_round)
    ),
    "admin:allotment_act": act(
        keys=key(allotment, verb="approve"), foreign=none(verb="approve"), may=seen("allotments.view", allotment)
    ),
    "admin:years_act": act(
        keys=lambda: {"verb": "close"}, may=lambda user: at_desks(user) and policy.may(user, "year_closings.propose")
    ),
    "admin:year_act": act(
        keys=key(closing, verb="approve"), foreign=none(verb="approve"), may=seen("year_closings.view", closing)
    ),
}

rows.FEW |= {
    "grants.journalentry": entry, "grants.account": account, "grants.allotment": allotment,
    "grants.yearclosing": closing,
}  # fmt: skip
