"""Papers of an organisation, kept once and brought along by its applications."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import DocumentKind
from organizations.models.organizations import Organization
from venture.files.models import StoredFile

PURPOSE = "organizations.document"


class OrganizationDocument(models.Model):
    """One paper. A newer one takes its place; the old one stays, for what was handed in with it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="documents", verbose_name=_("organisation")
    )
    kind = models.SlugField(_("kind"), max_length=40, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=80, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    class Meta:
        verbose_name = _("document of an organisation")
        verbose_name_plural = _("documents of organisations")
        ordering = ["organization", "kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="organization_document_kind_known"),
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=Q(replaced_at__isnull=True, kind__in=DocumentKind.single),
                name="organization_document_one_current",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())
