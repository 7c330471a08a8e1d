"""Sheets to take along, in the columns that offices use. Text stays text: nothing in a cell is ever a formula."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from projects.models import Project
from venture.kernel import clock

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEN = 100


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook of one sheet with a frozen head."""
    out = BytesIO()
    book = Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(title[:31])
    bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, max(10, min(40, 2 * len(head) + 4)))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, float):
                sheet.write_number(number, column, value, money)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, sheet.dim_rowmax or 1), len(heads) - 1)
    book.close()
    return out.getvalue()


def sheet_answer(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def applications_sheet(projects: Sequence[Project]) -> bytes:
    """Return the bureau's usual table. No query per row on rows of ``screenings.for_sheet``."""
    heads = (
        _("Sequence"), _("Number"), _("Title"), _("Applicant"), _("Credit code"), _("Field of service"), _("Area"),
        _("Asked for (yuan)"), _("Whole budget (yuan)"), _("Handed in at"), _("State"), _("Screening"),
        _("Screened by"), _("Correction due"), _("District"), _("On paper"), _("Reason"),
    )  # fmt: skip
    return workbook(_("Applications"), heads, (_application(number, each) for number, each in _numbered(projects)))


def _numbered(projects: Sequence[Project]) -> Iterable[tuple[int, Any]]:
    return enumerate(projects, start=1)


def _application(number: int, project: Any) -> tuple[Any, ...]:
    screening, advice = getattr(project, "screening", None), getattr(project, "recommendation", None)
    return (
        number, project.code, project.title, project.organization.name, project.organization.uscc,
        str(project.category or ""), project.organization.area.name, project.grant_fen / FEN, project.total_fen / FEN,
        when(project.submitted_at), project.get_state_display(),
        str(screening.get_state_display()) if screening else "",
        str(screening.officer or "") if screening else "", when(project.correction_due),
        str(advice.get_advice_display()) if advice else "", _("Yes") if project.on_paper else "", project.reason,
    )  # fmt: skip


def when(instant: datetime | None) -> str:
    return f"{instant.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if instant else ""
