"""One organisation as staff see it: its entry, its people, its record; suspending and restoring."""

from typing import Any

from django.utils.translation import gettext_lazy

from organizations import flows, queries
from organizations.models import Organization
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage

ACTS: dict[str, desk.Act] = {
    "suspend": ("organizations.suspend", flows.suspend_organization, gettext_lazy("Suspended; the reason is kept.")),
    "restore": ("organizations.restore", flows.restore_organization, gettext_lazy("Restored; the reason is kept.")),
}


class Desk(DeskPage):
    permission = "organizations.view_staff"
    template_name = "admin/organizations/desk.html"
    acts = ACTS
    row: Organization

    def rows(self) -> Any:
        return queries.for_own_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"title": self.row.name, "subtitle": self.row.uscc, "entries": entries_of(self.row)[:50], **given}
        )


class Act(DeskAct):
    permission = "organizations.view_staff"
    acts = ACTS
    desk = "organizations_desk"

    def rows(self) -> Any:
        return queries.for_staff_list()

    def given(self, verb: str) -> dict[str, Any]:
        return {"organization_id": self.row.pk, "reason": self.request.POST.get("reason", "")}
