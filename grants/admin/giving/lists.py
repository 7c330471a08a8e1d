"""Lists of donations, gifts, refunds and supports; every list can be taken along as a sheet."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.admin.closing.lists import Listed
from grants.models import Donation, Gift, Refund, Support
from grants.queries import giving
from reviews.admin.sheets import FEN
from venture.doors.templatetags.when import beijing, beijing_day
from venture.kernel.money import format_yuan

ROUND = ("round", admin.RelatedOnlyFieldListFilter)


def aim(donation: Donation) -> str:
    """Return what a donation is for in a few words."""
    return str(donation.project or donation.fund or donation.category)


@admin.register(Donation)
class DonationAdmin(Listed):
    view_permission = "donations.view"
    desk, key = "donation_desk", "receipt"
    sheet = "donations"
    list_display = ("opened", "donor", "for_what", "intended", "came", "state", "registered")
    list_filter = ("state", "target", "donor_kind", ROUND)
    search_fields = ("receipt", "donor_name", "project__code", "project__title", "fund__name")

    def get_queryset(self, request: HttpRequest) -> Any:
        return giving.for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=gettext_lazy("receipt number"), ordering="receipt")
    def opened(self, row: Donation) -> str:
        return self.opens(row, row.receipt)

    @admin.display(description=gettext_lazy("donor"), ordering="donor_name")
    def donor(self, row: Donation) -> str:
        return row.donor_name

    @admin.display(description=gettext_lazy("for"))
    def for_what(self, row: Donation) -> str:
        return aim(row)

    @admin.display(description=gettext_lazy("intended (yuan)"), ordering="amount_fen")
    def intended(self, row: Donation) -> str:
        return format_yuan(row.amount_fen)

    @admin.display(description=gettext_lazy("arrived (yuan)"))
    def came(self, row: Any) -> str:
        return format_yuan(row.came_fen)

    @admin.display(description=gettext_lazy("registered at"), ordering="registered_at")
    def registered(self, row: Donation) -> str:
        return beijing(row.registered_at)

    def heads(self) -> Sequence[str]:
        return (
            _("Receipt number"), _("Round"), _("Kind of donor"), _("Donor"), _("For"), _("Intended (yuan)"),
            _("Goods offered"), _("Arrived (yuan)"), _("State"), _("Agreement"), _("Named in public"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.receipt, row.round.title, row.get_donor_kind_display(), row.donor_name, aim(row), row.amount_fen / FEN,
            row.goods, row.came_fen / FEN, row.get_state_display(), row.document_number,
            _("Yes") if row.shown_at else _("No"),
        )  # fmt: skip


class OfDonation(Listed):
    """What belongs to a donation opens it."""

    desk, key = "donation_desk", "donation.receipt"

    @admin.display(description=gettext_lazy("receipt number"))
    def opened(self, row: Any) -> str:
        return self.opens(row, self.donation(row).receipt)

    @admin.display(description=gettext_lazy("donor"))
    def donor(self, row: Any) -> str:
        return self.donation(row).donor_name

    @admin.display(description=gettext_lazy("for"))
    def for_what(self, row: Any) -> str:
        return aim(self.donation(row))

    def donation(self, row: Any) -> Donation:
        found: Donation = row.donation
        return found


BELONGS = ("donation__project", "donation__fund", "donation__category", "donation__round")


@admin.register(Gift)
class GiftAdmin(OfDonation):
    view_permission = "gifts.view"
    sheet = "gifts"
    list_display = ("opened", "donor", "for_what", "kind", "yuan", "day", "receipt_number", "state", "recorded_by")
    list_filter = ("state", "kind", ("donation__round", admin.RelatedOnlyFieldListFilter))
    list_select_related = (*BELONGS, "recorded_by", "decided_by")
    search_fields = ("receipt_number", "voucher", "donation__receipt", "donation__donor_name")

    @admin.display(description=gettext_lazy("amount (yuan)"), ordering="amount_fen")
    def yuan(self, row: Gift) -> str:
        return format_yuan(row.amount_fen, places=2)

    @admin.display(description=gettext_lazy("arrived on"), ordering="on")
    def day(self, row: Gift) -> str:
        return beijing_day(row.on)

    def heads(self) -> Sequence[str]:
        return (
            _("Receipt number"), _("Donor"), _("For"), _("Kind"), _("Amount (yuan)"), _("Arrived on"), _("Bank slip"),
            _("Donation receipt"), _("Goods"), _("State"), _("Recorded by"), _("Decided by"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.donation.receipt, row.donation.donor_name, aim(row.donation), row.get_kind_display(),
            row.amount_fen / FEN, row.on.isoformat(), row.voucher, row.receipt_number, row.what,
            row.get_state_display(), str(row.recorded_by), str(row.decided_by or ""),
        )  # fmt: skip


@admin.register(Refund)
class RefundAdmin(OfDonation):
    view_permission = "refunds.view"
    key = "gift.donation.receipt"
    sheet = "refunds"
    list_display = ("opened", "donor", "for_what", "yuan", "state", "asked_by", "asked", "voucher")
    list_filter = ("state", ("gift__donation__round", admin.RelatedOnlyFieldListFilter))
    list_select_related = (*(f"gift__{each}" for each in BELONGS), "asked_by", "decided_by", "paid_by")
    search_fields = ("voucher", "gift__receipt_number", "gift__donation__receipt", "gift__donation__donor_name")

    def donation(self, row: Any) -> Donation:
        found: Donation = row.gift.donation
        return found

    @admin.display(description=gettext_lazy("amount (yuan)"), ordering="gift__amount_fen")
    def yuan(self, row: Refund) -> str:
        return format_yuan(row.gift.amount_fen, places=2)

    @admin.display(description=gettext_lazy("asked at"), ordering="asked_at")
    def asked(self, row: Refund) -> str:
        return beijing(row.asked_at)

    def heads(self) -> Sequence[str]:
        return (
            _("Receipt number"), _("Donor"), _("For"), _("Amount (yuan)"), _("State"), _("Reason"), _("Asked by"),
            _("Decided by"), _("Sent back on"), _("Bank slip"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        donation = row.gift.donation
        return (
            donation.receipt, donation.donor_name, aim(donation), row.gift.amount_fen / FEN, row.get_state_display(),
            row.reason, str(row.asked_by), str(row.decided_by or ""), str(row.paid_on or ""), row.voucher,
        )  # fmt: skip


@admin.register(Support)
class SupportAdmin(Listed):
    view_permission = "supports.view"
    desk, key = "donations_round", "project.round.code"
    sheet = "supports"
    list_display = ("opened", "source", "yuan", "state", "asked_by", "decided_by")
    list_filter = ("state", "source", ("project__round", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("project__round", "source", "asked_by", "decided_by")
    search_fields = ("project__code", "project__title")

    def address(self, row: Any) -> str:
        return reverse("admin:donations_round", args=[row.project.round.code])

    @admin.display(description=gettext_lazy("project"), ordering="project__code")
    def opened(self, row: Support) -> str:
        return self.opens(row, f"{row.project.code} {row.project.title}")

    @admin.display(description=gettext_lazy("amount (yuan)"), ordering="amount_fen")
    def yuan(self, row: Support) -> str:
        return format_yuan(row.amount_fen, places=2)

    def heads(self) -> Sequence[str]:
        return (
            _("Number"), _("Title"), _("Source"), _("Amount (yuan)"), _("State"), _("Reason"), _("Asked by"),
            _("Decided by"), _("Answer"),
        )  # fmt: skip

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.project.code, row.project.title, row.source.name, row.amount_fen / FEN, row.get_state_display(),
            row.reason, str(row.asked_by), str(row.decided_by or ""), row.answer,
        )  # fmt: skip
