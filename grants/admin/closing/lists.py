"""Lists of what ends a project. Every row opens where the work is done; every list can be taken along as a sheet."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from grants.admin.running.sheets import TakesAlong
from grants.models import AnnualAccount, Closure, Evaluation, Measure, Recovery
from grants.templatetags.points import points
from reviews.admin.sheets import FEN, sheet_answer, workbook
from reviews.flows.exporting import note_export
from venture.doors.desk import DeskAdmin
from venture.doors.templatetags.when import beijing, beijing_day
from venture.kernel.money import format_yuan


class Listed(TakesAlong, DeskAdmin):
    """A list that says its own columns."""

    def heads(self) -> Sequence[str]:
        raise NotImplementedError

    def line(self, row: Any) -> Sequence[Any]:
        raise NotImplementedError

    def sheet_for(self, rows: Sequence[Any], name: str, actor: Any) -> HttpResponse:
        note_export(what=self.sheet, count=len(rows), actor=actor)
        return sheet_answer(workbook(self.sheet, self.heads(), (self.line(row) for row in rows)), name)


class OfGrant(Listed):
    """A list of what belongs to grants: a row opens the end of its grant."""

    desk, key = "grant_end", "grant.project.code"

    @admin.display(description=gettext_lazy("project"), ordering="grant__project__code")
    def project(self, row: Any) -> str:
        found = row.grant.project
        return format_html(
            '<a href="{}">{}</a><br><span class="muted">{} · {}</span>', self.address(row), found.title or found.code,
            found.code, row.grant.organization.name,
        )  # fmt: skip


BELONGS = ("grant__project", "grant__organization", "grant__round")
SEARCH = ("grant__project__code", "grant__project__title", "grant__organization__name")
ROUND = ("grant__round", admin.RelatedOnlyFieldListFilter)


@admin.register(Evaluation)
class EvaluationAdmin(OfGrant):
    view_permission = "evaluations.view"
    sheet = "evaluations"
    list_display = ("project", "phase", "state", "shown", "grade", "evaluator", "opened")
    list_filter = ("state", "phase", "passed", ROUND)
    list_select_related = (*BELONGS, "evaluator")
    search_fields = SEARCH

    def address(self, row: Any) -> str:
        return reverse("evaluation:sheet", args=[row.pk])

    @admin.display(description=pgettext_lazy("evaluation", "points"), ordering="total")
    def shown(self, row: Evaluation) -> str:
        return points(row.total)

    @admin.display(description=gettext_lazy("opened at"), ordering="opened_at")
    def opened(self, row: Evaluation) -> str:
        return beijing(row.opened_at)

    def heads(self) -> Sequence[str]:
        return (
            _("Number"), _("Title"), _("Organisation"), _("Evaluation"), _("Version"), _("State"), _("Points"),
            _("Grade"), _("Passed"), _("Evaluator"), _("Opinion"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        passed = "" if row.passed is None else (_("Yes") if row.passed else _("No"))
        return (
            row.grant.project.code, row.grant.project.title, row.grant.organization.name, row.get_phase_display(),
            row.version, row.get_state_display(), "" if row.total is None else row.total / 100, row.grade, passed,
            str(row.evaluator or ""), row.opinion,
        )  # fmt: skip


@admin.register(Measure)
class MeasureAdmin(OfGrant):
    view_permission = "measures.view"
    sheet = "measures"
    list_display = ("project", "kind", "state", "why", "asked_by", "asked", "decided_by")
    list_filter = ("state", "kind", ROUND)
    list_select_related = (*BELONGS, "asked_by", "decided_by")
    search_fields = SEARCH

    @admin.display(description=gettext_lazy("grounds"))
    def why(self, row: Measure) -> str:
        return row.reason[:80]

    @admin.display(description=gettext_lazy("asked at"), ordering="asked_at")
    def asked(self, row: Measure) -> str:
        return beijing(row.asked_at)

    def heads(self) -> Sequence[str]:
        return (
            _("Number"), _("Title"), _("Organisation"), _("Measure"), _("State"), _("Grounds"), _("Until"),
            _("Asked by"), _("Decided by"), _("Answer"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.grant.project.code, row.grant.project.title, row.grant.organization.name, row.get_kind_display(),
            row.get_state_display(), row.reason, str(row.until or ""), str(row.asked_by), str(row.decided_by or ""),
            row.answer,
        )  # fmt: skip


@admin.register(Recovery)
class RecoveryAdmin(OfGrant):
    view_permission = "recoveries.view_staff"
    sheet = "recoveries"
    list_display = ("project", "ground", "state", "owed", "back", "due")
    list_filter = ("state", "ground", ROUND, "source")
    list_select_related = (*BELONGS, "source", "claimed_by")
    search_fields = SEARCH

    @admin.display(description=gettext_lazy("to be returned (yuan)"), ordering="amount_fen")
    def owed(self, row: Recovery) -> str:
        return format_yuan(row.amount_fen)

    @admin.display(description=gettext_lazy("returned (yuan)"), ordering="returned_fen")
    def back(self, row: Recovery) -> str:
        return format_yuan(row.returned_fen)

    @admin.display(description=gettext_lazy("due on"), ordering="due_on")
    def due(self, row: Recovery) -> str:
        return beijing_day(row.due_on) or "—"

    def heads(self) -> Sequence[str]:
        return (
            _("Number"), _("Title"), _("Organisation"), _("Source"), _("Year"), _("Ground"), _("State"),
            _("To be returned (yuan)"), _("Returned (yuan)"), _("Written off (yuan)"), _("Due on"), _("Reason"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.grant.project.code, row.grant.project.title, row.grant.organization.name, row.source.name, row.year,
            row.get_ground_display(), row.get_state_display(), row.amount_fen / FEN, row.returned_fen / FEN,
            row.written_off_fen / FEN, str(row.due_on or ""), row.reason,
        )  # fmt: skip


@admin.register(Closure)
class ClosureAdmin(OfGrant):
    view_permission = "closures.view"
    sheet = "close-outs"
    list_display = ("project", "state", "paid", "spent", "returned", "opened", "closed_by")
    list_filter = ("state", ROUND)
    list_select_related = (*BELONGS, "closed_by", "checked_by")
    search_fields = SEARCH

    @admin.display(description=gettext_lazy("paid (yuan)"), ordering="paid_fen")
    def paid(self, row: Closure) -> str:
        return format_yuan(row.paid_fen)

    @admin.display(description=gettext_lazy("spent (yuan)"), ordering="spent_fen")
    def spent(self, row: Closure) -> str:
        return format_yuan(row.spent_fen)

    @admin.display(description=gettext_lazy("returned (yuan)"), ordering="returned_fen")
    def returned(self, row: Closure) -> str:
        return format_yuan(row.returned_fen)

    @admin.display(description=gettext_lazy("opened at"), ordering="opened_at")
    def opened(self, row: Closure) -> str:
        return beijing(row.opened_at)

    def heads(self) -> Sequence[str]:
        return (
            _("Number"), _("Title"), _("Organisation"), _("State"), _("Paid (yuan)"), _("Spent (yuan)"),
            _("Unspent (yuan)"), _("Disallowed (yuan)"), _("Returned (yuan)"), _("Checked by"), _("Closed by"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.grant.project.code, row.grant.project.title, row.grant.organization.name, row.get_state_display(),
            row.paid_fen / FEN, row.spent_fen / FEN, row.unspent_fen / FEN, row.disallowed_fen / FEN,
            row.returned_fen / FEN, str(row.checked_by or ""), str(row.closed_by or ""),
        )  # fmt: skip


@admin.register(AnnualAccount)
class AnnualAccountAdmin(Listed):
    view_permission = "annual_accounts.view"
    desk = "annual_account_desk"
    sheet = "annual-accounts"
    list_display = ("named", "version", "state", "paid", "made_by", "made")
    list_filter = ("state", "year", "source")
    list_select_related = ("source", "made_by", "checked_by")
    change_list_template = "admin/grants/annual_accounts.html"

    @admin.display(description=gettext_lazy("account"), ordering="year")
    def named(self, row: AnnualAccount) -> str:
        return self.opens(row, str(row))

    @admin.display(description=gettext_lazy("paid in the year (yuan)"))
    def paid(self, row: AnnualAccount) -> str:
        return format_yuan(row.content["figures"]["paid_fen"])

    @admin.display(description=gettext_lazy("made at"), ordering="made_at")
    def made(self, row: AnnualAccount) -> str:
        return beijing(row.made_at)

    def heads(self) -> Sequence[str]:
        return (_("Source"), _("Year"), _("Version"), _("State"), _("Paid (yuan)"), _("Returned (yuan)"), "SHA-256")

    def line(self, row: Any) -> Sequence[Any]:
        figures = row.content["figures"]
        return (
            row.source.name, row.year, row.version, row.get_state_display(), figures["paid_fen"] / FEN,
            figures["returned_fen"] / FEN, row.sha256,
        )  # fmt: skip
