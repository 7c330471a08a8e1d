"""Lists of running projects to take along: the same columns from a list and from a project's own page."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from grants.queries.ending import lacks
from grants.words.closing import STEPS, lack_words
from grants.words.running import say_flags
from reviews.admin.sheets import FEN, sheet_answer, when, workbook
from reviews.flows.exporting import note_export
from venture.kernel import clock

Row = Sequence[Any]
Columns = tuple[Callable[[], str], Callable[[], tuple[str, ...]], Callable[[Any], Row]]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _grants() -> tuple[str, ...]:
    return (
        _("Number"), _("Title"), _("Organisation"), _("State"), _("Starts on"), _("Ends on"), _("Award (yuan)"),
        _("Received (yuan)"), _("Spent (yuan)"), _("Last activity"), _("Expenses to check"), _("Struck the checks"),
        _("Late reports"), _("Changes asked for"), _("Next step of the close-out"), _("Lacks for it"),
    )  # fmt: skip


def _grant(row: Any) -> Row:
    return (
        row.project.code, row.project.title, row.organization.name, row.get_state_display(), _day(row.starts_on),
        _day(row.ends_on), row.amount_fen / FEN, row.paid_fen / FEN, row.spent / FEN, _day(row.last_on),
        row.open_expenses, row.struck, row.late, row.asked, str(STEPS.get(row.end_step, "")),
        "；".join(lack_words(each) for each in lacks(row)),
    )  # fmt: skip


def _activities() -> tuple[str, ...]:
    return (
        _("Project"), _("Day"), _("What took place"), _("Place"), _("People served"), _("Names on the sheet"),
        _("Own people"), _("Volunteers"), _("Hours of volunteers"), _("Led by"), _("In one sentence"),
        _("Recorded by"), _("Recorded at"), _("Taken back because"),
    )  # fmt: skip


def _activity(row: Any) -> Row:
    return (
        row.grant.project.code, _day(row.on), row.title, row.place, row.people,
        "" if row.signed is None else row.signed, row.staff, row.volunteers, row.volunteer_hours, row.led_by,
        row.words, str(row.recorded_by), when(row.recorded_at), row.withdrawn_reason,
    )  # fmt: skip


def _expenses() -> tuple[str, ...]:
    return (
        _("Project"), _("Paid on"), _("Amount (yuan)"), _("Line of the budget"), _("What for"), _("Payee"),
        _("Voucher"),
        _("Paid by"), _("State"), _("What struck the checks"), _("Reason"), _("Answer"), _("Entered by"),
        _("Checked by"),
    )  # fmt: skip


def _expense(row: Any) -> Row:
    return (
        row.grant.project.code, _day(row.on), row.amount_fen / FEN, row.line, row.purpose, row.payee,
        row.voucher_number, row.get_method_display(), row.get_state_display(), "；".join(say_flags(row.flags)),
        row.reason, row.answer, str(row.entered_by), str(row.judged_by or ""),
    )  # fmt: skip


def _reports() -> tuple[str, ...]:
    return (
        _("Project"), _("Report"), _("Order"), _("State"), _("Due on"), _("To be mended by"), _("Handed in at"),
        _("Days late"), _("Judged by"), _("Remarks"),
    )  # fmt: skip


def _report(row: Any) -> Row:
    return (
        row.grant.project.code, row.get_kind_display(), row.order, row.get_state_display(), _day(row.due_on),
        _day(row.mend_by), when(row.submitted_at), row.days_late, str(row.judged_by or ""), row.remarks,
    )  # fmt: skip


def _changes() -> tuple[str, ...]:
    return (
        _("Project"), _("Number"), _("Kind"), _("State"), _("Reason"), _("Places"), _("Asked by"), _("Asked at"),
        _("Decided by"), _("Decided at"), _("Answer"),
    )  # fmt: skip


def _change(row: Any) -> Row:
    return (
        row.grant.project.code, row.number, row.get_kind_display(), row.get_state_display(), row.reason,
        len(row.changes), str(row.asked_by), when(row.asked_at), str(row.decided_by or ""), when(row.decided_at),
        row.answer,
    )  # fmt: skip


def _visits() -> tuple[str, ...]:
    return (
        _("Project"), _("Day"), _("Visitors"), _("State"), _("Items that do not fit"), _("Finding"),
        _("To be mended by"), _("Mended at"), _("How it was mended"),
    )  # fmt: skip


def _visit(row: Any) -> Row:
    return (
        row.grant.project.code, _day(row.on), row.visitors, row.get_state_display(),
        "；".join(each["item"] for each in row.checklist if each["ok"] is False), row.finding, _day(row.mend_by),
        when(row.mended_at), row.mended_words,
    )  # fmt: skip


SHEETS: dict[str, Columns] = {
    "projects": (lambda: _("Running projects"), _grants, _grant),
    "activities": (lambda: _("Activities"), _activities, _activity),
    "expenses": (lambda: _("Expenses"), _expenses, _expense),
    "reports": (lambda: _("Reports"), _reports, _report),
    "changes": (lambda: pgettext("project", "Changes"), _changes, _change),
    "visits": (lambda: _("Visits"), _visits, _visit),
}


def sheet_of(what: str, rows: Sequence[Any], *, name: str, actor: Any) -> HttpResponse:
    """Return rows of one kind as a sheet; who took how many is on record."""
    title, heads, row = SHEETS[what]
    note_export(what=what, count=len(rows), actor=actor)
    return sheet_answer(workbook(title(), heads(), [row(each) for each in rows]), name)


class TakesAlong:
    """A list whose chosen rows can be taken along as a sheet."""

    sheet = ""
    actions: Any = ("take_along",)

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))  # type: ignore[attr-defined]

    @admin.action(description=gettext_lazy("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        return self.sheet_for(list(rows), f"{self.sheet}-{clock.today():%Y%m%d}.xlsx", request.user)

    def sheet_for(self, rows: Sequence[Any], name: str, actor: Any) -> HttpResponse:
        return sheet_of(self.sheet, rows, name=name, actor=actor)
