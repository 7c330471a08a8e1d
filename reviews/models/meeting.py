"""The papers printed for a meeting (上会材料): each printing stays, with the hash of the list that it shows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.decision import Decision
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
PAPERS_PURPOSE = "reviews.meeting_papers"


class MeetingPapers(models.Model):
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="papers", verbose_name=_("decision"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    sha256 = models.CharField(_("SHA-256 of the list"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("printed by"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("papers for a meeting")
        verbose_name_plural = _("papers for meetings")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.decision} · {self.made_at:%Y-%m-%d}"
