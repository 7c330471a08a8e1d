"""Applications in a workbook: the template, trying one without writing, what each row would come to, taking over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View

from projects.admin.papers import PaperDoor
from projects.flows import paper
from projects.flows.paper.loading import TAKE
from projects.forms.entering import SheetForm
from projects.forms.loading import judged_rows
from projects.forms.sheets import template
from projects.models import SheetLoad
from projects.queries.papers import rounds_for_paper
from projects.queries.sheets import Judged, for_sheets
from projects.words import labels
from venture.doors import desk
from venture.doors.admin import StaffDoor
from venture.doors.desk import DeskAct, DeskPage, RowDesk
from venture.files import flows as files
from venture.files.enums import FileState
from venture.jobs.models import Job
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 3
ACTS: dict[str, desk.Act] = {"take": ("sheets.take", paper.take_sheet, "")}


class Bring(PaperDoor):
    """Bring a filled-in workbook to be tried, or download the empty one."""

    title = gettext_lazy("Load applications from a workbook")
    lead = gettext_lazy(
        "For applications that came on paper or are kept in Excel. Download the empty workbook, fill it in, bring it to"
        " be tried: nothing is written until you take the good rows over."
    )
    button = pgettext_lazy("workbook", "Try it")
    form_class = SheetForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rounds": rounds_for_paper()}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        sheets = policy.visible(self.person, "sheets.view", for_sheets())[:10]
        facts = {"after": "admin/projects/sheets.html", "sheets": sheets, "rounds": rounds_for_paper()}
        return super().get_context_data(**{**facts, **given})

    def done(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        file = files.keep(given["file"], actor=self.person)
        load = paper.bring_sheet(round_id=given["round"].pk, file=file.key, reason=given["reason"], actor=self.person)
        return HttpResponseRedirect(reverse("admin:sheet_desk", args=[load.pk]))


class Template(StaffDoor, View):
    """The empty workbook of the round that the address names, else of the newest."""

    permission = "applications.enter_paper"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rounds, code = rounds_for_paper(), request.GET.get("round", "")
        round_ = rounds.filter(code=code).first() if code else rounds.first()
        if round_ is None:
            raise Http404
        answer = HttpResponse(template(round_), content_type=TYPE)
        answer["Content-Disposition"] = f'attachment; filename="applications-{round_.code}.xlsx"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class SheetDoor(RowDesk):
    permission = "sheets.view"
    desk = "sheet_desk"
    acts = ACTS
    row: SheetLoad

    def rows(self) -> Any:
        return for_sheets()


class Desk(SheetDoor, DeskPage):
    """What each row would come to now. 20 queries and one for each organisation of a good row."""

    template_name = "admin/projects/sheet.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        judged, refusal = self.judged()
        job = Job.objects.filter(name=TAKE, key=f"{self.row.pk}:{self.row.runs}").first()
        facts = {
            "title": self.row.file.name,
            "lines": [_told(each) for each in judged],
            "refusal": refusal,
            "good": sum(each.good for each in judged),
            "known": sum(each.known is not None for each in judged),
            "bad": sum(bool(each.refusals) for each in judged),
            "job": job,
        }
        return super().get_context_data(**{**facts, **given})

    def judged(self) -> tuple[list[Judged], str]:
        """Return the rows, or the sentence that says why there are none."""
        if self.row.file.state == FileState.WAITING:
            return [], _("The file is being checked for viruses. Reload this page in a moment.")
        if self.row.file.state != FileState.READY:
            return [], _("The file is no longer kept. Bring it again.")
        try:
            return judged_rows(self.row, self.request.user), ""
        except RuleRefusal as refusal:
            return [], sentence_of(refusal)


class Act(SheetDoor, DeskAct):
    """Take the good rows over, by a job whose progress is shown."""

    def given(self, verb: str) -> dict[str, Any]:
        return {"load_id": self.row.pk}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["verb"] not in ACTS:
            raise Http404
        if not self.allows("sheets.take"):
            raise Http404
        actor: Any = request.user
        try:
            job = paper.take_sheet(load_id=self.row.pk, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.back()
        return HttpResponseRedirect(reverse("jobs:progress", args=[job.pk]))


def _told(each: Judged) -> dict[str, Any]:
    """Return a row as the report says it, with at most a few of the answers that are to be mended."""
    wrong = [
        f"{labels.section_name(problem.section)} · "
        f"{labels.place_of(problem.section, problem.path, each.row.texts.get(problem.section, {}))}："
        f"{labels.sentence(problem)}"
        for problem in each.wrong[:MOST_SHOWN]
    ]
    return {
        "judged": each,
        "refusals": [sentence_of(refusal) for refusal in each.refusals],
        "wrong": wrong,
        "more": max(0, len(each.wrong) - MOST_SHOWN),
    }
