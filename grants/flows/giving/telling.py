"""A text to a donor, who has no account here: that the money arrived, and that it went back."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants.enums import GiftKind, GiftState, RefundState
from grants.models import Donation, Gift, Refund
from venture.jobs.flows import defer
from venture.kernel.money import format_yuan
from venture.notify.channels import send_sms, site_name

LANGUAGE = "zh-hans"


def tell_arrived(gift: Gift) -> None:
    """Put down that the donor of money is told of it. Goods are handed over in person, with their paper."""
    if gift.kind == GiftKind.MONEY:
        defer("grants.tell_donor", f"arrived:{gift.pk}", gift_id=gift.pk)


def tell_returned(refund: Refund) -> None:
    """Put down that the donor is told that the money is on its way back."""
    if refund.gift.kind == GiftKind.MONEY:
        defer("grants.tell_donor", f"returned:{refund.pk}", refund_id=refund.pk)


def send_arrived(*, gift_id: int) -> None:
    """Tell a donor what arrived. Raise ``OSError`` when the gateway did not take it."""
    gift = Gift.objects.select_related("donation__project", "donation__fund", "donation__category").get(pk=gift_id)
    if gift.state != GiftState.STANDING:
        return
    with translation.override(LANGUAGE):
        _send(
            gift.donation,
            _("%(yuan)s yuan for “%(aim)s” arrived and are on record, donation receipt %(number)s. See %(link)s"),
            f"arrived:{gift.pk}", yuan=format_yuan(gift.amount_fen), number=gift.receipt_number,
        )  # fmt: skip


def send_returned(*, refund_id: int) -> None:
    """Tell a donor what went back, when and why. Raise ``OSError`` when the gateway did not take it."""
    rows = Refund.objects.select_related(
        "gift__donation__project", "gift__donation__fund", "gift__donation__category"
    )  # fmt: skip
    refund = rows.get(pk=refund_id)
    if refund.state != RefundState.PAID or refund.paid_on is None:
        return
    with translation.override(LANGUAGE):
        _send(
            refund.gift.donation,
            _(
                "%(yuan)s yuan that you gave for “%(aim)s” were sent back to you on %(day)s, bank slip %(number)s. "
                "Reason: %(reason)s See %(link)s"
            ),
            f"returned:{refund.pk}", yuan=format_yuan(refund.gift.amount_fen), number=refund.voucher,
            day=date_format(refund.paid_on, "DATE_FORMAT"), reason=refund.reason,
        )  # fmt: skip


def _send(donation: Donation, text: str, once: str, **facts: str) -> None:
    told = {
        **facts,
        "aim": str(donation.project.title if donation.project else donation.fund or donation.category),
        "link": settings.SITE_URL.rstrip("/") + reverse("portal:donation", args=[donation.receipt]),
    }
    send_sms(donation.mobile, f"【{site_name(LANGUAGE)}】{text % told}", number=f"donation:{once}")
