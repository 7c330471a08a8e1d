"""A ranking: computed from sealed sheets, with its inputs frozen so that anybody can compute it again."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from reviews.enums import RankingState
from reviews.models.draws import Draw
from rounds.models import Round, Stage


class Ranking(models.Model):
    """One computation. ``stage`` empty: the composite of all stages. ``inputs`` is canonical JSON, ``inputs_hash`` its
    SHA-256. A locked one never changes.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rankings", verbose_name=_("round"))
    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, null=True, blank=True, related_name="rankings", verbose_name=_("stage")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=RankingState, default=RankingState.DRAFT)
    inputs = models.TextField(_("inputs"))
    inputs_hash = models.CharField(_("SHA-256 of the inputs"), max_length=64)
    lot = models.ForeignKey(
        Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lot")
    )
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("computed by"),
    )
    computed_at = models.DateTimeField(_("computed at"))
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("locked by"),
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering = ["round", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="ranking_version_once"),
            models.CheckConstraint(condition=Q(state__in=RankingState.values), name="ranking_state_known"),
            models.CheckConstraint(
                condition=~Q(state="locked") | Q(locked_by__isnull=False, locked_at__isnull=False),
                name="ranking_locked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.version}"


class RankRow(models.Model):
    """One project of a ranking. ``totals`` are all counting totals (text, two places), without who gave them;
    ``dropped`` the places in that list that were left out. ``rank`` empty: not ranked, ``why`` says the code.
    ``parts`` are the experts' mean and the points of each component by name (text, two places); empty where the
    experts alone make the result.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="rows", verbose_name=_("ranking"))
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="rank_rows", verbose_name=_("project"))
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    mean = models.DecimalField(_("mean (points)"), max_digits=6, decimal_places=2, null=True, blank=True)
    parts = models.JSONField(_("what makes the result"), null=True, blank=True)
    totals = models.JSONField(_("totals"), default=list, blank=True)
    dropped = models.JSONField(_("dropped"), default=list, blank=True)
    lowest = models.DecimalField(_("lowest"), max_digits=5, decimal_places=2, null=True, blank=True)
    highest = models.DecimalField(_("highest"), max_digits=5, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(_("reached the pass mark"), default=True)
    disputed = models.BooleanField(_("experts far apart"), default=False)
    why = models.CharField(_("why not ranked"), max_length=30, blank=True)
    tie = models.JSONField(_("how ties were broken"), default=list, blank=True)

    class Meta:
        verbose_name = _("row of a ranking")
        verbose_name_plural = _("rows of rankings")
        ordering = ["ranking", F("rank").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "project"], name="rank_row_once"),
            models.UniqueConstraint(fields=["ranking", "rank"], name="rank_once"),
            models.CheckConstraint(
                condition=Q(rank__isnull=False, mean__isnull=False, why="") | (Q(rank__isnull=True) & ~Q(why="")),
                name="rank_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} · {self.project}"
