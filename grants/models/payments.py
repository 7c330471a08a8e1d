"""Payments of tranches: what was asked for, checked, approved, sent to the bank, and what the bank said."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import BatchState, LineOutcome, PaymentState, ReceiptKind, Route
from grants.models.grants import Grant, GrantShare, GrantTranche
from organizations.models import BankAccount
from rounds.models import Round
from venture.files.models import StoredFile

RECEIPT_PURPOSE = "grants.receipt"
BANK_PURPOSE = "grants.bank_receipt"
STATEMENT_PURPOSE = "grants.bank_statement"
ORDER_PURPOSE = "grants.payment_order"


class PaymentSettings(models.Model):
    """How a round pays: through whom, and with which receipt. Without a row: treasury and receipt."""

    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, related_name="payment_settings", verbose_name=_("round")
    )
    route = models.CharField(_("route"), max_length=10, choices=Route, default=Route.TREASURY)
    receipt = models.CharField(_("receipt"), max_length=8, choices=ReceiptKind, default=ReceiptKind.RECEIPT)
    payer = models.CharField(_("paying unit"), max_length=80, blank=True)
    spent_before_next = models.PositiveIntegerField(_("spent before the next tranche (basis points)"), default=0)
    sign_within_days = models.PositiveSmallIntegerField(_("agreement signed within (working days)"), default=15)

    class Meta:
        verbose_name = _("settings of payments")
        verbose_name_plural = _("settings of payments")
        constraints = [
            models.CheckConstraint(condition=Q(route__in=Route.values), name="payment_route_known"),
            models.CheckConstraint(condition=Q(receipt__in=ReceiptKind.values), name="payment_receipt_known"),
            models.CheckConstraint(condition=Q(spent_before_next__lte=10_000), name="payment_spent_share_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class PaymentOrder(models.Model):
    """拨付单: payments that go out together, with 拨付请示 and 拨付汇总表. Made by one, checked by another."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="payment_orders", verbose_name=_("round"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=BatchState, default=BatchState.DRAFT)
    route = models.CharField(_("route"), max_length=10, choices=Route)
    document_number = models.CharField(_("document number"), max_length=40, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("checked by"),
    )  # fmt: skip
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sent by"),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of what was checked"), max_length=64, blank=True)
    approval = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("request with the leaders' approval (scan)"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("payment order")
        verbose_name_plural = _("payment orders")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="payment_order_state_known"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("made_by")), name="payment_order_by_two"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """One request for one tranche and what became of it. ``state`` is moved by ``grants.flows`` only.

    ``account`` is the one that stood when it was asked for. ``key`` is made before anything is sent and never changes:
    the same act sent twice is one payment, and a lost answer leaves ``unknown`` until the bank's statement settles it.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="payments", verbose_name=_("grant"))
    tranche = models.ForeignKey(
        GrantTranche, on_delete=models.PROTECT, related_name="payments", verbose_name=_("tranche")
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    key = models.CharField(_("key"), max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=PaymentState, default=PaymentState.REQUESTED)
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    receipt_kind = models.CharField(_("receipt"), max_length=8, choices=ReceiptKind, default=ReceiptKind.RECEIPT)
    receipt_number = models.CharField(_("number of the receipt"), max_length=40, blank=True)
    receipt_fen = models.BigIntegerField(_("amount on the receipt (fen)"), default=0)
    receipt = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receipt (scan)")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    requested_at = models.DateTimeField(_("asked for at"))
    ticks = models.JSONField(_("checks when it was decided"), default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved or refused by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("approved or refused at"), null=True, blank=True)
    order = models.ForeignKey(
        PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="payments",
        verbose_name=_("payment order"),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("settled by"),
    )  # fmt: skip
    bank_receipt = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bank receipt")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    moved_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="payment_state_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_has_money"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")), name="payment_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "refused", "withdrawn"])
                | Q(decided_by__isnull=False, account__isnull=False),
                name="payment_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | (~Q(voucher="") & Q(settled_on__isnull=False)), name="payment_has_voucher"
            ),
            models.UniqueConstraint(
                fields=["tranche"], condition=Q(state__in=list(PaymentState.living())), name="payment_one_per_tranche"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PaymentPart(models.Model):
    """How much of a payment comes from one source: no tranche mixes sources without a split."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="parts", verbose_name=_("payment"))
    share = models.ForeignKey(GrantShare, on_delete=models.PROTECT, related_name="+", verbose_name=_("share"))
    amount_fen = models.BigIntegerField(_("amount (fen)"))

    class Meta:
        verbose_name = _("part of a payment")
        verbose_name_plural = _("parts of a payment")
        ordering = ["payment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "share"], name="payment_part_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_part_has_money"),
        ]

    def __str__(self) -> str:
        return f"{self.payment} · {self.share}"


class BankStatement(models.Model):
    """A statement of the bank, loaded to settle what was sent. The same file is loaded once."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="statements", verbose_name=_("round"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("loaded by")
    )
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.loaded_at:%Y-%m-%d}"


class StatementLine(models.Model):
    """One line of a bank statement and the payment that it settles."""

    statement = models.ForeignKey(
        BankStatement, on_delete=models.CASCADE, related_name="lines", verbose_name=_("statement")
    )
    row = models.PositiveIntegerField(_("row"))
    on = models.DateField(_("day"))
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    payee = models.CharField(_("payee"), max_length=120, blank=True)
    tail = models.CharField(_("last digits"), max_length=4, blank=True)
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    words = models.CharField(_("what the bank says"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=LineOutcome)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("payment")
    )

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of a statement")
        ordering = ["statement", "row"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "row"], name="statement_line_once"),
            models.CheckConstraint(condition=Q(outcome__in=LineOutcome.values), name="statement_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.statement} · {self.row}"
