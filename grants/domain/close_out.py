"""When a grant may be closed: each line of the checklist with its reason. Amounts are fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from grants.enums import GrantState

BEGIN, CHECK, CLOSE = "begin", "check", "close"
# What no step of the close-out waits for, by step. Begun, it releases and claims; checked, it is packed.
NOT_YET: Final[Mapping[str, frozenset[str]]] = {
    BEGIN: frozenset({"commitment", "recoveries", "special_account", "archive"}), CHECK: frozenset({"archive"}),
    CLOSE: frozenset(),
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What stands at the moment of asking. ``terminated`` grants need neither final report nor final evaluation."""

    terminated: bool
    final_report_accepted: bool
    final_evaluated: bool
    reports_open: int
    expenses_open: int
    payments_open: int
    recoveries_open: int
    requests_open: int
    held: bool
    uncommitted_left_fen: int
    special_fen: int
    archived: bool


@dataclass(frozen=True)
class Tick:
    """One line: ``code`` names it, ``count`` is what is still open (projects, rows or fen)."""

    code: str
    done: bool
    count: int = 0


def checklist(facts: Facts) -> tuple[Tick, ...]:
    """Return the checklist in the order in which it is worked off."""
    ended = facts.terminated
    return (
        Tick("final_report", ended or facts.final_report_accepted),
        Tick("final_evaluation", ended or facts.final_evaluated),
        Tick("reports", ended or not facts.reports_open, facts.reports_open),
        Tick("expenses", not facts.expenses_open, facts.expenses_open),
        Tick("requests", not facts.requests_open, facts.requests_open),
        Tick("payments", not facts.payments_open, facts.payments_open),
        Tick("objection", not facts.held),
        Tick("commitment", not facts.uncommitted_left_fen, facts.uncommitted_left_fen),
        Tick("recoveries", not facts.recoveries_open, facts.recoveries_open),
        Tick("special_account", not facts.special_fen, facts.special_fen),
        Tick("archive", facts.archived),
    )


def lacking(facts: Facts, step: str) -> tuple[Tick, ...]:
    """Return the lines that are open and keep this step (``BEGIN``, ``CHECK``, ``CLOSE``) waiting."""
    return tuple(tick for tick in checklist(facts) if not tick.done and tick.code not in NOT_YET[step])


def may_begin(state: str) -> bool:
    """Tell whether a close-out may begin: a running project, or one that was terminated."""
    return state in (GrantState.ACTIVE, GrantState.TERMINATED)
