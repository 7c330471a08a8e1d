"""Scores that come from elsewhere: signed paper, keyed in by two persons, or a workbook that a second person takes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reviews.enums import KeyedSource, KeyedState
from reviews.models.assigning import Assignment


class KeyedSheet(models.Model):
    """What one person keyed in of one expert and one project, and what the second one did.

    ``given`` and ``again`` are ``{"marks": …, "opinion": "", "comment": ""}`` with marks as on a score sheet. Only
    where both say the same does a sealed score sheet come of it; ``state`` is moved by ``reviews.flows`` only.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="keyed", verbose_name=_("assignment")
    )
    source = models.CharField(_("source"), max_length=10, choices=KeyedSource)
    state = models.CharField(_("state"), max_length=10, choices=KeyedState, default=KeyedState.WAITING)
    given = models.JSONField(_("keyed in"))
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("keyed in by")
    )
    keyed_at = models.DateTimeField(_("keyed in at"))
    again = models.JSONField(_("keyed in again"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("sheet keyed in")
        verbose_name_plural = _("sheets keyed in")
        ordering = ["assignment", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=KeyedState.values), name="keyed_state_known"),
            models.CheckConstraint(condition=Q(source__in=KeyedSource.values), name="keyed_source_known"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state__in=["waiting", "differs"]), name="keyed_one_open"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("keyed_by")), name="keyed_checked_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="keyed_taken_is_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.get_source_display()}"
