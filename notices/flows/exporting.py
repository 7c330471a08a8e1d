"""A notice to take along: a Word file for the office system, and its list as a sheet without a live formula."""

from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from xlsxwriter import Workbook

from notices.domain import listing
from notices.domain.content import table_of
from notices.models import Notice
from notices.queries import list_block, paper_blocks
from venture.kernel import clock

LANGUAGE = "zh-hans"
FEN = 100
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
RED = RGBColor(0xB3, 0x26, 0x1E)
# The faces and sizes of an official document (GB/T 9704): title 22 pt, text 16 pt, margins 3.7 / 3.5 / 2.8 / 2.6 cm.
TITLE, TEXT, SMALL = ("方正小标宋简体", Pt(22)), ("仿宋", Pt(16)), ("仿宋", Pt(11))


def word_of(notice: Notice) -> bytes:
    """Return the notice as a Word file for the office system; “草稿” stands above until it has a document number."""
    with translation.override(LANGUAGE):
        paper = Document()
        _lay_out(paper)
        if not notice.document_number:
            _line(paper, f"【{_('Draft')}】", ("黑体", Pt(16)), centred=True, colour=RED)
        _line(paper, notice.issuer, ("黑体", Pt(26)), centred=True, colour=RED)
        if notice.document_number:
            _line(paper, notice.document_number, TEXT, centred=True)
        _line(paper, notice.title, TITLE, centred=True)
        for block in paper_blocks(notice):
            _block(paper, block)
        _line(paper, notice.issuer, TEXT, right=True)
        if notice.published_at:
            _line(paper, date_format(notice.published_at.astimezone(clock.BEIJING), "DATE_FORMAT"), TEXT, right=True)
        out = BytesIO()
        paper.save(out)
        return out.getvalue()


def sheet_of(notice: Notice) -> bytes:
    """Return the frozen list as a workbook: amounts are numbers in yuan, everything else is text."""
    with translation.override(LANGUAGE):
        out = BytesIO()
        book = Workbook(out, PLAIN)
        sheet, bold = book.add_worksheet(_("List")), book.add_format({"bold": True, "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        if listing.is_awards(notice.items):
            head = [
                pgettext("list", "Number"),
                _("Code"),
                _("Field of service"),
                _("Project"),
                _("Applicant"),
                _("Proposed (yuan)"),
            ]
            rows: list[list[Any]] = [
                [number, item["code"], item["group"], item["title"], item["organization"], item["fen"] / FEN]
                for number, item in enumerate(notice.items, start=1)
            ]
        else:
            block = list_block(notice) or {"head": [], "rows": []}
            head, rows = block["head"], block["rows"]
        for column, words in enumerate(head):
            sheet.write_string(0, column, words, bold)
            sheet.set_column(column, column, max([len(str(row[column])) for row in rows] + [4]) * 2 + 2)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write_number(line, column, value, money if isinstance(value, float) else None)
        sheet.freeze_panes(1, 0)
        book.close()
        return out.getvalue()


def _lay_out(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _line(
    paper: Any, words: str, face: tuple[str, Any], *, centred: bool = False, right: bool = False, indent: bool = False,
    colour: Any = None, bold: bool = False,
) -> None:  # fmt: skip
    line = paper.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    if centred or right:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    if indent:
        line.paragraph_format.first_line_indent = face[1] * 2
    _write(line, words, face, colour=colour, bold=bold)


def _write(line: Any, words: str, face: tuple[str, Any], *, colour: Any = None, bold: bool = False) -> None:
    run = line.add_run(words)
    run.font.name, run.font.size, run.bold = face[0], face[1], bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face[0])
    if colour is not None:
        run.font.color.rgb = colour


def _block(paper: Any, block: dict[str, Any]) -> None:
    match block["kind"]:
        case "heading":
            _line(paper, block["text"], ("黑体", Pt(16)), indent=True)
        case "list":
            for number, item in enumerate(block["items"], start=1):
                _line(paper, f"{number}．{item}", TEXT, indent=True)
        case "table":
            _table(paper, block)
        case _:
            for each in block["text"].split("\n"):
                _line(paper, each, TEXT, indent=True)


def _table(paper: Any, block: dict[str, Any]) -> None:
    drawn = table_of(block)
    wide = len(drawn.head)
    table = paper.add_table(rows=0, cols=wide, style="Table Grid")
    _row(table, [cell.text for cell in drawn.head], bold=True)
    for section in drawn.sections:
        if section.name:
            _row(table, [f"{section.name} {section.note}".strip(), *[""] * (wide - 2), section.sum], bold=True)
        for row in section.rows:
            _row(table, [cell.text for cell in row])
    if drawn.total:
        _row(table, [drawn.total.name, *[""] * (wide - 2), drawn.total.sum], bold=True)


def _row(table: Any, cells: list[str], *, bold: bool = False) -> None:
    row = table.add_row().cells
    blank = [place for place, text in enumerate(cells[1:-1], start=1) if not text]
    if bold and blank:
        row[0].merge(row[blank[-1]])
    for place, text in enumerate(cells):
        if text and not (bold and place in blank):
            cell = row[place]
            line = cell.paragraphs[0]
            if place == len(cells) - 1:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _write(line, text, SMALL, bold=bold)
