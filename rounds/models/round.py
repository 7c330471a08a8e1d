"""A round, its fields of service, who may apply and with which papers."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from rounds.enums import Field, Nature, RoundState, Signing


class Round(models.Model):
    """One 公益创投 round. Its rules are data; ``state`` is moved by ``rounds.flows`` only.

    ``opens_at`` ≤ t < ``closes_at`` + ``grace_seconds`` by the database's clock is when it takes applications.
    """

    code = models.SlugField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{4}(-[a-z0-9]+)?\Z", _("Write the year, and -b for a second round."))],
        help_text=_("Stands in the address: 2027, or 2027-b for a second round of the year."),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=80)
    document_number = models.CharField(_("document number"), max_length=40, blank=True)
    lead = models.CharField(_("purpose in one sentence"), max_length=200, blank=True)
    sponsor = models.CharField(_("sponsor"), max_length=60)
    operator = models.CharField(_("operator"), max_length=60, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("area"))
    nature = models.CharField(_("legal nature"), max_length=10, choices=Nature, default=Nature.GRANT)
    pool_fen = models.BigIntegerField(_("money in all (fen)"), default=0)
    project_cap_fen = models.BigIntegerField(_("at most for one project (fen)"), default=0)
    projects_per_organization = models.PositiveSmallIntegerField(_("applications per organisation"), default=1)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    grace_seconds = models.PositiveIntegerField(_("grace (seconds)"), default=0)
    starts_on = models.DateField(_("projects start from"), null=True, blank=True)
    ends_on = models.DateField(_("projects end by"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("public notice (working days)"), default=5)
    objection_accept_days = models.PositiveSmallIntegerField(_("objections accepted within (working days)"), default=2)
    objection_answer_days = models.PositiveSmallIntegerField(_("objections answered within (working days)"), default=5)
    objection_again_days = models.PositiveSmallIntegerField(
        _("re-examination asked for within (working days)"), default=5
    )
    short_form_below_fen = models.BigIntegerField(_("short form below (fen)"), default=0)
    project_prefix = models.CharField(
        _("letters before project numbers"),
        max_length=6,
        default="GY",
        validators=[RegexValidator(r"^[A-Z]{1,6}\Z", _("Write one to six capital letters."))],
    )
    form_limits = models.JSONField(_("lengths of texts"), default=dict, blank=True)
    signing = models.CharField(_("how applications are signed"), max_length=10, choices=Signing, default=Signing.CODE)
    consent_needed = models.BooleanField(_("communities must agree before handing in"), default=True)
    consent_seal = models.BooleanField(_("communities must seal their opinion"), default=False)
    corrections = models.PositiveSmallIntegerField(_("times an application may be corrected"), default=1)
    correction_days = models.PositiveSmallIntegerField(_("time for a correction (working days)"), default=5)
    district_first = models.BooleanField(_("districts look first and recommend"), default=False)
    naming_share = models.PositiveIntegerField(_("donation that earns the name (basis points)"), default=0)
    match_share = models.PositiveIntegerField(_("public money per donation (basis points)"), default=0)
    match_cap_fen = models.BigIntegerField(_("at most with a donation (fen)"), default=0)
    unmatched_cap_fen = models.BigIntegerField(_("at most without a donation (fen)"), default=0)
    enquiry_phone = models.CharField(_("telephone for enquiries"), max_length=40, blank=True)
    supervision_phone = models.CharField(_("telephone of the supervision"), max_length=40, blank=True)
    advanced = models.JSONField(_("advanced means"), default=list, blank=True)
    persons_per_act = models.JSONField(_("persons per act"), default=dict, blank=True)
    inferred = models.JSONField(_("inferred values"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=RoundState, default=RoundState.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("proposed by"),
    )  # fmt: skip
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("checked by"),
    )  # fmt: skip
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-year", "-code"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_known"),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="round_nature_known"),
            models.CheckConstraint(condition=Q(signing__in=Signing.values), name="round_signing_known"),
            models.CheckConstraint(
                # A draft may still contradict itself: the report names it, and nothing typed is refused.
                condition=Q(state="draft")
                | Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(
                    pool_fen__gte=0,
                    project_cap_fen__gte=0,
                    short_form_below_fen__gte=0,
                    match_cap_fen__gte=0,
                    unmatched_cap_fen__gte=0,
                ),
                name="round_money_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed", "checked"])
                | Q(published_at__isnull=False, opens_at__isnull=False, closes_at__isnull=False),
                name="round_published_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("checked_by")),
                name="round_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Category(models.Model):
    """A field of service in one round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="categories", verbose_name=_("round"))
    slug = models.CharField(_("field"), max_length=12, choices=Field)
    name = models.CharField(_("name"), max_length=30)
    description = models.CharField(_("what belongs to it"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("field of service")
        verbose_name_plural = _("fields of service")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "slug"], name="category_once_per_round"),
            models.CheckConstraint(condition=Q(slug__in=Field.values), name="category_slug_known"),
        ]

    def __str__(self) -> str:
        return self.name


class SubService(models.Model):
    """A kind of service within a field, as the seed plan names them."""

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="services", verbose_name=_("field of service")
    )
    name = models.CharField(_("name"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class EligibilityRule(models.Model):
    """One condition that an applicant must meet, with its source."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="eligibility", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=40)
    text = models.CharField(_("condition"), max_length=200)
    value = models.IntegerField(_("value"), null=True, blank=True)
    automatic = models.BooleanField(_("judged from data"), default=False)
    citation = models.CharField(_("source"), max_length=120, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("eligibility rule")
        verbose_name_plural = _("eligibility rules")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class DocumentRequirement(models.Model):
    """One paper that an application must bring."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="documents", verbose_name=_("round"))
    slug = models.SlugField(_("kind"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    required = models.BooleanField(_("required"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("document requirement")
        verbose_name_plural = _("document requirements")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "slug"], name="document_once_per_round")]

    def __str__(self) -> str:
        return self.name
