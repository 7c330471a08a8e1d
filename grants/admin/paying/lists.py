"""Lists of payments, orders, statements and stops; each to take along as a sheet."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grants.flows import paying
from grants.models import BankStatement, OrganizationStop, Payment, PaymentOrder
from grants.queries import paying as queries
from reviews.admin.sheets import sheet_answer, when, workbook
from reviews.flows.exporting import note_export
from venture.doors.admin import StaffAdmin
from venture.doors.desk import DeskAdmin
from venture.doors.templatetags.when import beijing
from venture.kernel import clock, policy
from venture.kernel.money import format_yuan

FEN = 100


def _answer(
    request: HttpRequest, what: str, title: Any, heads: Sequence[Any], rows: list[Sequence[Any]]
) -> HttpResponse:
    actor: Any = request.user
    note_export(what=what, count=len(rows), actor=actor)
    content = workbook(str(title), [str(head) for head in heads], rows)
    return sheet_answer(content, f"{what}-{clock.today():%Y%m%d}.xlsx")


@admin.register(Payment)
class PaymentAdmin(DeskAdmin):
    """Every payment there ever was. Accounts show their last digits only."""

    view_permission = "payments.view_staff"
    desk = "payment_desk"
    list_display = ("opened", "project", "organization", "step", "yuan", "state", "asked", "settled_on", "voucher")
    list_filter = ("state", "grant__round", "receipt_kind")
    search_fields = ("number", "grant__project__code", "grant__project__title", "grant__organization__name", "voucher")
    ordering = ("-requested_at", "-pk")
    list_per_page = 100
    actions = ("approve", "take_along")

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=_("number"), ordering="number")
    def opened(self, row: Payment) -> str:
        return self.opens(row, row.number)

    @admin.display(description=_("project"), ordering="grant__project__title")
    def project(self, row: Payment) -> str:
        return row.grant.project.title

    @admin.display(description=_("organisation"), ordering="grant__organization__name")
    def organization(self, row: Payment) -> str:
        return row.grant.organization.name

    @admin.display(description=_("tranche"))
    def step(self, row: Payment) -> str:
        return str(row.tranche.order)

    @admin.display(description=_("amount (yuan)"), ordering="amount_fen")
    def yuan(self, row: Payment) -> str:
        return format_yuan(row.amount_fen, places=2)

    @admin.display(description=_("asked for at"), ordering="requested_at")
    def asked(self, row: Payment) -> str:
        return beijing(row.requested_at)

    def has_approving_permission(self, request: HttpRequest) -> bool:
        return self.condition(request, "payments.approve") != policy.NOBODY

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.action(description=_("Approve what may be"), permissions=["approving"])
    def approve(self, request: HttpRequest, rows: QuerySet[Payment]) -> None:
        """Approve each chosen request in an act of its own, by the same rules as on its page."""
        actor: Any = request.user
        chosen = list(policy.visible(actor, "payments.approve", rows).values_list("pk", flat=True))
        done, _left = paying.approve_many(payment_ids=chosen, actor=actor)
        said = ngettext("%(n)s payment approved.", "%(n)s payments approved.", done) % {"n": done}
        if done < rows.count():
            messages.warning(request, said)
        else:
            messages.success(request, said)

    @admin.action(description=_("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Payment]) -> HttpResponse:
        heads = (
            _("Number"), _("Code"), _("Project"), _("Unit"), _("Tranche"), _("Amount (yuan)"), _("State"),
            _("Asked for at"), _("Settled on"), _("Voucher number"), _("Account"), _("Reason"),
        )  # fmt: skip
        lines: list[Sequence[Any]] = [
            (
                each.number, each.grant.project.code, each.grant.project.title, each.grant.organization.name,
                each.tranche.order, each.amount_fen / FEN, each.get_state_display(), when(each.requested_at),
                str(each.settled_on or ""), each.voucher, each.account.masked if each.account else "", each.reason,
            )
            for each in rows
        ]  # fmt: skip
        return _answer(request, "payments", _("Payments"), heads, lines)


@admin.register(PaymentOrder)
class PaymentOrderAdmin(DeskAdmin):
    view_permission = "payment_orders.view"
    desk = "payment_order_desk"
    list_display = ("opened", "round", "route", "state", "payments", "yuan", "made_by", "checked_by", "sent")
    list_filter = ("state", "round", "route")
    search_fields = ("number", "document_number")
    actions = ("take_along",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.orders_for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=_("number"), ordering="number")
    def opened(self, row: PaymentOrder) -> str:
        return self.opens(row, row.number)

    @admin.display(description=_("payments"))
    def payments(self, row: Any) -> str:
        return str(row.count)

    @admin.display(description=_("amount (yuan)"))
    def yuan(self, row: Any) -> str:
        return format_yuan(row.fen or 0, places=2)

    @admin.display(description=_("sent at"), ordering="sent_at")
    def sent(self, row: PaymentOrder) -> str:
        return beijing(row.sent_at) or "—"

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.action(description=_("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[PaymentOrder]) -> HttpResponse:
        heads = (
            _("Number"), _("Round"), _("Route"), _("State"), _("Payments"), _("Amount (yuan)"), _("Made by"),
            _("Checked by"), _("Sent by"), _("Sent at"), _("Document number"),
        )  # fmt: skip
        found: Any = rows
        lines: list[Sequence[Any]] = [
            (
                each.number, str(each.round), each.get_route_display(), each.get_state_display(), each.count,
                (each.fen or 0) / FEN, str(each.made_by), str(each.checked_by or ""), str(each.sent_by or ""),
                when(each.sent_at), each.document_number,
            )
            for each in found
        ]  # fmt: skip
        return _answer(request, "payment-orders", _("Payment orders"), heads, lines)


@admin.register(BankStatement)
class BankStatementAdmin(DeskAdmin):
    view_permission = "statements.view"
    desk = "statement_desk"
    list_display = ("opened", "round", "lines", "strange", "loaded_by")
    list_filter = ("round",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.statements_for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=_("loaded at"), ordering="loaded_at")
    def opened(self, row: BankStatement) -> str:
        return self.opens(row, beijing(row.loaded_at, "year"))

    @admin.display(description=_("lines"))
    def lines(self, row: Any) -> str:
        return str(row.count)

    @admin.display(description=_("differences"))
    def strange(self, row: Any) -> str:
        return str(row.strange)


@admin.register(OrganizationStop)
class OrganizationStopAdmin(StaffAdmin):
    """Stops of payments, those that stand first. A stop is placed and lifted on the page of a payment."""

    view_permission = "stops.view"
    list_display = ("named", "reason", "placed", "placed_by", "lifted", "lifted_by", "lifted_reason")
    list_filter = (("lifted_at", admin.EmptyFieldListFilter),)
    search_fields = ("organization__name",)
    ordering = ("-pk",)
    fields = (
        "organization", "reason", "placed_by", "placed_at", "lifted_by", "lifted_at", "lifted_reason",
    )  # fmt: skip
    list_select_related: ClassVar[Any] = ("organization", "placed_by", "lifted_by")

    @admin.display(description=_("organisation"), ordering="organization__name")
    def named(self, row: OrganizationStop) -> str:
        address = reverse("admin:grants_organizationstop_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row.organization.name)

    @admin.display(description=_("stopped at"), ordering="placed_at")
    def placed(self, row: OrganizationStop) -> str:
        return beijing(row.placed_at, "year")

    @admin.display(description=_("lifted at"), ordering="lifted_at")
    def lifted(self, row: OrganizationStop) -> str:
        return beijing(row.lifted_at, "year") or "—"
