"""The creative prize for ideas that found no organisation: a short review of its own, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.enums import ContestState
from projects.models.ideas import Idea
from rounds.models import IdeaAward, Round


class IdeaContest(models.Model):
    """The review of one round's ideas. ``criteria`` is a list of ``{"name", "points"}`` whose points make a hundred.

    ``tax_share`` (basis points) is withheld from prizes of persons; nought where ``tax_basis`` names why the law frees
    them.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="contest", verbose_name=_("round"))
    criteria = models.JSONField(_("criteria"), default=list)
    due_on = models.DateField(_("judge until"))
    tax_share = models.PositiveIntegerField(_("tax withheld (basis points)"))
    tax_basis = models.CharField(_("basis in law"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=ContestState, default=ContestState.JUDGING)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("proposed by"),
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("review of ideas")
        verbose_name_plural = _("reviews of ideas")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ContestState.values), name="contest_state_known"),
            models.CheckConstraint(condition=Q(tax_share__lte=10_000), name="contest_tax_is_a_share"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="contest_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=ContestState.DECIDED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="contest_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)


class IdeaJudge(models.Model):
    contest = models.ForeignKey(
        IdeaContest, on_delete=models.PROTECT, related_name="judges", verbose_name=_("review of ideas")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("judge")
    )

    class Meta:
        verbose_name = _("judge of ideas")
        verbose_name_plural = _("judges of ideas")
        ordering = ["contest", "pk"]
        constraints = [models.UniqueConstraint(fields=["contest", "user"], name="judge_once")]

    def __str__(self) -> str:
        return str(self.user)


class IdeaEntry(models.Model):
    """An idea that takes part, and the award that is proposed for it."""

    contest = models.ForeignKey(
        IdeaContest, on_delete=models.PROTECT, related_name="entries", verbose_name=_("review of ideas")
    )
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="entries", verbose_name=_("idea"))
    award = models.ForeignKey(
        IdeaAward, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("award")
    )

    class Meta:
        verbose_name = _("idea under review")
        verbose_name_plural = _("ideas under review")
        ordering = ["contest", "idea__code"]
        constraints = [models.UniqueConstraint(fields=["contest", "idea"], name="entry_once")]

    def __str__(self) -> str:
        return str(self.idea)


class IdeaScore(models.Model):
    """What one judge gives one idea: the points of each criterion by its place, their sum, and a sentence."""

    entry = models.ForeignKey(
        IdeaEntry, on_delete=models.PROTECT, related_name="scores", verbose_name=_("idea under review")
    )
    judge = models.ForeignKey(IdeaJudge, on_delete=models.PROTECT, related_name="scores", verbose_name=_("judge"))
    points = models.JSONField(_("points"), default=dict)
    total = models.PositiveSmallIntegerField(_("sum"))
    words = models.CharField(_("in one sentence"), max_length=200)
    scored_at = models.DateTimeField(_("scored at"))

    class Meta:
        verbose_name = _("score of an idea")
        verbose_name_plural = _("scores of ideas")
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "judge"], name="idea_scored_once"),
            models.CheckConstraint(condition=Q(total__lte=100), name="idea_score_within"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.judge}"


class IdeaPrize(models.Model):
    """A prize as it was decided: amount, what is withheld, to whom. It is paid by the finance office, to ``payee``."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="prize", verbose_name=_("idea"))
    contest = models.ForeignKey(
        IdeaContest, on_delete=models.PROTECT, related_name="prizes", verbose_name=_("review of ideas")
    )
    award = models.ForeignKey(IdeaAward, on_delete=models.PROTECT, related_name="+", verbose_name=_("award"))
    name = models.CharField(_("name"), max_length=30)
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    tax_fen = models.BigIntegerField(_("tax withheld (fen)"))
    payee = models.CharField(_("payee"), max_length=120)
    note = models.CharField(_("note for the payment"), max_length=300)
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("prize for an idea")
        verbose_name_plural = _("prizes for ideas")
        ordering = ["contest", "award__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0, tax_fen__gte=0, tax_fen__lte=F("amount_fen")), name="prize_money_fits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.idea}"

    @property
    def paid_fen(self) -> int:
        """Return what reaches the payee."""
        return self.amount_fen - self.tax_fen
