"""One proposed role: who proposed it and why, and the second person's answer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.admin.sentences import log_of
from accounts.flows.roles import confirm_role, refuse_role, withdraw_role
from accounts.models import RoleProposal
from accounts.queries.people import proposals_for_list
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel import policy

ACTS: dict[str, desk.Act] = {
    "confirm": ("accounts.decide_role", confirm_role, _("Confirmed. The role is held from its first day on.")),
    "refuse": ("accounts.decide_role", refuse_role, _("Refused; the reason is kept.")),
    "withdraw": ("accounts.withdraw_role", withdraw_role, _("Taken back.")),
}


class Desk(DeskPage):
    permission = "accounts.view_proposals"
    template_name = "admin/accounts/proposal.html"
    acts = ACTS
    row: RoleProposal

    def rows(self) -> Any:
        return proposals_for_list()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": str(self.row.user),
            "subtitle": self.row.get_role_display(),
            "may_open": policy.allows(self.request.user, "accounts.view_people", self.row.user),
            "log": log_of(entries_of(self.row)),
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "accounts.view_proposals"
    acts = ACTS
    desk = "accounts_proposal"
    row: RoleProposal

    def rows(self) -> Any:
        return proposals_for_list()

    def given(self, verb: str) -> dict[str, Any]:
        note = {} if verb == "withdraw" else {"note": self.request.POST.get("note", "")[:200]}
        return {"proposal_id": self.row.pk, **note}
