"""The staff's pages of ideas: the list with its sheet, and one idea with its offers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from projects.flows import ideas as flows
from projects.flows.exporting import note_export
from projects.models import Idea, IdeaPrize
from projects.queries import contests, ideas
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffAdmin
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.doors.sheets import FEN, sheet_answer, when, workbook
from venture.kernel import clock
from venture.kernel.money import format_yuan

ACTS: dict[str, desk.Act] = {
    "hide": ("ideas.hide", flows.hide_idea, gettext_lazy("Off the page. The owner reads your reason.")),
    "show": ("ideas.show", flows.show_idea, gettext_lazy("On the page again.")),
}


class TakesAlong:
    """A list whose chosen rows can be taken along as a sheet; who took how many is on record."""

    actions: Any = ("take_along",)

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))  # type: ignore[attr-defined]

    def answer(self, request: HttpRequest, what: str, title: str, heads: list[str], rows: list[Any]) -> HttpResponse:
        actor: Any = request.user
        note_export(what=what, count=len(rows), actor=actor)
        return sheet_answer(workbook(title, heads, rows), f"{what}-{clock.today():%Y%m%d}.xlsx")


@admin.register(Idea)
class IdeaAdmin(TakesAlong, DeskAdmin):
    view_permission = "ideas.view_staff"
    desk = "idea_desk"
    list_display = ("named", "numbered", "field", "place", "state", "offers_waiting", "organization", "posted_at")
    list_filter = ("state", "field", "speaks_as", ("round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("code", "title", "problem", "proposal")
    ordering = ("-posted_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return ideas.with_offers(super().get_queryset(request)).select_related("street", "organization")

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def named(self, row: Idea) -> str:
        return self.opens(row, row.title)

    @admin.display(description=pgettext_lazy("idea", "code"), ordering="code")
    def numbered(self, row: Idea) -> str:
        return format_html('<span class="num">{}</span>', row.code)

    @admin.display(description=gettext_lazy("street"), ordering="street__code")
    def place(self, row: Idea) -> str:
        return row.street.name if row.street is not None else _("The whole city")

    @admin.display(description=gettext_lazy("offers waiting"), ordering="offered")
    def offers_waiting(self, row: Any) -> int:
        return int(row.offered)

    @admin.action(description=gettext_lazy("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Idea]) -> HttpResponse:
        heads = [
            pgettext("idea", "code"), _("Title"), _("Field of service"), _("Street"), _("Who has the idea"),
            _("Unit or group"), _("Credit code"), _("Host"), _("Whom it helps"), _("What is hard"),
            _("What should be done"), _("Own part"), _("State"),
            _("Offers waiting"), _("Paired with"), _("Application"), _("Posted at"),
        ]  # fmt: skip
        found: Any = rows.select_related("street", "organization", "project").order_by("code")
        lines = [
            (
                row.code, row.title, row.get_field_display(), self.place(row), row.get_speaks_as_display(),
                row.unit_name, row.unit_code, row.host_name, row.population, row.problem, row.proposal,
                row.contribution, row.get_state_display(), row.offered, str(row.organization or ""),
                row.project.code if row.project else "", when(row.posted_at),
            )
            for row in found
        ]  # fmt: skip
        return self.answer(request, "ideas", _("Ideas"), heads, lines)


@admin.register(IdeaPrize)
class IdeaPrizeAdmin(TakesAlong, StaffAdmin):
    """What was decided, for who pays: payee, tax withheld, what is paid out."""

    view_permission = "idea_prizes.view_staff"
    list_display = ("idea", "name", "round", "amount", "tax", "paid", "payee", "note", "decided_at")
    list_display_links = None
    list_filter = ("name", ("contest__round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("idea__code", "idea__title", "payee")
    list_select_related = ("idea", "contest__round")

    @admin.display(description=gettext_lazy("round"), ordering="contest__round__code")
    def round(self, row: IdeaPrize) -> str:
        return str(row.contest.round)

    @admin.display(description=gettext_lazy("Amount (yuan)"), ordering="amount_fen")
    def amount(self, row: IdeaPrize) -> str:
        return format_yuan(row.amount_fen)

    @admin.display(description=gettext_lazy("Tax withheld (yuan)"), ordering="tax_fen")
    def tax(self, row: IdeaPrize) -> str:
        return format_yuan(row.tax_fen)

    @admin.display(description=gettext_lazy("Paid out (yuan)"))
    def paid(self, row: IdeaPrize) -> str:
        return format_yuan(row.paid_fen)

    @admin.action(description=gettext_lazy("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[IdeaPrize]) -> HttpResponse:
        heads = [
            _("Round"), pgettext("idea", "code"), _("Title"), _("Prize"), _("Amount (yuan)"), _("Tax withheld (yuan)"),
            _("Paid out (yuan)"), _("Payee"), _("Note"), pgettext("prize", "Decided at"),
        ]  # fmt: skip
        lines = [
            (
                str(row.contest.round), row.idea.code, row.idea.title, row.name, row.amount_fen / FEN,
                row.tax_fen / FEN, row.paid_fen / FEN, row.payee, row.note, when(row.decided_at),
            )
            for row in rows.select_related("idea", "contest__round").order_by("contest", "award__order", "pk")
        ]  # fmt: skip
        return self.answer(request, "idea-prizes", _("Prizes for ideas"), heads, lines)


class IdeaDesk(desk.RowDesk):
    permission = "ideas.view_staff"
    desk = "idea_desk"
    acts = ACTS
    row: Idea

    def rows(self) -> Any:
        return ideas.ideas_for_staff()


class Desk(IdeaDesk, DeskPage):
    """One idea with its owner, its offers and its record. 14 queries."""

    template_name = "admin/projects/idea.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": self.row.title, "subtitle": self.row.code, "offers": list(ideas.offers_of(self.row)),
            "entries": entries_of(self.row)[:50],
            "fitting": ideas.that_fit(self.row, clock.now()) if self.row.state == "open" else [],
            "scores": contests.scores_of(self.row),
        }  # fmt: skip
        return super().get_context_data(**{**facts, **given})


class Act(IdeaDesk, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        return {"idea_id": self.row.pk} | ({"reason": self.request.POST.get("reason", "")} if verb == "hide" else {})
