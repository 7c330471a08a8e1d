"""The monthly table as a sheet, which the staff's desk takes along as well; the empty workbook for expenses."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from grants.forms.expense_book import MOST_LINES, Choices
from grants.models import Grant
from grants.queries.running import statement_of
from reviews.admin.sheets import FEN, workbook


def statement_sheet(grant: Grant) -> bytes:
    """Return 收支表 of a grant as a workbook."""
    statement = statement_of(grant)
    months = [f"{year}-{month:02d}" for year, month in statement.months]
    heads = (
        _("Line of the budget"), _("Budget (yuan)"), *months, _("Spent (yuan)"), _("Of it accepted (yuan)"),
        _("Left (yuan)"),
    )  # fmt: skip
    rows: list[Sequence[Any]] = [
        (_("Income"), statement.income.budget_fen / FEN, *_yuan(statement.received), "", "", "")
    ]  # fmt: skip
    for row, cells in statement.cells():
        name = row.item or (_("Total") if row.key == "total" else _("Not in the budget"))
        rows.append(
            (
                name, row.budget_fen / FEN, *_yuan(cells), row.spent_fen / FEN, row.accepted_fen / FEN,
                row.left_fen / FEN,
            )
        )  # fmt: skip
    rows.append((_("Left at the end of the month"), "", *_yuan(statement.balances()), "", "", ""))
    return workbook(_("Monthly table"), heads, rows)


def _yuan(cells: Sequence[int]) -> list[float]:
    return [fen / FEN for fen in cells]


def expense_template(choices: Choices) -> bytes:
    """Return the empty workbook for expenses: a second sheet holds what the cells of the first let one choose."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, known = book.add_worksheet(_("Expenses")), book.add_worksheet(_("Choices"))
    bold, day, money = (
        book.add_format(each) for each in ({"bold": True, "bottom": 1}, {"num_format": "yyyy-mm-dd"},
        {"num_format": "#,##0.00"})
    )  # fmt: skip
    formats = {"on": day, "amount_fen": money}
    offered = {"line": choices.lines, "method": choices.methods, "source_slug": choices.sources}
    for column, (name, head) in enumerate(choices.heads.items()):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, max(14, 2 * len(head) + 4), formats.get(name))
        if name in offered:
            known.write_string(0, column, head, bold)
            for row, words in enumerate(offered[name], start=1):
                known.write_string(row, column, words)
            cells = xl_range_abs(1, column, len(offered[name]), column)
            sheet.data_validation(
                1, column, MOST_LINES, column, {"validate": "list", "source": f"='{_('Choices')}'!{cells}"}
            )
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
