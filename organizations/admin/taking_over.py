"""One request to take over an organisation: its letter, what the staff know of it, and the steps of two of them."""

from typing import Any

from django.utils.translation import gettext_lazy

from organizations import flows, queries
from organizations.models import TakeOver
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage
from venture.files.enums import FileState, Kind

ACTS: dict[str, desk.Act] = {
    "check": ("take_overs.check", flows.check_take_over, gettext_lazy("Noted. A second person lets it in.")),
    "grant": ("take_overs.grant", flows.grant_take_over, gettext_lazy("Granted; the person owns the organisation.")),
    "refuse": ("take_overs.refuse", flows.refuse_take_over, gettext_lazy("Refused; the person reads the reason.")),
}
PICTURES = (Kind.JPG, Kind.PNG)


class Desk(DeskPage):
    permission = "take_overs.view_staff"
    template_name = "admin/organizations/take_over.html"
    acts = ACTS
    row: TakeOver

    def rows(self) -> Any:
        return queries.take_overs_for_staff()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row = self.row
        facts = {
            "title": row.organization.name,
            "organization": row.organization,
            "ready": row.proof.state == FileState.READY,
            "picture": row.proof.kind in PICTURES,
            "owned": row.organization.memberships.filter(ended_at__isnull=True).exists(),
            "entries": entries_of(row)[:20],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "take_overs.view_staff"
    acts = ACTS
    desk = "take_over_desk"
    row: TakeOver

    def rows(self) -> Any:
        return TakeOver.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        asked: dict[str, Any] = {"take_over_id": self.row.pk}
        if verb == "check":
            return {**asked, "note": self.request.POST.get("note", "")}
        return {**asked, "reason": self.request.POST.get("reason", "")} if verb == "refuse" else asked
