"""One recovery of a lost factor: who asks, how the first person made sure, and the second person's yes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.admin.sentences import log_of
from accounts.flows.contacts import contacts_of
from accounts.flows.recovering import approve_recovery, identify_person, refuse_recovery
from accounts.forms.giving import IdentifyForm
from accounts.models import Recovery
from accounts.queries.people import factors_of, recoveries_for_list
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage

ACTS: dict[str, desk.Act] = {
    "identify": ("accounts.identify_recovery", identify_person, _("Noted. Another colleague approves it now.")),
    "approve": (
        "accounts.approve_recovery", approve_recovery,
        _("The second factor is removed and every session ended. The person is told."),
    ),
    "refuse": ("accounts.refuse_recovery", refuse_recovery, _("Refused; nothing was removed.")),
}  # fmt: skip


class Desk(DeskPage):
    permission = "accounts.view_recoveries"
    template_name = "admin/accounts/recovery.html"
    acts = ACTS
    row: Recovery

    def rows(self) -> Any:
        return recoveries_for_list()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": str(self.row.user),
            "contacts": [contact.masked for contact in contacts_of(self.row.user)],
            "factors": factors_of(self.row.user),
            "form": IdentifyForm(),
            "log": log_of(entries_of(self.row)),
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "accounts.view_recoveries"
    acts = ACTS
    desk = "accounts_recovery"
    row: Recovery

    def rows(self) -> Any:
        return recoveries_for_list()

    def given(self, verb: str) -> dict[str, Any]:
        data = self.request.POST
        more = {
            "identify": {"how": data.get("how", ""), "note": data.get("note", "")[:200]},
            "refuse": {"reason": data.get("reason", "")[:200]},
        }
        return {"recovery_id": self.row.pk, **more.get(verb, {})}
