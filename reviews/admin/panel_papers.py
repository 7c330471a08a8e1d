"""Papers of a panel: score sheets and the summary table for signature, and the fee sheet of its experts."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import View
from xlsxwriter import Workbook

from reviews.admin.panels import PanelDoor
from reviews.admin.sheets import sheet_answer
from reviews.flows.exporting import note_export
from reviews.flows.panels.printing import note_printing
from reviews.forms.panels import FeeForm
from reviews.queries import panel_papers, panels
from venture.files.printing import render
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

SHEETS, SUMMARY = "sheets", "summary"
FEN = 100


class Print(PanelDoor, View):
    """The score sheets, one expert a page, or the summary table: blank to be filled in by hand, or as sealed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        actor: Any = request.user
        if what not in (SHEETS, SUMMARY):
            raise Http404
        session, now = self.session(), clock.now()
        with translation.override("zh-hans"):
            values = (
                panel_papers.sheet_values(session, at=now)
                if what == SHEETS
                else panel_papers.summary_values(session, panels.results_of(session), at=now)
            )
        printed = render("panel", values, at=now)
        note_printing(panel=self.row, what=what, paper=printed.sha256, pages=printed.pages, actor=actor)
        answer = HttpResponse(printed.pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="panel-{pk}-{what}.pdf"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class Fees(PanelDoor, View):
    """The fee sheet: what each expert did, what is due before tax, what is withheld, room for account and signature."""

    permission = "panels.pay"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        form = FeeForm(request.POST)
        if not form.is_valid() or not any(form.cleaned_data.values()):
            messages.error(request, sentence_of(RuleRefusal("panel_fee_unknown")))
            return self.back()
        given = form.cleaned_data
        lines = panel_papers.fees_of(
            self.session(), session_fen=given["session"], project_fen=given["project"], most_fen=given["most"]
        )
        note_export(what="panel.fees", count=len(lines), actor=actor)
        return sheet_answer(fee_sheet(self.row.name, lines), f"panel-fees-{pk}.xlsx")


def fee_sheet(title: str, lines: list[panel_papers.Fee]) -> bytes:
    """Return the sheet with its sums as formulas, so that an office that sets a figure right sees the sum follow."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Fees"))
    bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    name = book.add_format({"bold": True, "font_size": 14})
    total = book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})
    heads = (
        _("Sequence"), _("Name"), _("Works at"), _("Professional title"), _("Mobile number"), _("Sessions"),
        _("Projects scored"), _("Before tax (yuan)"), _("Tax withheld (yuan)"), _("Paid out (yuan)"),
        _("Identity number"), _("Bank"), _("Account number"), _("Signature"),
    )  # fmt: skip
    sheet.write_string(0, 0, _("Fees of experts: %(name)s") % {"name": title}, name)
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head, bold)
        sheet.set_column(column, column, max(8, min(22, 2 * len(head) + 2)))
    for row, each in enumerate(lines, start=3):
        texts: Mapping[int, str] = {1: each.name, 2: each.employer, 3: each.title, 4: each.mobile}
        sheet.write_number(row, 0, row - 2)
        for column, text in texts.items():
            sheet.write_string(row, column, text)
        sheet.write_number(row, 5, each.sessions)
        sheet.write_number(row, 6, each.projects)
        for column, fen in ((7, each.gross_fen), (8, each.tax_fen), (9, each.net_fen)):
            sheet.write_number(row, column, fen / FEN, money)
    last = 3 + len(lines)
    sheet.write_string(last, 1, _("Sum"), bold)
    for column, letter in ((7, "H"), (8, "I"), (9, "J")):
        fen = sum((each.gross_fen, each.tax_fen, each.net_fen)[column - 7] for each in lines)
        sheet.write_formula(last, column, f"=SUM({letter}4:{letter}{last})", total, fen / FEN)
    sheet.write_string(last + 2, 0, _("Tax is withheld by the table for one payment; payments of one month are one."))
    sheet.write_string(
        last + 3, 0, _("Made by") + "：　　　　　　" + _("Checked by") + "：　　　　　　" + _("Approved by") + "："
    )
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()
