"""How a project is judged and closed, and what the public account of a year says. Money is fen, points are points."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import AccountsState, AssessmentKind, ClosureState, EvaluationState, VoiceOrigin
from grants.models.grants import Grant
from organizations.models import Community
from rounds.enums import Phase
from rounds.models import FundSource, Round
from venture.files.models import StoredFile

EVALUATION_PURPOSE = "grants.evaluation_file"
ARCHIVE_PURPOSE = "grants.archive"


class Evaluation(models.Model):
    """One evaluation of one grant, mid-term or final. ``total`` is hundredths of points, by the round's rules.

    A re-evaluation after mending is a new row; the old one stays, replaced.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("grant"))
    phase = models.CharField(_("evaluation"), max_length=10, choices=Phase)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=EvaluationState, default=EvaluationState.OPEN)
    marks = models.JSONField(_("points by item"), default=dict, blank=True)
    bonus = models.JSONField(_("bonus and deductions"), default=list, blank=True)
    total = models.IntegerField(_("total (hundredths of points)"), null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("evaluator"),
    )  # fmt: skip
    opened_at = models.DateTimeField(_("opened at"))
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["grant", "phase", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "phase", "version"], name="evaluation_version_once"),
            models.UniqueConstraint(
                fields=["grant", "phase"], condition=~Q(state="replaced"), name="evaluation_one_standing"
            ),
            models.CheckConstraint(condition=Q(state__in=EvaluationState.values), name="evaluation_state_known"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="evaluation_phase_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("evaluator")), name="evaluation_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "replaced"]) | Q(total__isnull=False), name="evaluation_has_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.get_phase_display()}"


class Assessment(models.Model):
    """A part of an evaluation: the organisation's own, the visit's, the finance check's."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="parts", verbose_name=_("evaluation")
    )
    kind = models.CharField(_("part"), max_length=8, choices=AssessmentKind)
    content = models.JSONField(_("content"), default=dict, blank=True)
    words = models.TextField(_("remarks"), blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("part of an evaluation")
        verbose_name_plural = _("parts of an evaluation")
        ordering = ["evaluation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "kind"], name="assessment_once"),
            models.CheckConstraint(condition=Q(kind__in=AssessmentKind.values), name="assessment_kind_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SatisfactionVoice(models.Model):
    """What a community or somebody served says of a project: 1 to 5, by link, on paper or by telephone.

    ``token`` stands in the link to one community's page; a voice from paper or by telephone has none.
    """

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="voices", verbose_name=_("evaluation")
    )
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    token = models.CharField(_("token"), max_length=64, unique=True, null=True, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20, blank=True)
    origin = models.CharField(_("origin"), max_length=8, choices=VoiceOrigin, default=VoiceOrigin.LINK)
    stars = models.PositiveSmallIntegerField(_("satisfaction (1 to 5)"), null=True, blank=True)
    words = models.CharField(_("remark"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("satisfaction")
        verbose_name_plural = _("satisfaction")
        ordering = ["evaluation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "community"],
                condition=Q(community__isnull=False),
                name="voice_once_per_community",
            ),
            models.CheckConstraint(condition=Q(origin__in=VoiceOrigin.values), name="voice_origin_known"),
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5), name="voice_stars_fit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.stars or '—'}"


class RoundTarget(models.Model):
    """One line of the round's own 绩效目标表, and what became of it for the 绩效自评 to the finance bureau."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="targets", verbose_name=_("round"))
    dimension = models.CharField(_("dimension"), max_length=30)
    name = models.CharField(_("indicator"), max_length=80)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    target = models.CharField(_("target"), max_length=40)
    actual = models.CharField(_("reached"), max_length=40, blank=True)
    points = models.PositiveSmallIntegerField(_("points"), default=0)
    scored = models.PositiveSmallIntegerField(_("points reached"), null=True, blank=True)
    words = models.CharField(_("why it differs"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("target of the round")
        verbose_name_plural = _("targets of the round")
        ordering = ["round", "order", "pk"]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """The close-out of a grant. ``ticks`` is the checklist as it stood; money is what the ledger gave at that moment.

    Once closed nothing of the grant changes: the database refuses it.
    """

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="closure", verbose_name=_("grant"))
    state = models.CharField(_("state"), max_length=8, choices=ClosureState, default=ClosureState.OPEN)
    ticks = models.JSONField(_("checklist"), default=list, blank=True)
    paid_fen = models.BigIntegerField(_("paid (fen)"), default=0)
    spent_fen = models.BigIntegerField(_("spent (fen)"), default=0)
    unspent_fen = models.BigIntegerField(_("unspent (fen)"), default=0)
    disallowed_fen = models.BigIntegerField(_("disallowed (fen)"), default=0)
    returned_fen = models.BigIntegerField(_("returned (fen)"), default=0)
    words = models.TextField(_("closing note"), blank=True)
    archive = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("archive")
    )
    archive_sha256 = models.CharField(_("SHA-256 of the archive"), max_length=64, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("checked by"),
    )  # fmt: skip
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("close-out")
        verbose_name_plural = _("close-outs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ClosureState.values), name="closure_state_known"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("checked_by")), name="closure_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.get_state_display()}"


class AnnualAccount(models.Model):
    """年度公告: what one source's money of a year did, as it is published, equal to the ledger when it was made."""

    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="annual_accounts", verbose_name=_("fund source")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=AccountsState, default=AccountsState.DRAFT)
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    last_entry = models.PositiveBigIntegerField(_("last entry counted"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("checked by"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("annual account")
        verbose_name_plural = _("annual accounts")
        ordering = ["-year", "source", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["source", "year", "version"], name="annual_account_version_once"),
            models.CheckConstraint(condition=Q(state__in=AccountsState.values), name="annual_account_state_known"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("made_by")), name="annual_account_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.year}"
