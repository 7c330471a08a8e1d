"""One need as staff see it, and what may be done with it now."""

from typing import Any

from django.utils.translation import gettext_lazy

from organizations.enums import OrganizationState
from organizations.models import Organization
from projects import flows, queries
from projects.models import Need
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage

ACTS: dict[str, desk.Act] = {
    "match": ("needs.match", flows.match_need, gettext_lazy("Noted. The public sees who answers the need.")),
    "release": ("needs.release", flows.release_need, gettext_lazy("The need waits for an answer again.")),
    "meet": ("needs.meet", flows.meet_need, gettext_lazy("Noted as met.")),
}


class Desk(DeskPage):
    permission = "needs.view_staff"
    template_name = "admin/projects/need.html"
    acts = ACTS
    row: Need

    def rows(self) -> Any:
        return queries.for_staff()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        verified = Organization.objects.filter(state=OrganizationState.VERIFIED)
        facts = {
            "title": self.row.title,
            "subtitle": self.row.code,
            "may_edit": self.allows("needs.edit"),
            "interested": queries.organizations_interested(self.row),
            "merged": list(self.row.merged.select_related("community")),
            "organizations": verified.only("name"),
            "entries": entries_of(self.row)[:50],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "needs.view_staff"
    acts = ACTS
    desk = "need_desk"
    row: Need

    def rows(self) -> Any:
        return queries.for_staff()

    def given(self, verb: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"need_id": self.row.pk}
        if verb == "match":
            chosen = self.request.POST.get("organization", "")
            facts["organization"] = queries.verified_organization(int(chosen) if chosen.isdigit() else 0)
        if verb == "release":
            facts["reason"] = self.request.POST.get("reason", "")
        return facts
