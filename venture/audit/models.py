"""The log: entries that only grow, the one head that orders them, and the heads that were published."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from venture.audit.domain import chain
from venture.doors.acts import name_of


class AuditEntry(models.Model):
    """One consequential act. The database refuses to change or delete it; each entry carries the hash of the last one.

    ``at`` is the database's clock. ``before`` and ``after`` say what the act moved; ``facts`` is the rest.
    """

    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    verb = models.CharField(_("act"), max_length=80, db_index=True)
    subject_label = models.CharField(_("kind of record"), max_length=80)
    subject_pk = models.CharField(_("number of the record"), max_length=64)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    facts = models.JSONField(_("facts"), default=dict)
    alg = models.CharField(_("algorithm"), max_length=20)
    prev_hash = models.CharField(_("hash of the entry before"), max_length=128, unique=True)
    hash = models.CharField(_("hash"), max_length=128, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-seq"]
        indexes = [models.Index(fields=["subject_label", "subject_pk"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.seq} · {name_of(self.verb)}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked last by everyone who writes an entry, so entries have one order."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    seq = models.PositiveBigIntegerField(_("number"), default=0)
    hash = models.CharField(_("hash"), max_length=128, default=chain.GENESIS)

    class Meta:
        verbose_name = _("head of the audit log")
        verbose_name_plural = _("head of the audit log")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class PublishedHead(models.Model):
    """A head that was shown to the public. Whoever kept a copy can prove that nothing before it was rewritten."""

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    hash = models.CharField(_("hash"), max_length=128)
    at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("published head")
        verbose_name_plural = _("published heads")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
