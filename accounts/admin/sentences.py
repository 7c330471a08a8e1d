"""The log of people in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.enums import IdentityCheck
from venture.audit.models import AuditEntry
from venture.doors.acts import name_of


@dataclass(frozen=True)
class LogLine:
    """An act as the page shows it. ``lender`` names the colleague it was done for."""

    entry: AuditEntry
    words: Any
    more: str
    lender: str | None


def log_of(entries: Iterable[Any]) -> list[LogLine]:
    """Return the acts in words. ``entries`` carry ``lender`` (``venture.audit.queries.entries_of``)."""
    return [LogLine(each, name_of(each.verb), _more(each), each.lender) for each in entries]


def _more(entry: AuditEntry) -> str:
    how, reason = entry.facts.get("how"), entry.facts.get("reason")
    return str(IdentityCheck(how).label) if how in IdentityCheck.values else str(reason or "")
