"""The grant itself: what a confirmed award became, with its money by source and its tranches."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import GrantState
from organizations.models import Organization
from projects.models import Project, Submission
from reviews.models import Award
from rounds.enums import Trigger
from rounds.models import FundSource, Round


class Grant(models.Model):
    """A funded project under agreement. ``state`` is moved by ``grants.flows`` only.

    The counters follow the ledger's postings by themselves, in the database; their CHECKs refuse money above the award
    whatever code forgot. ``submission`` is the frozen application that the agreement names.
    """

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="grant", verbose_name=_("award"))
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="grant", verbose_name=_("project"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="grants", verbose_name=_("organisation")
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="grants", verbose_name=_("round"))
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+", verbose_name=_("frozen application")
    )
    state = models.CharField(_("state"), max_length=10, choices=GrantState, default=GrantState.OFFERED)
    amount_fen = models.BigIntegerField(_("award (fen)"))
    committed_fen = models.BigIntegerField(_("committed (fen)"), default=0)
    paid_fen = models.BigIntegerField(_("paid (fen)"), default=0)
    returned_fen = models.BigIntegerField(_("returned (fen)"), default=0)
    plan = models.JSONField(_("plan and budget in force"), default=dict)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    sign_by = models.DateField(_("agreement due on"), null=True, blank=True)
    offered_at = models.DateTimeField(_("offered at"))
    moved_at = models.DateTimeField(_("since"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["project__code"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GrantState.values), name="grant_state_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="grant_has_money"),
            models.CheckConstraint(
                condition=Q(committed_fen__gte=0, paid_fen__gte=0, returned_fen__gte=0), name="grant_money_not_negative"
            ),
            models.CheckConstraint(condition=Q(committed_fen__lte=F("amount_fen")), name="grant_not_above_award"),
            models.CheckConstraint(condition=Q(paid_fen__lte=F("committed_fen")), name="grant_not_paid_above"),
            models.CheckConstraint(condition=Q(returned_fen__lte=F("paid_fen")), name="grant_not_returned_above"),
        ]

    def __str__(self) -> str:
        return str(self.project)


class GrantShare(models.Model):
    """How much of a grant comes from one source and budget year. The shares of a grant make up its award."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="shares", verbose_name=_("grant"))
    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="+", verbose_name=_("fund source"))
    year = models.PositiveSmallIntegerField(_("budget year"))
    amount_fen = models.BigIntegerField(_("amount (fen)"))

    class Meta:
        verbose_name = _("share of a source")
        verbose_name_plural = _("shares of sources")
        ordering = ["grant", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "source", "year"], name="grant_share_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="grant_share_has_money"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.year}"


class GrantTranche(models.Model):
    """One part of a grant's payment, with its amount in fen, what triggers it and what must stand before."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="tranches", verbose_name=_("grant"))
    order = models.PositiveSmallIntegerField(_("order"))
    share = models.PositiveIntegerField(_("share (basis points)"))
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    trigger = models.CharField(_("trigger"), max_length=20, choices=Trigger)
    preconditions = models.JSONField(_("preconditions"), default=list, blank=True)
    training_hours = models.PositiveSmallIntegerField(_("hours of training and mentoring before"), default=0)
    due_on = models.DateField(_("due on"), null=True, blank=True)

    class Meta:
        verbose_name = _("tranche of a grant")
        verbose_name_plural = _("tranches of a grant")
        ordering = ["grant", "order"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "order"], name="grant_tranche_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="grant_tranche_has_money"),
            models.CheckConstraint(condition=Q(trigger__in=Trigger.values), name="grant_tranche_trigger_known"),
        ]

    def __str__(self) -> str:
        return f"{self.order}"
