"""A report: what the platform knows stands there already; texts are kept as they are typed; handed in it is frozen."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from grants.domain.report_form import LONGEST, TEXTS, missing
from grants.flows import running as flows
from grants.forms.running import ReportFileForm
from grants.models import Report
from grants.queries.running import desk
from grants.queries.running.reports import figures_of, reached_of
from grants.views.running.frame import ProjectPage
from grants.words.running import REPORT_TEXTS
from venture.files.flows import keep
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of


class ReportDoor(ProjectPage):
    tab = "desk"

    def report(self) -> Report:
        found = self.row.reports.filter(kind=self.kwargs["kind"], order=self.kwargs["order"]).first()
        if found is None:
            raise Http404
        found.grant = self.row
        return found

    def here(self, report: Report) -> HttpResponseRedirect:
        return self.go("report", report.kind, report.order)


class OneReport(ReportDoor):
    """14 queries at most. A POST keeps what was typed, and hands in where that was asked."""

    template_name = "grants/running/report.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        report = given.pop("report", None) or self.report()
        typed: dict[str, str] = given.pop("typed", None) or report.content.get("texts", {})
        gaps = set(missing(report.kind, typed)) if given.get("gaps") else set()
        questions = [
            {
                "place": place, "name": REPORT_TEXTS[place][0], "hint": REPORT_TEXTS[place][1],
                "text": typed.get(place, ""), "gap": place in gaps,
            }
            for place in TEXTS[report.kind]
        ]  # fmt: skip
        day = report.mend_by or report.due_on
        return super().get_context_data(
            report=report,
            questions=questions,
            indicators=reached_of(report),
            figures=figures_of(report),
            files=report.files.filter(off_at__isnull=True).select_related("file").order_by("pk"),
            versions=report.versions.order_by("-number"),
            writes=self.may("may_spend") and report.state in desk.WRITTEN,
            base=json.dumps(report.content.get("texts", {}), ensure_ascii=False),
            beside=[
                {**each, "name": REPORT_TEXTS[each["place"]][0] if each["place"] in REPORT_TEXTS else each["place"]}
                for each in report.content.get("beside", [])
            ],
            file_form=ReportFileForm(),
            day=day,
            late=report.state in desk.WRITTEN and day < clock.today(),
            longest=LONGEST,
            **given,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.report()
        if not self.may("may_spend"):
            raise Http404
        typed = {name: text for name, text in request.POST.items() if isinstance(text, str)}
        try:
            flows.save_report(report_id=report.pk, typed=typed, base=base_of(request), actor=self.person)
            if request.POST.get("go") == "submit":
                flows.submit_report(report_id=report.pk, actor=self.person)
                messages.success(request, _("Handed in. The bureau reads it; you are told what comes of it."))
                return self.go("desk")
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            report.refresh_from_db()
            report.grant = self.row
            page = self.get_context_data(report=report, typed=typed, gaps=refusal.code == "report_incomplete")
            return self.render_to_response(page, status=409)
        messages.success(request, _("Saved."))
        return self.here(report)


class SaveReport(ReportDoor):
    """Keep what was typed, for the page's script; told as JSON what stands now."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.report()
        if not self.may("may_spend"):
            raise Http404
        typed = {name: text for name, text in request.POST.items() if isinstance(text, str)}
        try:
            kept = flows.save_report(report_id=report.pk, typed=typed, base=base_of(request), actor=self.person)
        except RuleRefusal as refusal:
            return JsonResponse({"code": refusal.code, "words": sentence_of(refusal)}, status=409)
        now = clock.now().astimezone(clock.BEIJING)
        return JsonResponse(
            {
                "texts": kept.content.get("texts", {}), "beside": len(kept.content.get("beside", [])),
                "saved_at": now.isoformat(), "clock": f"{now:%H:%M}",
            }
        )  # fmt: skip


class ReportFiles(ReportDoor):
    """Attach a file to the draft, or take one off."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = self.report()
        if not self.may("may_spend"):
            raise Http404
        try:
            self._act(report)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        return self.here(report)

    def _act(self, report: Report) -> None:
        off = self.request.POST.get("off", "")
        if off:
            flows.detach_from_report(
                report_id=report.pk, file_id=int(off) if off.isdecimal() else 0, actor=self.person
            )  # fmt: skip
            messages.success(self.request, _("Taken off the report."))
            return
        form = ReportFileForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            words = " ".join(str(each) for errors in form.errors.values() for each in errors)
            raise RuleRefusal("photos_unreadable", words=words)
        file = keep(form.cleaned_data["file"], actor=self.person)
        flows.attach_to_report(
            report_id=report.pk, key=file.key, label=form.cleaned_data["label"], actor=self.person
        )  # fmt: skip
        messages.success(self.request, _("Attached."))


def base_of(request: HttpRequest) -> dict[str, str]:
    """Return the texts that the person began from; none where they cannot be read: then nothing is overwritten."""
    try:
        given = json.loads(request.POST.get("base") or "{}")
    except ValueError:
        return {}
    return (
        {str(place): text for place, text in given.items() if isinstance(text, str)} if isinstance(given, dict) else {}
    )
