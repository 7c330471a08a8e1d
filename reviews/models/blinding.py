"""What blind experts read: redacted copies of files, and the traces of the applicant that staff decide about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import Attachment, Submission
from reviews.enums import Found
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
REDACTED_PURPOSE = "reviews.redacted"


class Trace(models.Model):
    """A name, phone, domain or other trace of the applicant found in what experts read.

    ``place`` is the part of the form and the path of a text (``need/need.causes``), or that of a file; ``found`` the
    very characters.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="traces", verbose_name=_("submission")
    )
    place = models.CharField(_("place"), max_length=120)
    found = models.CharField(_("found"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=Found, default=Found.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("trace of the applicant")
        verbose_name_plural = _("traces of applicants")
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "place", "found"], name="trace_once"),
            models.CheckConstraint(condition=Q(state__in=Found.values), name="trace_state_known"),
        ]

    def __str__(self) -> str:
        return self.found


class RedactedCopy(models.Model):
    """The copy of a paper that blind experts open: no metadata, a neutral name. ``file`` empty: withheld."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="copies", verbose_name=_("submission")
    )
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", verbose_name=_("paper"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    released = models.BooleanField(_("shown to experts"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("copy for blind reading")
        verbose_name_plural = _("copies for blind reading")
        ordering = ["submission", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "attachment"], name="redacted_copy_once")]

    def __str__(self) -> str:
        return str(self.attachment)
