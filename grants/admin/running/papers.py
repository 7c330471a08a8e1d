"""A report and a request for a change, each on a page with what is decided about it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from grants.domain.changing import put_in
from grants.domain.plans import grant_fen_of, lines_of_plan
from grants.domain.report_form import TEXTS
from grants.domain.spending import Spending, banned_by
from grants.enums import ChangeKind
from grants.flows import running as flows
from grants.models import ChangeRequest, Report
from grants.queries.running import ground_of
from grants.queries.running.reports import figures_of, reached_of
from grants.views.running.changes import told
from grants.words.running import REPORT_TEXTS
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

MEND_DAYS = 7

REPORT_ACTS: Mapping[str, desk.Act] = {
    "accept": ("reports.judge", flows.accept_report, _("Accepted. The organisation is told.")),
    "return": ("reports.judge", flows.return_report, _("Returned. The organisation is told what to mend.")),
    "waive": ("reports.waive", flows.waive_report, _("Not needed. The organisation is told.")),
}
CHANGE_ACTS: Mapping[str, desk.Act] = {
    "approve": ("changes.decide", flows.approve_change, _("Approved. The new plan is in force.")),
    "refuse": ("changes.decide", flows.refuse_change, _("Refused. The organisation is told.")),
}


class ReportDoor:
    permission = "reports.view_staff"
    acts = REPORT_ACTS
    desk = "report_desk"
    row: Report

    def rows(self) -> Any:
        return Report.objects.select_related(
            "grant__project", "grant__organization", "grant__round__running_rules", "submitted_by", "judged_by"
        )


class ReportDesk(ReportDoor, DeskPage):
    """A report as it was handed in, or as it stands while nobody has. 25 queries at most."""

    template_name = "admin/grants/report.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        report = self.row
        versions = list(report.versions.select_related("submitted_by").order_by("-number"))
        content = versions[0].content if versions else None
        texts = content["texts"] if content else report.content.get("texts", {})
        today = clock.today()
        return super().get_context_data(
            title=f"{report.get_kind_display()} · {report.grant.project.title or report.grant.project.code}",
            project=report.grant.project,
            versions=versions,
            handed_in=content is not None,
            texts=[(REPORT_TEXTS[place][0], texts.get(place, "")) for place in TEXTS[report.kind]],
            indicators=content["indicators"] if content else reached_of(report),
            figures=content["figures"] if content else figures_of(report),
            now=figures_of(report) if content else None,
            files=report.files.filter(off_at__isnull=True).select_related("file").order_by("pk"),
            mend_by=today + timedelta(days=MEND_DAYS),
            late=report.state in ("due", "returned") and (report.mend_by or report.due_on) < today,
            entries=entries_of(report)[:20],
            **given,
        )


class ReportAct(ReportDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        facts: dict[str, Any] = {"report_id": self.row.pk, "remarks": sent.get("remarks", "")}
        if verb == "return":
            facts["mend_by"] = _read_day(sent.get("mend_by", ""))
        return facts

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:report_desk", args=[self.row.pk]))


def _read_day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise RuleRefusal("report_mend_by_past")
    return day


class ChangeDoor:
    permission = "changes.view_staff"
    acts = CHANGE_ACTS
    desk = "change_desk"
    row: ChangeRequest

    def rows(self) -> Any:
        return ChangeRequest.objects.select_related(
            "grant__project", "grant__organization", "grant__round__running_rules", "asked_by", "decided_by", "file"
        )


class ChangeDesk(ChangeDoor, DeskPage):
    """A request for a change: before and after, and what it would mean. 25 queries at most."""

    template_name = "admin/grants/change.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        change, grant = self.row, self.row.grant
        after = put_in(grant.plan, change.changes)
        budget = change.kind == ChangeKind.BUDGET and after is not None
        number = pgettext("change", "No. %(n)s · %(kind)s") % {"n": change.number, "kind": change.get_kind_display()}
        return super().get_context_data(
            title=f"{number} · {grant.project.title or grant.project.code}",
            project=grant.project,
            changes=told(grant, change),
            stale=after is None and change.state == "asked",
            sums=(grant_fen_of(grant.plan), grant_fen_of(after or {}), grant.amount_fen) if budget else None,
            banned=_banned(change, after) if budget and after is not None else [],
            mine=change.asked_by_id == self.request.user.pk,
            entries=entries_of(change)[:20],
            **given,
        )


def _banned(change: ChangeRequest, plan: dict[str, Any]) -> list[str]:
    """Return the lines of a budget that the words of the sources' bans touch."""
    ground = ground_of(change.grant)
    found = []
    for line in lines_of_plan(plan):
        item = Spending(line.key, "", clock.today(), line.grant_fen, "", "", "", line.item)
        found += [gettext("“%(item)s”: %(ban)s") % {"item": line.item, "ban": ban} for ban in banned_by(item, ground)]
    return found


class ChangeAct(ChangeDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        return {"change_id": self.row.pk, "answer": self.request.POST.get("answer", "")}
