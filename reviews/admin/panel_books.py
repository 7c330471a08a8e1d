"""Scores that were kept in a workbook: its template, a trial of a filled-in one, loading it for a second person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from reviews.admin.panels import PanelDoor
from reviews.admin.sheets import sheet_answer, workbook
from reviews.enums import AssignmentState, Opinion
from reviews.flows import panels as flows
from reviews.forms.panel_book import BookForm, BookLine, heads_of, packed, read_book, unpacked
from reviews.queries.scoring import marks_of, rubric_of
from reviews.words.panels import LINES
from venture.kernel.errors import RuleRefusal, sentence_of

KEY = "panels.key"


class Template(PanelDoor, View):
    """The empty workbook: a line for each expert and project that the expert scores."""

    permission = KEY
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session, rubric = self.session(), rubric_of(self.row.stage.round)
        heads, rows = heads_of(rubric), []
        for place, seat in enumerate(session.seats):
            for line in session.lines:
                cell = line.cells[place]
                if cell.state not in AssignmentState.counting or cell.barred or cell.sealed:
                    continue
                project = line.slot.project
                first = (line.slot.order, project.code, project.title, seat.appointment.expert.name)
                rows.append((*first, *[""] * (len(heads) - len(first))))
        return sheet_answer(workbook(_("Scores"), heads, rows), f"panel-{pk}.xlsx")


class Bring(PanelDoor, FormView):
    """Try a workbook and see what each line would change. Nothing is written, and the sheet is not kept."""

    permission = KEY
    template_name = "admin/reviews/panel/book.html"
    title = gettext_lazy("Scores from a workbook")
    form_class = BookForm

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {"panel": self.row, "opinions": Opinion}
        return super().get_context_data(**{**facts, **given})

    def form_valid(self, form: Any) -> HttpResponse:
        rubric = rubric_of(self.row.stage.round)
        try:
            lines = read_book(form.content(), self.session(), rubric)
        except RuleRefusal as refusal:
            form.add_error("file", sentence_of(refusal))
            return self.form_invalid(form)
        names = {leaf.key: leaf.name for leaf in rubric.leaves}
        faults = sum(bool(line.faults) for line in lines)
        facts = {
            "lines": [told(line, names) for line in lines], "faults": faults,
            "kept": "" if faults else packed(self.row.pk, lines),
        }  # fmt: skip
        return self.render_to_response(self.get_context_data(form=form, **facts))


class Load(PanelDoor, View):
    """Keep a trial until a second person takes it over: all lines or none."""

    permission = KEY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        try:
            kept = flows.load_workbook(panel_id=pk, rows=unpacked(pk, request.POST.get("kept", "")), actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("%(n)s sheets wait for a colleague to take them over.") % {"n": len(kept)})
        return self.back()


def told(line: BookLine, names: dict[str, str]) -> dict[str, Any]:
    """Return a line of the trial in words: what it says, what stood there before, what is wrong."""
    before = marks_of(line.cell.sheet) if line.cell is not None else {}
    marks = line.said["marks"]
    changes = [
        (names[key], "—" if key not in before else level_word(before[key]), level_word(mark["level"]))
        for key, mark in marks.items()
        if key not in before or before[key] != mark["level"]
    ]
    return {
        "number": line.number, "project": line.project, "expert": line.expert, "changes": changes,
        "draft": bool(before), "same": not changes and not line.faults,
        "faults": [str(LINES[code]) % details for code, details in line.faults],
    }  # fmt: skip


def level_word(level: int | None) -> str:
    return "-" if level is None else str(level)
