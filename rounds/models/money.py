"""Where a round's money comes from, what it may be spent on and in which parts it is paid. Amounts are fen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from rounds.enums import Base, BudgetRuleKind, Trigger
from rounds.models.round import Category, Round


class FundSource(models.Model):
    """One source of money with its own bans and duties (for lottery money: 彩票公益金管理办法)."""

    slug = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    mark = models.CharField(_("mark to be shown"), max_length=60, blank=True)
    duty = models.CharField(_("duty"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("fund source")
        verbose_name_plural = _("fund sources")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class FundBan(models.Model):
    """Something that money of a source may never pay for."""

    source = models.ForeignKey(FundSource, on_delete=models.CASCADE, related_name="bans", verbose_name=_("fund source"))
    text = models.CharField(_("ban"), max_length=120)
    citation = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(citation=""), name="fund_ban_names_its_source")]

    def __str__(self) -> str:
        return self.text


class Envelope(models.Model):
    """How much of one source a field of service gets; per district, or kept for first-time applicants, where a round
    says so."""

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="envelopes", verbose_name=_("field of service")
    )
    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="+", verbose_name=_("fund source"))
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    first_time = models.BooleanField(_("for first-time applicants"), default=False)
    amount_fen = models.BigIntegerField(_("amount (fen)"))

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        ordering = ["category__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["category", "source", "area", "first_time"], name="envelope_once_per_area"),
            models.UniqueConstraint(
                fields=["category", "source", "first_time"],
                condition=Q(area__isnull=True),
                name="envelope_once_for_the_city",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="envelope_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.category} · {self.source}"


class BudgetRule(models.Model):
    """One rule about budgets. ``value`` is fen for amounts, basis points for shares; ``categories`` empty means all."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="budget_rules", verbose_name=_("round"))
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=BudgetRuleKind)
    categories = models.JSONField(_("cost categories"), default=list, blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    base = models.CharField(_("base"), max_length=10, choices=Base, default=Base.GRANT)
    value = models.BigIntegerField(_("value"), default=0)
    blocks = models.BooleanField(_("keeps from handing in"), default=True)
    citation = models.CharField(_("source"), max_length=120, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("budget rule")
        verbose_name_plural = _("budget rules")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BudgetRuleKind.values), name="budget_rule_kind_known"),
            models.CheckConstraint(condition=Q(value__gte=0), name="budget_rule_value_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind__in=["max_share", "min_share"]) | Q(value__lte=10_000), name="budget_rule_share_fits"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Tranche(models.Model):
    """One part of the payment: its share in basis points, what triggers it and what must stand before."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tranches", verbose_name=_("round"))
    order = models.PositiveSmallIntegerField(_("order"))
    share = models.PositiveIntegerField(_("share (basis points)"))
    trigger = models.CharField(_("trigger"), max_length=20, choices=Trigger)
    preconditions = models.JSONField(_("preconditions"), default=list, blank=True)
    training_hours = models.PositiveSmallIntegerField(
        _("hours of training and mentoring before"), default=0,
        help_text=_("Counted in the organisation's record from the publication of the round on; 0 asks for none."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="tranche_order_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=10_000), name="tranche_share_fits"),
            models.CheckConstraint(condition=Q(trigger__in=Trigger.values), name="tranche_trigger_known"),
        ]

    def __str__(self) -> str:
        return f"{self.order}"
