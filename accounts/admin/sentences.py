"""The log of people in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import IdentityCheck
from venture.audit.models import AuditEntry

ACTS = {
    "role.propose": _("Proposed the role"),
    "role.confirm": _("Confirmed the role"),
    "role.refuse": _("Refused the role"),
    "role.withdraw": _("Took the proposal back"),
    "role.grant": _("The role is held"),
    "role.end": _("Ended the role"),
    "role.lend": _("Lent the role"),
    "role.take_back": _("Took the lent role back"),
    "invitation.send": _("Sent the invitation"),
    "invitation.resend": _("Sent a fresh link"),
    "invitation.revoke": _("Took the invitation back"),
    "invitation.accept": _("Accepted the invitation"),
    "recovery.ask": _("Asked for the recovery"),
    "recovery.identify": _("Made sure who asks"),
    "recovery.approve": _("Removed the second factor"),
    "recovery.refuse": pgettext_lazy("recovery", "Refused the recovery"),
    "recovery.withdraw": _("Took the wish back"),
}


@dataclass(frozen=True)
class LogLine:
    """An act as the page shows it. ``lender`` names the colleague it was done for."""

    entry: AuditEntry
    words: Any
    more: str
    lender: str | None


def log_of(entries: Iterable[Any]) -> list[LogLine]:
    """Return the acts in words. ``entries`` carry ``lender`` (``venture.audit.queries.entries_of``)."""
    return [LogLine(each, ACTS.get(each.verb, each.verb), _more(each), each.lender) for each in entries]


def _more(entry: AuditEntry) -> str:
    how, reason = entry.facts.get("how"), entry.facts.get("reason")
    return str(IdentityCheck(how).label) if how in IdentityCheck.values else str(reason or "")
