"""Who is selected within the money, who stands in reserve, and what was changed by hand."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from reviews.enums import Outcome, OverrideKind, OverrideState, SelectionState
from reviews.models.ranking import Ranking
from rounds.models import Envelope, Round
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
OVERRIDE_PURPOSE = "reviews.override_minutes"


class Selection(models.Model):
    """A proposed selection on a locked ranking. ``rules`` holds caps and transfers between envelopes, ``facts`` what
    the page says of money and line. Frozen from ``sent`` on.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="selections", verbose_name=_("round"))
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="selections", verbose_name=_("ranking"))
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=SelectionState, default=SelectionState.DRAFT)
    rules = models.JSONField(_("rules"), default=dict, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    content_hash = models.CharField(_("SHA-256 of the list"), max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        ordering = ["round", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="selection_version_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state__in=["draft", "sent", "decided"]), name="selection_one_stands"
            ),
            models.CheckConstraint(condition=Q(state__in=SelectionState.values), name="selection_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.version}"


class Override(models.Model):
    """A change by hand: asked for with a reason by one person, put in force by another, marked everywhere."""

    selection = models.ForeignKey(
        Selection, on_delete=models.CASCADE, related_name="overrides", verbose_name=_("selection")
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="overrides", verbose_name=_("project"))
    kind = models.CharField(_("kind"), max_length=8, choices=OverrideKind)
    amount_fen = models.BigIntegerField(_("amount (fen)"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    minutes = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minutes")
    )
    state = models.CharField(_("state"), max_length=10, choices=OverrideState, default=OverrideState.PROPOSED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
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
        verbose_name = _("change by hand")
        verbose_name_plural = _("changes by hand")
        ordering = ["selection", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OverrideState.values), name="override_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")) | Q(state="withdrawn"),
                name="override_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(kind="amount") | Q(amount_fen__isnull=False, amount_fen__gt=0), name="override_amount"
            ),
            models.UniqueConstraint(
                fields=["selection", "project"],
                condition=Q(state__in=["proposed", "in_force"]),
                name="override_one_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_kind_display()}"


class SelectionRow(models.Model):
    """One project of a selection: its outcome, the code of its reason with plain values, its margin to the line."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="rows", verbose_name=_("selection"))
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="selection_rows", verbose_name=_("project")
    )
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    mean = models.DecimalField(_("mean (points)"), max_digits=6, decimal_places=2, null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reserve_no = models.PositiveIntegerField(_("place in the reserve"), null=True, blank=True)
    envelope = models.ForeignKey(
        Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("envelope")
    )
    asked_fen = models.BigIntegerField(_("asked for (fen)"))
    recommended_fen = models.BigIntegerField(_("recommended (fen)"), default=0)
    reason = models.CharField(_("reason"), max_length=40)
    details = models.JSONField(_("details of the reason"), default=dict, blank=True)
    margin = models.DecimalField(
        _("margin to the line (points)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    override = models.ForeignKey(
        Override, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("change by hand")
    )

    class Meta:
        verbose_name = _("row of a selection")
        verbose_name_plural = _("rows of selections")
        ordering = ["selection", F("rank").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "project"], name="selection_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="selection_outcome_known"),
            models.CheckConstraint(
                condition=Q(recommended_fen__gte=0) & Q(recommended_fen__lte=F("asked_fen")),
                name="selection_not_above_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_outcome_display()}"
