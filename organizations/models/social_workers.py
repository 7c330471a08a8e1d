"""The social workers of an organisation. Certificate numbers are kept as they are told: nobody checks them here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import WorkerLevel
from organizations.models.organizations import Organization


class SocialWorker(models.Model):
    """One social worker with level, certificate and the day on which the registration runs out. Ended, never deleted.

    The name is for the organisation and the staff only.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="social_workers", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=20)
    level = models.CharField(_("level"), max_length=12, choices=WorkerLevel)
    certificate = models.CharField(_("number of the certificate"), max_length=40, blank=True)
    registered_until = models.DateField(_("registration valid until"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip
    entered_at = models.DateTimeField(_("entered at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("social worker")
        verbose_name_plural = _("social workers")
        ordering = ["organization", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=WorkerLevel.values), name="social_worker_level_known"),
            models.CheckConstraint(
                condition=Q(level=WorkerLevel.NONE) | ~Q(certificate=""), name="social_worker_level_has_certificate"
            ),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(ended_at__isnull=True) & ~Q(certificate=""),
                name="social_worker_certificate_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
