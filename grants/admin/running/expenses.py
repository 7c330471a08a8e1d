"""Judging one expense from the page of its project."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.flows import running as flows
from grants.models import Expense
from venture.doors import desk
from venture.doors.desk import DeskAct

ACTS: Mapping[str, desk.Act] = {
    "query": ("expenses.query", flows.query_expense, _("Asked. The organisation is told.")),
    "accept": ("expenses.accept", flows.accept_expense, _("Accepted and booked.")),
    "disallow": ("expenses.disallow", flows.disallow_expense, _("Disallowed. The organisation is told.")),
}


class Act(DeskAct):
    permission = "expenses.view_staff"
    acts = ACTS
    row: Expense

    def rows(self) -> Any:
        return Expense.objects.select_related("grant__project")

    def back(self) -> HttpResponseRedirect:
        page = reverse("admin:project_desk", args=[self.row.grant.project.code])
        return HttpResponseRedirect(f"{page}?tab=expenses#r{self.row.pk}")

    def given(self, verb: str) -> dict[str, Any]:
        return {"expense_id": self.row.pk, "reason": self.request.POST.get("reason", "")}
