"""Expenses from a workbook: its template, a trial of a filled-in one, entering all of its lines or none."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from grants.flows import running as flows
from grants.forms.expense_book import BookForm, BookLine, choices_of, packed, read_book, unpacked
from grants.views.running.frame import ProjectAct, ProjectDoor, ProjectPage
from grants.views.running.sheets import expense_template
from grants.words.running import BOOK_FAULTS
from reviews.admin.sheets import sheet_answer
from venture.kernel.errors import RuleRefusal, sentence_of

SPENDS = "running.spend"


class Template(ProjectDoor, View):
    """The empty workbook of this project: what may be chosen is in its cells."""

    permission = SPENDS
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sheet_answer(expense_template(choices_of(self.row)), f"expenses-{self.row.project.code}.xlsx")


class Bring(ProjectPage):
    """Try a workbook and see what each line comes to. Nothing is written, and the workbook is not kept."""

    permission = SPENDS
    template_name = "grants/running/expense_book.html"
    tab = "expenses"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {"form": BookForm(), "here": _("Expenses from a workbook"), **given}
        return super().get_context_data(**facts)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BookForm(request.POST, request.FILES)
        facts: dict[str, Any] = {"form": form}
        if form.is_valid():
            try:
                facts |= self._tried(read_book(form.content(), self.row))
            except RuleRefusal as refusal:
                form.add_error("file", sentence_of(refusal))
        return self.render_to_response(self.get_context_data(**facts), status=409 if form.errors else 200)

    def _tried(self, lines: list[BookLine]) -> dict[str, Any]:
        faults = sum(bool(line.faults) for line in lines)
        new = [line for line in lines if not line.stands and not line.faults]
        items = {key: name for name, key in choices_of(self.row).lines.items()}
        return {
            "lines": [_told(line, items) for line in lines], "faults": faults, "new": len(new),
            "sum_fen": sum(line.given["amount_fen"] for line in new),
            "kept": packed(self.row, new) if new and not faults else "",
        }  # fmt: skip


class Enter(ProjectAct):
    """Enter the lines of a trial."""

    permission = SPENDS
    right = "may_spend"

    def act(self) -> str:
        rows = unpacked(self.row, self.request.POST.get("kept", ""))
        done = flows.enter_expenses(grant_id=self.row.pk, rows=rows, actor=self.person)
        struck = sum(bool(expense.flags) for expense in done)
        if struck:
            words = ngettext(
                "Something struck the checks of %(n)s of them: it is said beside it.",
                "Something struck the checks of %(n)s of them: it is said beside each.", struck,
            )  # fmt: skip
            messages.warning(self.request, words % {"n": struck})
        entered = ngettext("%(n)s expense is entered.", "%(n)s expenses are entered.", len(done))
        return entered % {"n": len(done)}

    def back(self) -> HttpResponse:
        return self.go("expenses")


def _told(line: BookLine, items: dict[str, str]) -> dict[str, Any]:
    """Return a line of the trial in words."""
    return {
        "number": line.number, "given": line.given, "stands": line.stands,
        "item": items.get(line.given.get("line", ""), "") if "line" in line.given else "",
        "faults": [str(BOOK_FAULTS[code]) % details for code, details in line.faults],
    }  # fmt: skip
