"""The payment of a creative prize: gross, the tax withheld from it, and what reaches the payee.

Money for prizes is set aside by allotments of a round (``AllotmentKind.RESERVE``) and never mixed with that of fields.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import PrizeState
from projects.models import IdeaPrize
from rounds.models import FundSource


class PrizePayment(models.Model):
    """One attempt to pay one prize, out of the money of one source and budget year. Amounts are the prize's own.

    ``account_tail`` are the last digits of the payee's account: enough to compare slips, the number itself stays with
    the bank. ``key`` names the form that was sent: the same form twice is one payment.
    """

    prize = models.ForeignKey(IdeaPrize, on_delete=models.PROTECT, related_name="payments", verbose_name=_("prize"))
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="prize_payments", verbose_name=_("fund source")
    )
    year = models.PositiveSmallIntegerField(_("budget year"))
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    tax_fen = models.BigIntegerField(_("tax withheld (fen)"))
    account_tail = models.CharField(_("last digits of the account"), max_length=6, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PrizeState, default=PrizeState.ASKED)
    key = models.CharField(_("key"), max_length=64, unique=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    voucher = models.CharField(_("number of the bank's slip"), max_length=40, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("payment recorded by"),
    )  # fmt: skip
    reason = models.CharField(_("why it failed or came back"), max_length=300, blank=True)
    ended_on = models.DateField(_("failed or came back on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("end recorded by"),
    )  # fmt: skip
    tax_voucher = models.CharField(_("number of the tax receipt"), max_length=40, blank=True)
    tax_on = models.DateField(_("tax handed in on"), null=True, blank=True)
    tax_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("tax recorded by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("payment of a prize")
        verbose_name_plural = _("payments of prizes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PrizeState.values), name="prize_payment_state_known"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, tax_fen__gte=0, tax_fen__lt=F("amount_fen")),
                name="prize_payment_money_fits",
            ),
            models.UniqueConstraint(
                fields=["prize"], condition=Q(state__in=["asked", "approved", "paid"]), name="prize_paid_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state="withdrawn") | ~Q(decided_by=F("asked_by")),
                name="prize_payment_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="prize_payment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "returned"]) | (~Q(voucher="") & Q(paid_on__isnull=False)),
                name="prize_paid_with_slip",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "returned"]) | (~Q(reason="") & Q(ended_on__isnull=False)),
                name="prize_payment_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(tax_voucher="", tax_on__isnull=True)
                | (~Q(tax_voucher="") & Q(tax_on__isnull=False, tax_fen__gt=0, state="paid")),
                name="prize_tax_handed_in_once_paid",
            ),
        ]

    def __str__(self) -> str:
        return str(self.prize)

    @property
    def net_fen(self) -> int:
        """Return what reaches the payee."""
        return self.amount_fen - self.tax_fen
