"""The ledger: accounts, entries and postings. Amounts are fen. Nothing here is ever changed or deleted.

A posting moves one amount from one account to another, so that an entry is balanced by its very shape. The database
itself keeps the counters of both accounts (and of the grant) at each insert, and their CHECKs refuse to overspend.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import AccountKind, EntryKind
from grants.models.grants import Grant
from organizations.models import Organization
from rounds.models import Category, FundSource, Round
from venture.files.models import StoredFile

DOCUMENT_PURPOSE = "grants.entry_document"

# Accounts that stand on the credit side: money came from there.
CREDIT_SIDE = ("source", "returned", "given")
# Accounts of a round as a whole: its money for prizes.
OF_ROUND = ("prizes", "prize_due", "prize_paid", "tax_due", "tax_paid")


class Account(models.Model):
    """One account of the chart: a kind of money of one source and budget year, of a round's field, of a
    round's prizes, or of a grant.

    ``debit_fen`` and ``credit_fen`` are sums of postings, kept by the database; nobody else writes them.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=AccountKind)
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("fund source")
    )
    year = models.PositiveSmallIntegerField(_("budget year"))
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("round")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("field of service")
    )
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("grant")
    )
    debit_fen = models.BigIntegerField(_("debits (fen)"), default=0)
    credit_fen = models.BigIntegerField(_("credits (fen)"), default=0)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "year", "grant"],
                condition=Q(grant__isnull=False),
                name="account_of_grant_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "source", "year", "round", "category"],
                condition=Q(grant__isnull=True, category__isnull=False),
                name="account_of_field_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "source", "year"],
                condition=Q(grant__isnull=True, category__isnull=True, round__isnull=True),
                name="account_of_source_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "source", "year", "round"],
                condition=Q(grant__isnull=True, category__isnull=True, round__isnull=False),
                name="account_of_round_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="source", grant__isnull=True, category__isnull=True, round__isnull=True)
                | Q(kind__in=OF_ROUND, grant__isnull=True, category__isnull=True, round__isnull=False)
                | Q(kind="free", grant__isnull=True, round__isnull=False, category__isnull=False)
                | (~Q(kind__in=["source", "free", *OF_ROUND]) & Q(grant__isnull=False)),
                name="account_stands_where_it_belongs",
            ),
            models.CheckConstraint(condition=Q(debit_fen__gte=0, credit_fen__gte=0), name="account_sums_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=CREDIT_SIDE, credit_fen__gte=F("debit_fen"))
                | (~Q(kind__in=CREDIT_SIDE) & Q(debit_fen__gte=F("credit_fen"))),
                name="account_not_overdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.source} {self.year}"

    @property
    def balance_fen(self) -> int:
        """Return the balance in fen; for the credit side what came from there."""
        difference = self.debit_fen - self.credit_fen
        return -difference if self.kind in CREDIT_SIDE else difference


class JournalEntry(models.Model):
    """One act of money with its source document. ``reference`` is unique: the same act is never booked twice.

    ``on`` is the day of the document; ``fiscal_year`` the year whose books it stands in.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind)
    reference = models.CharField(_("reference"), max_length=80, unique=True)
    on = models.DateField(_("day"))
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    at = models.DateTimeField(_("booked at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("booked by"),
    )  # fmt: skip
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("grant")
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("round")
    )
    document = models.CharField(_("source document"), max_length=120)
    document_kind = models.CharField(_("kind of document"), max_length=30)
    document_pk = models.CharField(_("key of the document"), max_length=40, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    voucher = models.CharField(_("voucher number"), max_length=40, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    memo = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(document="") & ~Q(document_kind=""), name="entry_has_its_document"
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="entry_reversal_names_its_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.get_kind_display()}"


class Posting(models.Model):
    """One amount from one account to another, both of one source and budget year."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings", verbose_name=_("entry"))
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits", verbose_name=_("debit"))
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits", verbose_name=_("credit"))
    amount_fen = models.BigIntegerField(_("amount (fen)"))

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["entry", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="posting_has_money"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_moves_money"),
        ]

    def __str__(self) -> str:
        return f"{self.debit} ← {self.credit}"


class LedgerCounter(models.Model):
    """The last number of an entry. One row; taken under its lock."""

    last_number = models.PositiveBigIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of the ledger")
        verbose_name_plural = _("counters of the ledger")

    def __str__(self) -> str:
        return f"{self.last_number}"


class OrganizationStop(models.Model):
    """The stop button: while it stands (``lifted_at`` empty) no money goes to the organisation."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="stops", verbose_name=_("organisation")
    )
    reason = models.CharField(_("reason"), max_length=300)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("stopped by")
    )
    placed_at = models.DateTimeField(_("stopped at"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("lifted by"),
    )  # fmt: skip
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_reason = models.CharField(_("why it was lifted"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stop of payments")
        verbose_name_plural = _("stops of payments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(lifted_at__isnull=True), name="organization_stop_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("placed_by")), name="organization_stop_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}"
