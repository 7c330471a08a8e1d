"""One wish to leave: who asks, what still stands in the way, and the button that closes the account."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.admin.sentences import log_of
from accounts.flows.closing import close_account
from accounts.flows.contacts import contacts_of
from accounts.models import ClosingRequest
from accounts.queries.people import closings_for_list, roles_today
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage

# Only the person takes the wish back: nobody at the bureau decides that somebody stays.
ACTS: dict[str, desk.Act] = {
    "close": (
        "accounts.close_account", close_account,
        _("The account is closed. Number, address and secrets are gone; the name stays in the records."),
    ),
}  # fmt: skip


class Desk(DeskPage):
    permission = "accounts.view_closings"
    template_name = "admin/accounts/closing.html"
    acts = ACTS
    row: ClosingRequest

    def rows(self) -> Any:
        return closings_for_list()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": str(self.row.user),
            "contacts": [] if self.row.closed_at else [contact.masked for contact in contacts_of(self.row.user)],
            "holds": roles_today(self.row.user),
            "log": log_of(entries_of(self.row)),
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "accounts.view_closings"
    acts = ACTS
    desk = "accounts_closing"
    row: ClosingRequest

    def rows(self) -> Any:
        return closings_for_list()

    def given(self, verb: str) -> dict[str, Any]:
        return {"request": self.row}
