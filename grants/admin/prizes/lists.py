"""The list of payments of creative prizes; it can be taken along as a sheet."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.admin.closing.lists import Listed
from grants.models import PrizePayment
from grants.queries import prizes
from reviews.admin.sheets import FEN
from venture.kernel.money import format_yuan


@admin.register(PrizePayment)
class PrizePaymentAdmin(Listed):
    view_permission = "prizes.view"
    desk, key = "prizes_desk", "prize.contest.round.code"
    sheet = "prizes"
    list_display = ("opened", "payee", "gross", "tax", "net", "state", "voucher", "paid_on", "asked_by", "decided_by")
    list_filter = ("state", "source", ("prize__contest__round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("prize__idea__code", "prize__idea__title", "prize__payee", "voucher", "tax_voucher")

    def get_queryset(self, request: HttpRequest) -> Any:
        return prizes.for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=gettext_lazy("prize"), ordering="prize__idea__code")
    def opened(self, row: PrizePayment) -> str:
        return self.opens(row, f"{row.prize.idea.code} · {row.prize.name}")

    @admin.display(description=gettext_lazy("payee"), ordering="prize__payee")
    def payee(self, row: PrizePayment) -> str:
        return row.prize.payee

    @admin.display(description=gettext_lazy("Amount (yuan)"), ordering="amount_fen")
    def gross(self, row: PrizePayment) -> str:
        return format_yuan(row.amount_fen, places=2)

    @admin.display(description=gettext_lazy("Tax withheld (yuan)"), ordering="tax_fen")
    def tax(self, row: PrizePayment) -> str:
        return format_yuan(row.tax_fen, places=2)

    @admin.display(description=gettext_lazy("Paid out (yuan)"))
    def net(self, row: PrizePayment) -> str:
        return format_yuan(row.net_fen, places=2)

    def heads(self) -> Sequence[str]:
        return (
            _("Code"), _("Prize"), _("Payee"), _("Source"), _("Budget year"), _("Amount (yuan)"),
            _("Tax withheld (yuan)"), _("Paid out (yuan)"), _("State"), _("Bank slip"), _("Paid on"),
            _("Tax receipt"), _("Tax handed in on"), _("Asked by"), _("Decided by"), _("Reason"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.prize.idea.code, row.prize.name, row.prize.payee, row.source.name, row.year, row.amount_fen / FEN,
            row.tax_fen / FEN, row.net_fen / FEN, row.get_state_display(), row.voucher, str(row.paid_on or ""),
            row.tax_voucher, str(row.tax_on or ""), str(row.asked_by), str(row.decided_by or ""),
            row.reason or row.answer,
        )  # fmt: skip
