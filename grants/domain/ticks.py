"""What must stand before a tranche is paid, as ticks. Pure: facts in, ticks out. All green, or no money moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

FULL: Final = 10_000
# Who can mend a cross.
ORGANISATION, BUREAU, FINANCE, EVALUATOR, TIME = "organisation", "bureau", "finance", "evaluator", "time"
# What is looked at once more before an order is checked and before it is sent: it may have changed since the approval.
SAFETY: Final = frozenset(
    {"hold", "stop", "under_way", "verified", "sanction", "account", "account_same", "year"}
)  # fmt: skip
# A request that could not be approved however quickly somebody acted is not taken; the rest waits as a cross.
NEEDED: Final = frozenset(
    {"agreement", "under_way", "trigger", "earlier", "account", "account_same", "stop", "training"}
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What is known of one tranche on one day. Money is fen, shares are basis points.

    ``asked`` says whether a request lies before us; before it there is no receipt to be judged. ``booked`` says that
    the money stands as payable already: then it is no longer among what is left. ``parts`` and ``left`` are by source.
    """

    day: date
    held: bool = False
    award_gone: bool = False
    stopped: bool = False
    signed: bool = False
    state: str = ""
    under_way: bool = False
    verified: bool = False
    sanctioned: bool = False
    account: int | None = None
    usable_from: date | None = None
    account_asked: int | None = None
    account_waits: bool = False
    holder_fits: bool = False
    trigger: str = "signed"
    midterm: bool = False
    final: bool = False
    reports_open: int = 0
    earlier_open: int = 0
    spent_fen: int = 0
    before_previous_fen: int = 0
    previous_fen: int = 0
    spent_share: int = 0
    hours_needed: int = 0
    hours: int = 0
    asked: bool = True
    receipt: bool = False
    receipt_kind: str = ""
    receipt_wanted: str = ""
    receipt_fen: int = 0
    amount_fen: int = 0
    tranche_fen: int = 0
    booked: bool = False
    award_left_fen: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    closed_years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Tick:
    """One check. A cross says ``why``, with ``details`` for its words, and ``who`` can mend it."""

    code: str
    ok: bool
    why: str = ""
    who: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return the tick as it is kept with a decision."""
        return {"code": self.code, "ok": self.ok, "why": self.why, "who": self.who, "details": dict(self.details)}


def ticks_of(facts: Facts) -> tuple[Tick, ...]:
    """Return all checks in the order of the page. Before a request the receipt is not judged yet."""
    return (
        _hold(facts),
        _tick("stop", not facts.stopped, "stopped", BUREAU),
        _tick("agreement", facts.signed, "unsigned", BUREAU),
        _tick("under_way", facts.under_way, "not_under_way", BUREAU, state=facts.state),
        _tick("verified", facts.verified, "unverified", ORGANISATION),
        _tick("sanction", not facts.sanctioned, "sanctioned", BUREAU),
        _account(facts),
        _same(facts),
        _trigger(facts),
        _tick("reports", not facts.reports_open, "reports_open", ORGANISATION, count=facts.reports_open),
        _tick("earlier", not facts.earlier_open, "earlier_open", FINANCE, count=facts.earlier_open),
        _spent(facts),
        *([_training(facts)] if facts.hours_needed else []),
        *([_receipt(facts)] if facts.asked else []),
        _amount(facts),
        _tick("year", facts.day.year not in facts.closed_years, "year_closed", FINANCE, year=facts.day.year),
    )


def crosses(ticks: tuple[Tick, ...], only: frozenset[str] | None = None) -> list[Tick]:
    """Return what says no, of all checks or of those that ``only`` names."""
    return [each for each in ticks if not each.ok and (only is None or each.code in only)]


def spent_needed(facts: Facts) -> int:
    """Return how much must be spent in all before this tranche: what came before the tranche before, and its share."""
    needed = -(-facts.previous_fen * facts.spent_share // FULL)
    return facts.before_previous_fen + needed if facts.spent_share and facts.previous_fen else 0


def _tick(code: str, ok: bool, why: str, who: str, **details: Any) -> Tick:
    if not ok:
        return Tick(code, False, why, who, details)
    return Tick(code, True, details=details) if details else _stands(code)


@cache
def _stands(code: str) -> Tick:
    """Return the green tick of a check that has nothing to tell: the same for every row."""
    return Tick(code, True)


def _hold(facts: Facts) -> Tick:
    """An objection that was upheld has lifted its hold and taken the award away: no money goes to what is out."""
    if facts.award_gone:
        return Tick("hold", False, "award_gone", BUREAU)
    return _tick("hold", not facts.held, "held", BUREAU)


def _account(facts: Facts) -> Tick:
    if facts.account is None:
        return Tick("account", False, "account_missing", ORGANISATION)
    if not facts.holder_fits:
        return Tick("account", False, "account_holder", ORGANISATION)
    if facts.usable_from is not None and facts.usable_from > facts.day:
        return Tick("account", False, "account_waits", TIME, {"day": facts.usable_from.isoformat()})
    return _stands("account")


def _same(facts: Facts) -> Tick:
    """A change that waits for its second person stops the money as well as one that was confirmed since."""
    if facts.account_waits:
        return Tick("account_same", False, "account_changing", ORGANISATION)
    if facts.asked and facts.account_asked != facts.account:
        return Tick("account_same", False, "account_changed", ORGANISATION)
    return _stands("account_same")


def _trigger(facts: Facts) -> Tick:
    met = {"signed": facts.signed, "midterm_passed": facts.midterm, "final_passed": facts.final}
    who = BUREAU if facts.trigger == "signed" else EVALUATOR
    return _tick("trigger", met.get(facts.trigger, False), facts.trigger, who, trigger=facts.trigger)


def _spent(facts: Facts) -> Tick:
    needed = spent_needed(facts)
    told = {"needed": needed, "spent": facts.spent_fen}
    return _tick("spent", facts.spent_fen >= needed, "spent_too_little", ORGANISATION, **told)


def _training(facts: Facts) -> Tick:
    told = {"hours": facts.hours, "needed_hours": facts.hours_needed}
    return _tick("training", facts.hours >= facts.hours_needed, "training_too_little", ORGANISATION, **told)


def _receipt(facts: Facts) -> Tick:
    if not facts.receipt:
        return Tick("receipt", False, "receipt_missing", ORGANISATION)
    if facts.receipt_wanted and facts.receipt_kind != facts.receipt_wanted:
        return Tick("receipt", False, "receipt_kind", ORGANISATION, {"wanted": facts.receipt_wanted})
    told = {"receipt": facts.receipt_fen, "amount": facts.amount_fen}
    return _tick("receipt", facts.receipt_fen == facts.amount_fen, "receipt_amount", ORGANISATION, **told)


def _amount(facts: Facts) -> Tick:
    """The amount is the tranche's, fits into the award, and each source holds its part: committed, in its envelope."""
    if facts.amount_fen != facts.tranche_fen:
        return Tick("amount", False, "amount_other", BUREAU, {"tranche": facts.tranche_fen})
    if facts.booked:
        return _stands("amount")
    if facts.amount_fen > facts.award_left_fen:
        return Tick("amount", False, "amount_above", BUREAU, {"left": facts.award_left_fen})
    short = sorted(name for name, fen in facts.parts.items() if facts.left.get(name, 0) < fen)
    if short or sum(facts.parts.values()) != facts.amount_fen:
        return Tick("amount", False, "source_short", FINANCE, {"sources": short})
    return _stands("amount")
