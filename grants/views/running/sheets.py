"""The monthly table as a sheet; the staff's desk takes the same along."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

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
