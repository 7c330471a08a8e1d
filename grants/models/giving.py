"""Donations: a round's rules for them, named funds, intentions, what arrived, what went to projects, what went back.

Money stands in the ledger under the source of the fund, or of the round's directed donations: a confirmed gift is an
allotment of its field, a refund takes it back, and a grant binds it as one of its shares.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.enums import (
    AskState,
    DonationState,
    DonationTarget,
    DonorKind,
    FundState,
    GiftKind,
    GiftState,
    RefundState,
)
from grants.models.grants import Grant
from projects.models import Project
from rounds.enums import Field
from rounds.models import Category, FundSource, Round
from venture.files.models import StoredFile

GIFT_PURPOSE = "grants.gift"


class DonationRules(models.Model):
    """How a round takes donations; without a row it takes none. Ratio, caps and naming stand in the round's own rules.

    ``counts_until`` is the last day before the final review: what reaches the account later counts for nothing.
    """

    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, related_name="donation_rules", verbose_name=_("round")
    )
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="donation_rules", verbose_name=_("fund source"),
        help_text=_("Under which directed donations stand in the ledger. No envelope may use it."),
    )  # fmt: skip
    holder = models.CharField(_("holder of the charity account"), max_length=80)
    bank = models.CharField(_("bank"), max_length=80)
    number = models.CharField(_("number of the charity account"), max_length=40)
    takes_until = models.DateField(_("intentions are taken until"))
    counts_until = models.DateField(_("money counts that arrives until"))
    least_fen = models.BigIntegerField(_("at least (fen)"), default=0)
    points = models.PositiveSmallIntegerField(_("points for donations at most"), default=0)
    full_share = models.PositiveIntegerField(
        _("all points from this share of the budget (basis points)"), default=10_000
    )
    points_on_top = models.BooleanField(
        _("the points come on top of the experts' hundred"), default=False,
        help_text=_("Otherwise they are a part of the hundred: with 20 points for donations, experts decide about 80."),
    )  # fmt: skip
    takes_goods = models.BooleanField(_("takes goods"), default=False)
    goods_matched = models.BooleanField(_("goods are matched like money"), default=False)

    class Meta:
        verbose_name = _("rules for donations")
        verbose_name_plural = _("rules for donations")
        constraints = [
            models.CheckConstraint(condition=Q(least_fen__gte=0), name="donation_rules_least_not_negative"),
            models.CheckConstraint(
                condition=Q(full_share__gt=0, full_share__lte=10_000), name="donation_rules_full_share_fits"
            ),
            models.CheckConstraint(condition=Q(points__lt=100), name="donation_rules_points_leave_the_experts"),
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class NamedFund(models.Model):
    """A named fund (冠名基金) of the charity association: its own source of money, for one field of service.

    ``donor_name`` is shown in public; ``consent`` names the paper in which the donor agreed to it.
    """

    slug = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("fund", "name"), max_length=60)
    donor_name = models.CharField(_("named after"), max_length=80)
    consent = models.CharField(_("consent to be named (document)"), max_length=80, blank=True)
    source = models.OneToOneField(
        FundSource, on_delete=models.PROTECT, related_name="named_fund", verbose_name=_("fund source")
    )
    field = models.CharField(_("field of service"), max_length=12, choices=Field)
    purpose = models.CharField(pgettext_lazy("fund", "purpose"), max_length=200)
    story = models.TextField(pgettext_lazy("fund", "what it is about"), blank=True)
    goal_fen = models.BigIntegerField(_("goal (fen)"), default=0)
    founded_on = models.DateField(_("founded on"))
    state = models.CharField(_("state"), max_length=8, choices=FundState, default=FundState.DRAFT)

    class Meta:
        verbose_name = _("named fund")
        verbose_name_plural = _("named funds")
        ordering = ["founded_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FundState.values), name="fund_state_known"),
            models.CheckConstraint(condition=Q(field__in=Field.values), name="fund_field_known"),
            models.CheckConstraint(condition=Q(goal_fen__gte=0), name="fund_goal_not_negative"),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(consent=""), name="fund_public_with_consent"),
        ]

    def __str__(self) -> str:
        return self.name


class Donation(models.Model):
    """A donation from its intention on. ``category`` is the field in which its money stands, whatever its target.

    ``receipt`` opens it to the donor together with the mobile number. ``shown_at`` is when the donor agreed that the
    name is shown in public; without it the public reads no name. ``key`` names the form that was sent.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="donations", verbose_name=_("round"))
    target = models.CharField(pgettext_lazy("donation", "for"), max_length=8, choices=DonationTarget)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="donations", verbose_name=_("project")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="donations", verbose_name=_("field of service")
    )
    fund = models.ForeignKey(
        NamedFund, on_delete=models.PROTECT, null=True, blank=True, related_name="donations",
        verbose_name=_("named fund"),
    )  # fmt: skip
    donor_kind = models.CharField(_("kind of donor"), max_length=10, choices=DonorKind)
    donor_name = models.CharField(_("donor"), max_length=80)
    contact = models.CharField(_("contact person"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20)
    amount_fen = models.BigIntegerField(_("intended (fen)"), default=0)
    goods = models.CharField(_("goods offered"), max_length=200, blank=True)
    wish = models.CharField(_("name that is wished for the project"), max_length=40, blank=True)
    shown_at = models.DateTimeField(_("agreed to be named in public at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DonationState, default=DonationState.INTENDED)
    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    key = models.CharField(_("key"), max_length=64, unique=True)
    document_number = models.CharField(_("number of the agreement"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip
    registered_at = models.DateTimeField(_("registered at"))
    moved_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DonationState.values), name="donation_state_known"),
            models.CheckConstraint(condition=Q(donor_kind__in=DonorKind.values), name="donation_donor_known"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="donation_not_negative"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0) | ~Q(goods=""), name="donation_is_of_something"),
            models.CheckConstraint(
                condition=Q(target="project", project__isnull=False, fund__isnull=True)
                | Q(target="field", project__isnull=True, fund__isnull=True)
                | Q(target="fund", project__isnull=True, fund__isnull=False),
                name="donation_has_its_target",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "received"]) | ~Q(document_number=""), name="donation_agreed_on_paper"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class Gift(models.Model):
    """Money that reached the charity account, or goods that were handed over and valued. ``grant`` holds it once bound.

    For goods ``amount_fen`` is their value, for money the fen of the bank's slip; only money stands in the ledger.
    """

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="gifts", verbose_name=_("donation"))
    kind = models.CharField(_("kind"), max_length=6, choices=GiftKind)
    amount_fen = models.BigIntegerField(_("amount or value (fen)"))
    on = models.DateField(_("arrived on"))
    voucher = models.CharField(_("number of the bank's slip"), max_length=40, blank=True)
    receipt_number = models.CharField(_("number of the donation receipt"), max_length=40)
    what = models.CharField(_("what was handed over, and how it was valued"), max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("receipt (scan)")
    )
    state = models.CharField(_("state"), max_length=10, choices=GiftState, default=GiftState.WAITING)
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="gifts", verbose_name=_("grant")
    )
    key = models.CharField(_("key"), max_length=64, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GiftState.values), name="gift_state_known"),
            models.CheckConstraint(condition=Q(kind__in=GiftKind.values), name="gift_kind_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="gift_has_value"),
            models.CheckConstraint(condition=~Q(receipt_number=""), name="gift_has_its_receipt"),
            models.CheckConstraint(
                condition=Q(kind="money") & ~Q(voucher="") | Q(kind="goods") & ~Q(what=""), name="gift_is_described"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")), name="gift_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="standing") | Q(decided_by__isnull=False), name="gift_confirmed_by_somebody"
            ),
            models.CheckConstraint(condition=Q(grant__isnull=True) | Q(state="standing"), name="gift_bound_stands"),
        ]

    def __str__(self) -> str:
        return f"{self.donation} · {self.receipt_number}"


class Refund(models.Model):
    """A gift that goes back to its donor, whole: asked for by one, approved by another, then sent back by bank slip."""

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("gift"))
    state = models.CharField(_("state"), max_length=10, choices=RefundState, default=RefundState.ASKED)
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    voucher = models.CharField(_("number of the bank's slip"), max_length=40, blank=True)
    paid_on = models.DateField(_("sent back on"), null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sent back by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("refund of a gift")
        verbose_name_plural = _("refunds of gifts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RefundState.values), name="refund_state_known"),
            models.UniqueConstraint(
                fields=["gift"], condition=Q(state__in=["asked", "approved", "paid"]), name="refund_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="refund_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | (~Q(voucher="") & Q(paid_on__isnull=False)), name="refund_paid_with_slip"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gift}"


class Support(models.Model):
    """Money of a named fund, or given to a field, that pays a part of one project's award. Bound with its grant."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="supports", verbose_name=_("project"))
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="supports", verbose_name=_("fund source")
    )
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=AskState, default=AskState.ASKED)
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="supports", verbose_name=_("grant")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("support of a project")
        verbose_name_plural = _("supports of projects")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="support_state_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="support_has_money"),
            models.UniqueConstraint(
                fields=["project", "source"], condition=Q(state__in=["asked", "approved"]), name="support_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state="withdrawn") | ~Q(decided_by=F("asked_by")),
                name="support_by_two",
            ),
            models.CheckConstraint(condition=Q(grant__isnull=True) | Q(state="approved"), name="support_bound_stands"),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.source}"
