"""Applications that came on paper or in a sheet: who entered them, who compared them, and the signed form itself."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.enums import PaperState, SheetState
from projects.models.projects import Project
from rounds.models import Round
from venture.files.models import StoredFile

# What the uploaded sheets are for (``venture.files.registry``).
SHEET_PURPOSE = "projects.sheet"


class PaperEntry(models.Model):
    """What was done with one application from paper. ``state`` is moved by ``projects.flows.paper`` only.

    ``sha256`` is that of the content that waits to be compared: another content is asked for anew. ``reason`` says why
    it is entered after the call has closed; on which day the paper came stands on the application.
    """

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="paper_entry", verbose_name=_("application")
    )
    state = models.CharField(_("state"), max_length=10, choices=PaperState, default=PaperState.TYPING)
    reason = models.CharField(_("why after the call has closed"), max_length=300, blank=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed form")
    )
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("handed over by"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("compared by"),
    )  # fmt: skip
    checked_at = models.DateTimeField(_("compared at"), null=True, blank=True)
    note = models.CharField(_("what differs from the paper"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("application from paper")
        verbose_name_plural = _("applications from paper")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="paper_state_known"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(checked_by=F("asked_by")),
                name="paper_compared_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checking", "confirmed"])
                | Q(asked_by__isnull=False, asked_at__isnull=False, scan__isnull=False) & ~Q(sha256=""),
                name="paper_handed_over_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.CONFIRMED) | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="paper_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    @property
    def code(self) -> str:
        """Return the number of the application, by which the entry's page is called."""
        return self.project.code


class SheetLoad(models.Model):
    """A sheet of applications that was brought to be loaded. What its rows come to is read from it each time."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("round"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("sheet"))
    state = models.CharField(_("state"), max_length=8, choices=SheetState, default=SheetState.TRIED)
    reason = models.CharField(_("why after the call has closed"), max_length=300, blank=True)
    runs = models.PositiveSmallIntegerField(_("times taken over"), default=0)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("brought by")
    )
    loaded_at = models.DateTimeField(_("brought at"))

    class Meta:
        verbose_name = _("sheet of applications")
        verbose_name_plural = _("sheets of applications")
        ordering = ["-loaded_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_known")]

    def __str__(self) -> str:
        return self.file.name
