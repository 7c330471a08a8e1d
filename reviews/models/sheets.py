"""Score sheets. A sealed one never changes: the database refuses it; a reopened one is followed by a new version."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reviews.enums import Opinion, SheetState
from reviews.models.assigning import Assignment


class ScoreSheet(models.Model):
    """One version of what an expert says of a project.

    ``marks`` maps the key of a leaf criterion (its primary key as text) to ``{"level": 1..10 or null, "reason": ""}``;
    a null level with ``"na": true`` says “does not apply”. ``total`` is counted when the sheet is sealed (points of
    100, two places, half-up); ``sha256`` is that of ``content``, the canonical JSON of the whole sheet.
    ``turn`` counts the saves of a draft. A sheet from paper is keyed in by one person and checked by another.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("assignment")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.DRAFT)
    marks = models.JSONField(_("marks"), default=dict, blank=True)
    opinion = models.CharField(_("opinion on the whole"), max_length=10, choices=Opinion, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    turn = models.PositiveIntegerField(_("saves"), default=0)
    key = models.CharField(_("key of the last save"), max_length=64, blank=True)
    total = models.DecimalField(_("total (points)"), max_digits=5, decimal_places=2, null=True, blank=True)
    content = models.TextField(_("content"), blank=True)
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    sealed_at = models.DateTimeField(_("sealed at"), null=True, blank=True)
    on_paper = models.BooleanField(_("from a signed paper"), default=False)
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("keyed in by"),
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reopened by"),
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reason = models.CharField(_("reason for reopening"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["assignment", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="score_sheet_version_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=~Q(state="replaced"), name="score_sheet_one_stands"
            ),
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="score_sheet_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", sealed_at__isnull=True, sha256="")
                | (Q(state__in=["sealed", "replaced"], sealed_at__isnull=False, total__isnull=False) & ~Q(sha256="")),
                name="score_sheet_sealed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=100), name="score_sheet_total_fits"
            ),
            models.CheckConstraint(
                condition=Q(on_paper=False)
                | Q(state="draft")
                | (Q(keyed_by__isnull=False, checked_by__isnull=False) & ~Q(checked_by=F("keyed_by"))),
                name="score_sheet_paper_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="replaced")
                | (Q(reopened_by__isnull=False, reopened_at__isnull=False) & ~Q(reason="")),
                name="score_sheet_reopened_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="score_sheet_state")]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.version}"
