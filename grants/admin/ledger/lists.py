"""Lists of entries, accounts, allotments and closed years; the ledger to take along as a sheet."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from grants.admin.ledger.sheet import ledger_sheet
from grants.domain.ledger import FUNDER
from grants.models import Account, Allotment, JournalEntry, Posting, YearClosing
from reviews.admin.sheets import sheet_answer
from reviews.flows.exporting import note_export
from venture.doors.admin import StaffAdmin
from venture.doors.desk import DeskAdmin
from venture.kernel import clock
from venture.kernel.money import format_yuan


def _moved(*, of_funder: bool) -> Subquery:
    """Return what an entry moved in one of the two books: a payment stands in both and is told once."""
    rows = Posting.objects.filter(entry=OuterRef("pk"))
    rows = rows.filter(debit__kind__in=FUNDER) if of_funder else rows.exclude(debit__kind__in=FUNDER)
    return Subquery(rows.order_by().values("entry").annotate(fen=Sum("amount_fen")).values("fen"))


@admin.register(JournalEntry)
class JournalEntryAdmin(DeskAdmin):
    """台账: every act of money, the newest first."""

    view_permission = "ledger.view"
    desk = "ledger_entry"
    list_display = ("opened", "on", "kind", "project", "yuan", "document", "voucher", "actor")
    list_filter = ("kind", "fiscal_year", "round", "postings__debit__source")
    search_fields = ("reference", "document", "voucher", "grant__project__code", "grant__project__title")
    ordering = ("-number",)
    list_per_page = 100
    actions = ("take_along",)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related("grant__project", "actor", "round")
        return rows.annotate(fen=Coalesce(_moved(of_funder=True), _moved(of_funder=False)))

    @admin.display(description=_("number"), ordering="number")
    def opened(self, row: JournalEntry) -> str:
        return self.opens(row, str(row.number))

    @admin.display(description=_("project"), ordering="grant__project__code")
    def project(self, row: JournalEntry) -> str:
        return str(row.grant.project) if row.grant else "—"

    @admin.display(description=_("amount (yuan)"))
    def yuan(self, row: Any) -> str:
        return format_yuan(row.fen or 0, places=2)

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.action(description=_("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[JournalEntry]) -> HttpResponse:
        actor: Any = request.user
        content, count = ledger_sheet(rows)
        note_export(what="ledger", count=count, actor=actor)
        return sheet_answer(content, f"ledger-{clock.today():%Y%m%d}.xlsx")


@admin.register(Account)
class AccountAdmin(DeskAdmin):
    """The chart of accounts with what each holds."""

    view_permission = "ledger.view_accounts"
    desk = "ledger_account"
    list_display = ("opened", "source", "year", "owner", "debit", "credit", "balance")
    list_filter = ("kind", "source", "year", "round")
    search_fields = ("grant__project__code", "grant__project__title", "category__name")
    list_select_related: ClassVar[Any] = ("source", "category", "round", "grant__project")
    ordering = ("source", "-year", "kind", "pk")
    list_per_page = 100

    @admin.display(description=_("account"), ordering="kind")
    def opened(self, row: Account) -> str:
        return self.opens(row, row.get_kind_display())

    @admin.display(description=_("whose"))
    def owner(self, row: Account) -> str:
        return str(row.grant.project if row.grant else row.category or row.round or "—")

    @admin.display(description=_("debits (yuan)"), ordering="debit_fen")
    def debit(self, row: Account) -> str:
        return format_yuan(row.debit_fen, places=2)

    @admin.display(description=_("credits (yuan)"), ordering="credit_fen")
    def credit(self, row: Account) -> str:
        return format_yuan(row.credit_fen, places=2)

    @admin.display(description=_("balance (yuan)"))
    def balance(self, row: Account) -> str:
        return format_yuan(row.balance_fen, places=2)


@admin.register(Allotment)
class AllotmentAdmin(StaffAdmin):
    """Allotments; each is decided on the page of its round's money."""

    view_permission = "allotments.view"
    list_display = ("opened", "round", "whose", "source", "year", "kind", "yuan", "state", "asked_by", "decided_by")
    list_filter = ("state", "kind", "year", "round", "source")
    search_fields = ("document_number", "category__name")
    list_select_related: ClassVar[Any] = ("round", "category", "source", "asked_by", "decided_by")
    list_display_links = None
    ordering = ("-asked_at", "-pk")

    @admin.display(description=_("field of service"), ordering="category")
    def whose(self, row: Allotment) -> str:
        return row.whose

    @admin.display(description=_("document number"), ordering="document_number")
    def opened(self, row: Allotment) -> str:
        url = reverse("admin:round_money", args=[row.round.code])
        return format_html('<a href="{}">{}</a>', url, row.document_number)

    @admin.display(description=_("amount (yuan)"), ordering="amount_fen")
    def yuan(self, row: Allotment) -> str:
        return format_yuan(row.amount_fen, places=2)


@admin.register(YearClosing)
class YearClosingAdmin(StaffAdmin):
    """Years whose books are closed, or asked to be; decided on the page of the money."""

    view_permission = "year_closings.view"
    list_display = ("year", "state", "document_number", "last_entry", "asked_by", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related: ClassVar[Any] = ("asked_by", "decided_by")
    list_display_links = None
