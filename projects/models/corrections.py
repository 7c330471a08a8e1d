"""An application given back for correction (补正): what is to be mended, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import CorrectionState
from projects.models.projects import Project
from projects.models.submissions import Submission
from rounds.enums import Section


class Correction(models.Model):
    """One request for correction. Only what its items name is open; ``due_at`` is the end of a working day."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("application")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+", verbose_name=_("what was judged")
    )
    words = models.CharField(_("letter"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    due_at = models.DateTimeField(_("due at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["project", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CorrectionState.values), name="correction_state_known"),
            models.UniqueConstraint(fields=["project", "number"], name="correction_number_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=CorrectionState.OPEN), name="correction_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"


class CorrectionItem(models.Model):
    """One thing to mend. ``path`` empty: the whole section is open; in ``files`` it is the kind of the paper."""

    correction = models.ForeignKey(
        Correction, on_delete=models.CASCADE, related_name="items", verbose_name=_("correction")
    )
    section = models.CharField(_("part of the form"), max_length=16, choices=Section)
    path = models.CharField(_("place"), max_length=80, blank=True)
    request = models.CharField(_("what is to be mended"), max_length=300)

    class Meta:
        verbose_name = _("item of a correction")
        verbose_name_plural = _("items of corrections")
        ordering = ["correction", "pk"]

    def __str__(self) -> str:
        return self.request
