"""Verifiable draws: what was committed to before, what was revealed after. Anybody can replay one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reviews.enums import DrawPurpose
from rounds.models import Round


class Draw(models.Model):
    """One draw. ``commitment`` is public before, ``salt`` and ``result`` only after the reveal
    (``reviews.domain.draw``).

    ``entries`` is the frozen list that is drawn from, ``rules`` quotas and exclusions with their reasons.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="draws", verbose_name=_("round"))
    purpose = models.CharField(_("for"), max_length=10, choices=DrawPurpose)
    label = models.CharField(_("label"), max_length=80)
    entries = models.JSONField(_("entries"))
    rules = models.JSONField(_("rules"), default=dict, blank=True)
    commitment = models.CharField(_("commitment (SHA-256)"), max_length=64)
    salt = models.CharField(_("salt"), max_length=64)
    seed = models.CharField(_("public seed"), max_length=120, blank=True)
    result = models.JSONField(_("result"), default=list, blank=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("committed by")
    )
    committed_at = models.DateTimeField(_("committed at"))
    revealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revealed by"),
    )
    revealed_at = models.DateTimeField(_("revealed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["-committed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=DrawPurpose.values), name="draw_purpose_known"),
            models.CheckConstraint(
                condition=Q(revealed_at__isnull=True, revealed_by__isnull=True)
                | Q(revealed_at__gte=F("committed_at"), revealed_by__isnull=False),
                name="draw_revealed_after",
            ),
        ]

    def __str__(self) -> str:
        return self.label
