"""The papers of an application."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project
from venture.files.models import StoredFile

ATTACHMENT_PURPOSE = "projects.paper"


class Attachment(models.Model):
    """One paper. ``slug`` is the round's document requirement that it answers, ``quote`` for a quotation of the budget
    line ``line``, or ``other``. A replaced or removed one keeps its row with ``removed_at``.

    ``reused`` marks a paper of the organisation itself: the file is shared, not copied.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="papers", verbose_name=_("application"))
    slug = models.CharField(_("kind"), max_length=40)
    line = models.CharField(_("budget line"), max_length=16, blank=True)
    label = models.CharField(_("name"), max_length=80, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    reused = models.BooleanField(_("paper of the organisation"), default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of applications")
        ordering = ["project", "slug", "pk"]

    def __str__(self) -> str:
        return self.label or self.file.name
