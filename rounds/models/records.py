"""What a round leaves behind: frozen rules, amendments, and the outcomes of earlier years."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.enums import AmendmentState
from rounds.models.round import Round


class RulesVersion(models.Model):
    """The rules of a round as they were frozen: canonical JSON and its SHA-256. Written once."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="versions", verbose_name=_("round"))
    number = models.PositiveSmallIntegerField(_("version"))
    rules = models.TextField(_("rules (canonical JSON)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("frozen at"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("frozen rules")
        verbose_name_plural = _("frozen rules")
        ordering = ["round", "-number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="rules_version_once")]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"


# What may still change when applicants already work with the rules: dates and telephones, in their favour or by notice.
AMENDABLE = ("closes_at", "grace_seconds", "enquiry_phone", "supervision_phone", "lead")


class Amendment(models.Model):
    """A change of a published round: asked for by one person with a reason, decided by another.

    Where the round asks for more than two persons, ``supported_by`` holds those who agreed before the last one.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="amendments", verbose_name=_("round"))
    changes = models.JSONField(_("changes"))
    before = models.JSONField(_("before"), default=dict, blank=True)
    supported_by = models.JSONField(_("supported by (numbers of persons)"), default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=AmendmentState, default=AmendmentState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked at"))
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
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AmendmentState.values), name="amendment_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="amendment_by_two"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.reason}"


class PastOutcome(models.Model):
    """What an earlier year achieved, as it was published then; for years before this system and after."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    projects = models.PositiveIntegerField(_("projects funded"))
    amount_fen = models.BigIntegerField(_("money granted (fen)"))
    served = models.PositiveIntegerField(_("person-times served"))
    evaluated = models.PositiveIntegerField(_("projects evaluated at the end"))
    passed = models.PositiveIntegerField(_("of these passed"))
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("outcome of a year")
        verbose_name_plural = _("outcomes of earlier years")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(passed__lte=F("evaluated")), name="outcome_passed_within_evaluated"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="outcome_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.year)
