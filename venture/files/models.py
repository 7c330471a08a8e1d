"""Files that people brought: what is known about each; the content lies in the storage under a random key."""

from datetime import UTC

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venture.files.enums import FileState, Kind

CONTENT_TYPES: dict[str, str] = {
    Kind.PDF: "application/pdf",
    Kind.OFD: "application/ofd",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.JPG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.ZIP: "application/zip",
}


class StoredFile(models.Model):
    """One uploaded file. ``sha256`` and ``size`` (bytes) are those of what is kept and delivered.

    Pictures are written anew on arrival, so ``sha256_received`` is the hash of what the person sent. An upload that no
    row took up (``attached_at`` empty) is an orphan and is cleaned away. ``scanned_at`` is empty where no scanner is.
    Whoever came without an account has no ``owner``: a random ``ticket`` in the session says whose upload it is.
    """

    key = models.CharField(_("key"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    sha256_received = models.CharField(_("SHA-256 as received"), max_length=64)
    purpose = models.CharField(_("purpose"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stored_files",
        verbose_name=_("uploaded by"),
    )
    ticket = models.CharField(_("ticket"), max_length=32, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=FileState, default=FileState.WAITING)
    scan_note = models.CharField(_("what the scanner said"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("uploaded"))
    attached_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    scanned_at = models.DateTimeField(_("scanned"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="file_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="file_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.CheckConstraint(condition=Q(owner__isnull=False) | ~Q(ticket=""), name="file_of_somebody"),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(attached_at=None), name="file_orphans"),
        ]

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def place(self) -> str:
        """Return the name in the storage: the day of arrival (UTC) and the key, so that one day can be listed."""
        return f"{self.created_at.astimezone(UTC):%Y/%m/%d}/{self.key}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]
