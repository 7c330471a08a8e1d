"""Visits on the spot: planned from the project's page, recorded on a phone, mended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from grants.admin.running.project import ProjectDoor
from grants.flows import running as flows
from grants.models import SiteVisit
from grants.permissions.running import VISIT_PURPOSE
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage
from venture.files.flows import keep
from venture.files.forms import UploadField
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS: Mapping[str, desk.Act] = {
    "record": ("visits.record", flows.record_visit, _("Recorded.")),
    "drop": ("visits.record", flows.drop_visit, _("Called off.")),
    "mend": ("visits.mend", flows.mend_visit, _("Mended. It stands on record.")),
}
ANSWERS = {"yes": True, "no": False}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


class SheetForm(forms.Form):
    file = UploadField(purpose=VISIT_PURPOSE, ahead=True, label=_("Signed sheet"), required=False)


class Plan(ProjectDoor, View):
    """Plan a visit; the page to record it opens at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        if not policy.allows(actor, "running.visit", self.row):
            raise Http404
        page = f"{reverse('admin:project_desk', args=[self.row.project.code])}?tab=visits"
        day = _day(request.POST.get("on", ""))
        if day is None:
            messages.error(request, gettext("Choose the day of the visit."))
            return HttpResponseRedirect(page)
        try:
            visit = flows.plan_visit(
                grant_id=self.row.pk, on=day, visitors=request.POST.get("visitors", ""), actor=actor
            )  # fmt: skip
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(page)
        return HttpResponseRedirect(reverse("admin:visit_desk", args=[visit.pk]))


class VisitDoor:
    permission = "visits.view_staff"
    acts = ACTS
    desk = "visit_desk"
    row: SiteVisit

    def rows(self) -> Any:
        return SiteVisit.objects.select_related("grant__project", "grant__organization", "recorded_by", "file")


class Desk(VisitDoor, DeskPage):
    """One visit with its checklist. 20 queries at most."""

    template_name = "admin/grants/visit.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        visit = self.row
        return super().get_context_data(
            title=gettext("Visit · %(title)s") % {"title": visit.grant.project.title or visit.grant.project.code},
            project=visit.grant.project,
            form=SheetForm(),
            entries=entries_of(visit)[:20],
            **given,
        )


class Act(VisitDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        sent, facts = self.request.POST, {"visit_id": self.row.pk}
        if verb == "drop":
            return {**facts, "reason": sent.get("words", "")}
        if verb == "mend":
            return {**facts, "words": sent.get("words", "")}
        checklist = [
            {
                "item": each["item"],
                "ok": ANSWERS.get(sent.get(f"ok{number}", "")),
                "words": sent.get(f"words{number}", "").strip()[:300],
            }
            for number, each in enumerate(self.row.checklist)
        ]
        form = SheetForm(sent, self.request.FILES)
        form.full_clean()
        brought = form.cleaned_data.get("file")
        actor: Any = self.request.user
        return {
            **facts,
            "checklist": checklist,
            "finding": sent.get("finding", ""),
            "mend_by": _day(sent.get("mend_by", "")),
            "file": keep(brought, actor=actor).key if brought else "",
        }
