"""The papers of a payment order: the request to the leaders as Word, the summary and the bank's list as workbooks.

Pages and the summary for readers show the last digits of an account. The whole numbers leave in ``reveal_papers`` only,
which writes down who took them. Text stays text: nothing in a cell is ever a formula.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from xlsxwriter import Workbook

from accounts.models import User
from grants.enums import BatchState, Route
from grants.models import Payment, PaymentOrder
from grants.queries.paying import order_rows, settings_of
from organizations.flows.moving import refuse_members
from organizations.queries import number_of
from rounds.flows.locks import shared
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import capital, format_yuan

LANGUAGE = "zh-hans"
FEN = 100
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The faces and sizes of an official document (GB/T 9704).
TITLE, TEXT, SMALL = ("方正小标宋简体", Pt(22)), ("仿宋", Pt(16)), ("仿宋", Pt(11))
CHECKED = frozenset({BatchState.CHECKED, BatchState.SENT, BatchState.SETTLED})
Row = Sequence[Any]


def request_paper(order: PaymentOrder) -> bytes:
    """Return 拨付请示 as a Word file for the office system. Three queries."""
    with translation.override(LANGUAGE):
        payments, round_ = order_rows(order), order.round
        whole = sum(each.amount_fen for each in payments)
        sources = "、".join(
            _("%(source)s %(yuan)s yuan") % {"source": name, "yuan": format_yuan(fen, places=2)}
            for name, fen in by_source(payments).items()
        )
        paper = Document()
        _lay_out(paper)
        if order.document_number:
            _line(paper, order.document_number, TEXT, centred=True)
        _line(paper, _("Request to pay project funds of %(round)s") % {"round": round_.title}, TITLE, centred=True)
        _line(paper, _("To the leaders of the bureau:"), TEXT)
        for words in (
            _(
                "By the rules of %(round)s and the agreements that were signed, the conditions of payment of "
                "%(count)s payments were checked one by one, and all stand."
            )
            % {"round": round_.title, "count": len(payments)},
            _("It is proposed to pay %(yuan)s yuan (%(words)s), from: %(sources)s.")
            % {"yuan": format_yuan(whole, places=2), "words": capital(whole), "sources": sources},
            _("Way of payment: %(route)s. Payment order: %(number)s. The list follows.")
            % {"route": order.get_route_display(), "number": order.number},
        ):
            _line(paper, words, TEXT, indent=True)
        _table(paper, payments, whole)
        _line(paper, _("We ask for your approval."), TEXT, indent=True)
        _line(paper, settings_of(round_).payer or round_.sponsor, TEXT, right=True)
        _line(paper, date_format(clock.today(), "DATE_FORMAT"), TEXT, right=True)
        out = BytesIO()
        paper.save(out)
        return out.getvalue()


def summary_sheet(order: PaymentOrder, number: Callable[[Payment], str] | None = None) -> bytes:
    """Return 拨付汇总表 in the layout of the office: one line per payment, sum in figures and in capitals, signatures.

    ``number`` tells the whole account number; without it the last digits stand. Three queries.
    """
    with translation.override(LANGUAGE):
        payments = order_rows(order)
        heads = (
            pgettext("list", "Number"), _("Code"), _("Project"), _("Unit"), _("Bank of the account"),
            _("Account number"), _("This payment (yuan)"), _("In capital figures"), _("Source of money"),
            _("Tranche"), _("Number of the payment"),
        )  # fmt: skip
        rows: list[Row] = [
            (
                place, each.grant.project.code, each.grant.project.title, each.grant.organization.name, _bank(each),
                number(each) if number else _masked(each), each.amount_fen / FEN, capital(each.amount_fen),
                _sources(each), str(each.tranche.order), each.number,
            )
            for place, each in enumerate(payments, start=1)
        ]  # fmt: skip
        whole = sum(each.amount_fen for each in payments)
        return _sheet(order, heads, rows, whole)


def bank_file(order: PaymentOrder, number: Callable[[Payment], str]) -> bytes:
    """Return the list that the bank or the treasury's system takes: one line per payment, our number as reference."""
    with translation.override(LANGUAGE):
        payments = order_rows(order)
        treasury = order.route == Route.TREASURY
        heads = [
            _("Account number of the payee"), _("Payee"), _("Bank of the account"), _("Bank code (12 digits)"),
            _("Amount (yuan)"), pgettext("bank", "Reference"), _("Purpose"),
        ]  # fmt: skip
        rows: list[Row] = []
        for each in payments:
            account: Any = each.account
            row: list[Any] = [
                number(each), account.holder, _bank(each), account.bank_code, each.amount_fen / FEN, each.number,
                _("Project funds of %(code)s") % {"code": each.grant.project.code},
            ]  # fmt: skip
            rows.append(
                [*row, settings_of(order.round).payer or order.round.sponsor, _sources(each)][: 9 if treasury else 7]
            )
        if treasury:
            heads += [_("Paying unit"), _("Source of money")]
        out = BytesIO()
        book = Workbook(out, PLAIN)
        sheet, money = book.add_worksheet(_("Payments")), book.add_format({"num_format": "0.00"})
        for line, cells in enumerate([heads, *rows]):
            for column, value in enumerate(cells):
                _cell(sheet, line, column, value, money if line else None)
        sheet.set_column(0, len(heads) - 1, 24)
        book.close()
        return out.getvalue()


def reveal_papers(*, order_id: int, what: str, actor: User) -> bytes:
    """Return the ``summary`` or the ``bank`` file with whole account numbers, and write down who took it.

    Raise ``RuleRefusal``: ``payment_order_not_checked`` for the bank's file of an order that nobody checked;
    ``own_organization``.
    """
    round_id = PaymentOrder.objects.values_list("round_id", flat=True).get(pk=order_id)
    with shared(round_id):
        order = PaymentOrder.objects.select_related("round").get(pk=order_id)
        if what == "bank" and order.state not in CHECKED:
            raise RuleRefusal("payment_order_not_checked")
        payments = order_rows(order)
        for organization in sorted({each.grant.organization_id for each in payments}):
            refuse_members(organization, actor)
        build = {"summary": summary_sheet, "bank": bank_file}[what]
        content = build(order, _whole)
        record(
            actor=actor, verb="payment_order.reveal", subject=order, number=order.number, what=what,
            payments=len(payments),
        )  # fmt: skip
        return content


def by_source(payments: Sequence[Payment]) -> dict[str, int]:
    """Return what each source pays, by its name and year. The parts are prefetched."""
    found: dict[str, int] = {}
    for each in payments:
        for part in each.parts.all():
            name = str(part.share)
            found[name] = found.get(name, 0) + part.amount_fen
    return found


def _whole(payment: Payment) -> str:
    return number_of(payment.account) if payment.account else ""


def _masked(payment: Payment) -> str:
    return payment.account.masked if payment.account else ""


def _bank(payment: Payment) -> str:
    account = payment.account
    return f"{account.bank}{account.branch}" if account else ""


def _sources(payment: Payment) -> str:
    return "；".join(f"{name} {format_yuan(fen, places=2)}" for name, fen in by_source([payment]).items())


def _sheet(order: PaymentOrder, heads: Row, rows: list[Row], whole: int) -> bytes:
    out = BytesIO()
    book = Workbook(out, PLAIN)
    sheet = book.add_worksheet(_("Summary of payments"))
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    money = book.add_format({"border": 1, "num_format": "#,##0.00", "valign": "vcenter"})
    last = len(heads) - 1
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, _("Summary of payments: %(round)s") % {"round": order.round.title}, title)
    sheet.write_string(1, 0, _("Payment order: %(number)s") % {"number": order.number})
    sheet.write_string(1, 6, _("Way of payment: %(route)s") % {"route": order.get_route_display()})
    for column, head in enumerate(heads):
        sheet.write_string(2, column, str(head), bold)
        sheet.set_column(column, column, (6, 16, 28, 26, 28, 24, 16, 32, 34, 8, 24)[column])
    for line, row in enumerate(rows, start=3):
        for column, value in enumerate(row):
            _cell(sheet, line, column, value, money if isinstance(value, float) else cell)
    end = 3 + len(rows)
    for column in range(last + 1):
        sheet.write_blank(end, column, None, cell)
    sheet.write_string(end, 1, _("Total"), cell)
    sheet.write_number(end, 6, whole / FEN, money)
    sheet.write_string(end, 7, capital(whole), cell)
    signs = (_("Made by:"), str(order.made_by)), (_("Checked by:"), str(order.checked_by or ""))
    for column, (words, name) in zip((1, 4), signs, strict=True):
        sheet.write_string(end + 2, column, f"{words}{name}")
    sheet.write_string(end + 2, 7, _("Approved by:"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()


def _cell(sheet: Any, line: int, column: int, value: Any, form: Any) -> None:
    if isinstance(value, int | float):
        sheet.write_number(line, column, value, form)
    else:
        sheet.write_string(line, column, str(value), form)


def _lay_out(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _line(
    paper: Any, words: str, face: tuple[str, Any], *, centred: bool = False, right: bool = False, indent: bool = False
) -> None:  # fmt: skip
    line = paper.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    if centred or right:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        line.paragraph_format.first_line_indent = face[1] * 2
    _write(line, words, face)


def _write(line: Any, words: str, face: tuple[str, Any]) -> None:
    run = line.add_run(words)
    run.font.name, run.font.size = face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face[0])


def _table(paper: Any, payments: list[Payment], whole: int) -> None:
    table = paper.add_table(rows=0, cols=5, style="Table Grid")
    heads = (pgettext("list", "Number"), _("Code"), _("Project"), _("Unit"), _("This payment (yuan)"))
    lines: list[Row] = [heads]
    for place, each in enumerate(payments, start=1):
        project = each.grant.project
        lines.append(
            (place, project.code, project.title, each.grant.organization.name, format_yuan(each.amount_fen, places=2))
        )
    lines.append(("", _("Total"), "", "", format_yuan(whole, places=2)))
    for cells in lines:
        row = table.add_row().cells
        for place, value in enumerate(cells):
            line = row[place].paragraphs[0]
            if place == 4:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _write(line, str(value), SMALL)
