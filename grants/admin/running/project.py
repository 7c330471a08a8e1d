"""One running project: what strikes, its money, and a tab for each kind of record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import TemplateView

from grants.admin.running.sheets import SHEETS, sheet_of
from grants.enums import GrantState
from grants.flows import running as flows
from grants.models import Grant
from grants.queries.running import desk, purse_of, risks_of, staff, statement_of
from grants.queries.running.figures import progress_of
from grants.queries.running.standing import turned_of
from grants.views.running.sheets import statement_sheet
from grants.words.running import say_flags, say_risks, say_turned
from reviews.admin.sheets import sheet_answer
from reviews.flows.exporting import note_export
from venture.audit.queries import entries_of
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct
from venture.kernel import clock, policy

TABS = (
    ("activities", gettext_lazy("Activities")),
    ("expenses", gettext_lazy("Expenses")),
    ("statement", gettext_lazy("Monthly table")),
    ("reports", gettext_lazy("Reports")),
    ("changes", pgettext_lazy("project", "Changes")),
    ("visits", pgettext_lazy("project", "Visits")),
)
MOST = 200


class ProjectDoor(StaffRowDoor):
    permission = "running.view_staff"
    lookup = {"code": "project__code"}
    row: Grant

    def rows(self) -> Any:
        return desk.for_pages()


class Desk(ProjectDoor, TemplateView):
    """30 queries at most, however much is recorded."""

    template_name = "admin/grants/project.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant, today, user = self.row, clock.today(), self.request.user
        tab = self.request.GET.get("tab", "")
        tab = tab if tab in dict(TABS) else self._due(grant)
        counts = staff.counts_of(grant)
        page = reverse("admin:project_desk", args=[grant.project.code])
        tabs = [(name, label, f"{page}?tab={name}", counts.get(name)) for name, label in TABS]
        return super().get_context_data(
            title=grant.project.title or grant.project.code,
            grant=grant,
            project=grant.project,
            tabs=tabs,
            tab=tab,
            risks=say_risks(risks_of(grant, today)),
            turned=say_turned(turned_of(grant)),
            purse=purse_of(grant),
            month=desk.month_of(grant, today),
            may_visit=policy.allows(user, "running.visit", grant),
            may_end=policy.allows(user, "grants.view_end", grant),
            may_start=grant.state == GrantState.AGREED and policy.allows(user, "running.start", grant),
            today=today,
            entries=entries_of(grant)[:15],
            **getattr(self, f"_{tab}")(grant),
            **given,
        )

    def _due(self, grant: Grant) -> str:
        row = staff.for_list(clock.today()).get(pk=grant.pk)
        return {"decide": "changes", "read": "reports", "check": "expenses", "chase": "reports"}.get(
            staff.verb_of(row), "activities"
        )

    def _activities(self, grant: Grant) -> dict[str, Any]:
        return {"rows": desk.for_activities(grant)[:MOST], "progress": progress_of(grant, clock.today())}

    def _expenses(self, grant: Grant) -> dict[str, Any]:
        items = {row["id"]: row.get("item") for row in grant.plan["sections"].get("budget", {}).get("lines", [])}
        rows: Any = desk.for_expenses(grant).order_by(staff.OPEN_FIRST, "-on", "-pk")
        for name in ("query", "accept", "disallow"):
            rows = policy.with_right(self.request.user, f"expenses.{name}", rows, name=f"may_{name}")
        found = list(rows[:MOST])
        for row in found:
            row.strikes, row.item = say_flags(row.flags), items.get(row.line, "")
        return {"rows": found}

    def _statement(self, grant: Grant) -> dict[str, Any]:
        return {"statement": statement_of(grant)}

    def _reports(self, grant: Grant) -> dict[str, Any]:
        rows: list[Any] = list(grant.reports.select_related("judged_by").order_by("due_on", "pk"))
        today = clock.today()
        for row in rows:
            row.late = row.state in desk.WRITTEN and (row.mend_by or row.due_on) < today
        return {"rows": rows}

    def _changes(self, grant: Grant) -> dict[str, Any]:
        return {"rows": grant.changes.select_related("asked_by", "decided_by").order_by("-number")}

    def _visits(self, grant: Grant) -> dict[str, Any]:
        return {"rows": grant.visits.select_related("recorded_by").order_by("-on", "-pk")}


class Start(ProjectDoor, DeskAct):
    """Let a signed project begin."""

    acts = {"start": ("running.start", flows.start_grant, gettext_lazy("Begun. The reports are scheduled."))}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **{**kwargs, "verb": "start"})

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:project_desk", args=[self.row.project.code]))

    def given(self, verb: str) -> dict[str, Any]:
        return {"grant_id": self.row.pk}


class Sheet(ProjectDoor, View):
    """One tab of a project to take along."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what, grant = kwargs["what"], self.row
        name = f"{what}-{grant.project.code}.xlsx"
        actor: Any = request.user
        if what == "statement":
            note_export(what=what, count=1, actor=actor)
            return sheet_answer(statement_sheet(grant), name)
        rows = {
            "activities": grant.activities.select_related("recorded_by"),
            "expenses": grant.expenses.select_related("entered_by", "judged_by"),
            "reports": grant.reports.select_related("judged_by"),
            "changes": grant.changes.select_related("asked_by", "decided_by"),
            "visits": grant.visits.all(),
        }
        if what not in rows or what not in SHEETS:
            raise Http404(_("There is no such sheet."))
        found: list[Any] = list(rows[what])
        for row in found:
            row.grant = grant
        return sheet_of(what, found, name=name, actor=actor)
