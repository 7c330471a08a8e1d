"""One need as staff see it, and what may be done with it now."""

from typing import Any

from django.utils.translation import gettext_lazy

from projects import flows, queries
from projects.models import Need
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel.errors import RuleRefusal

LONGEST_KEY = 16
# Who supports a need is nobody's reading, the staff's neither: the number is enough.
RESIDENTS = ("need.support", "need.take_support_back")
ACTS: dict[str, desk.Act] = {
    "match": ("needs.match", flows.match_need, gettext_lazy("Noted. The public sees who answers the need.")),
    "bind": ("needs.bind", flows.bind_need, gettext_lazy("Noted. The public sees need and project together.")),
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
        """12 queries, whatever the number of organisations."""
        may = self.may()
        facts = {
            "title": self.row.title,
            "subtitle": self.row.code,
            "may": may,
            "may_edit": self.allows("needs.edit"),
            "interested": queries.organizations_interested(self.row),
            "merged": list(self.row.merged.select_related("community")),
            "citing": list(queries.citing(self.row)),
            "organizations": queries.verified_organizations() if may["match"] else [],
            "fits": queries.organizations_for_need(self.row) if may["match"] else [],
            "resources": queries.resources_for_need(self.row),
            "bindable": list(queries.bindable(self.row)) if may["bind"] else [],
            "indicators": queries.indicators_handed_in(self.row.project) if may["meet"] else [],
            "entries": entries_of(self.row).exclude(verb__in=RESIDENTS)[:50],
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
            project = queries.citing(self.row).filter(code=self.request.POST.get("project", "")).first()
            chosen = self.request.POST.get("organization", "")
            number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < LONGEST_KEY else 0
            facts["organization"] = project.organization if project else queries.verified_organization(number)
            facts["project"] = project
        if verb == "bind":
            project = queries.bindable(self.row).filter(code=self.request.POST.get("project", "")).first()
            if project is None:
                raise RuleRefusal("need_project_not_handed_in")
            facts["project_id"] = project.pk
        if verb == "meet":
            offered = {each["id"] for each in queries.indicators_handed_in(self.row.project)}
            facts["indicators"] = [key for key in self.request.POST.getlist("indicator") if key in offered]
            facts["words"] = self.request.POST.get("words", "")[:300]
        if verb == "release":
            facts["reason"] = self.request.POST.get("reason", "")
        return facts
