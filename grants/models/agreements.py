"""The agreement: its template, its frozen text, its signatures, and what was improved before signing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import AgreementState, AskState, ImprovementState
from grants.models.grants import Grant
from rounds.models import Round
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
TEMPLATE_PURPOSE = "grants.agreement_template"
SCAN_PURPOSE = "grants.agreement_scan"
PAPER_PURPOSE = "grants.agreement_paper"


class AgreementTemplate(models.Model):
    """A round's own text as docx with fields, checked when it was uploaded. Without one the default text stands."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="agreement_templates", verbose_name=_("round")
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    fields = models.JSONField(_("fields found"), default=list)
    current = models.BooleanField(_("in use"), default=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("template of the agreement")
        verbose_name_plural = _("templates of the agreement")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round"], condition=Q(current=True), name="agreement_template_one_in_use")
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class Improvement(models.Model):
    """What the panel wanted changed in plan and budget, as a difference that both sides accepted before signing.

    ``wishes`` are the panel's words; ``changes`` is the difference against the frozen application.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="improvements", verbose_name=_("grant"))
    state = models.CharField(_("state"), max_length=8, choices=ImprovementState, default=ImprovementState.OPEN)
    wishes = models.TextField(_("what to improve"))
    changes = models.JSONField(_("what was changed"), default=dict, blank=True)
    answer = models.TextField(_("the organisation's words"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    opened_at = models.DateTimeField(_("asked at"))
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("revised by"),
    )  # fmt: skip
    offered_at = models.DateTimeField(_("revised at"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("accepted by"),
    )  # fmt: skip
    agreed_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")
        ordering = ["grant", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImprovementState.values), name="improvement_state_known"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(offered_by__isnull=False, agreed_by__isnull=False),
                name="improvement_accepted_by_both",
            ),
            models.UniqueConstraint(
                fields=["grant"], condition=Q(state__in=["open", "offered"]), name="improvement_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.get_state_display()}"


class Agreement(models.Model):
    """资助协议 or 政府购买服务合同, by the round's nature. Once sent it never changes: the database refuses it.

    ``content`` is every field of the text, ``annex_sha256`` the hash of the frozen application, ``sha256`` the hash of
    both. The organisation signs by a code to its signatory or by a sealed scan with a letter of authorisation.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("grant"))
    version = models.PositiveSmallIntegerField(_("version"))
    number = models.CharField(_("number"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=AgreementState, default=AgreementState.DRAFT)
    template = models.ForeignKey(
        AgreementTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("template"),
    )  # fmt: skip
    parties = models.JSONField(_("parties"), default=list)
    content = models.JSONField(_("fields of the text"), default=dict)
    annex_sha256 = models.CharField(_("SHA-256 of the application"), max_length=64, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    paper = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreement (PDF)")
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("sent by"),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    due_on = models.DateField(_("to be signed by"), null=True, blank=True)
    signed_by_organization = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("signed for the organisation by"),
    )  # fmt: skip
    signed_by_organization_at = models.DateTimeField(_("signed for the organisation at"), null=True, blank=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sealed scan")
    )
    authorisation = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("letter of authorisation"),
    )  # fmt: skip
    signed_by_funder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("signed for the funder by"),
    )  # fmt: skip
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    void_reason = models.CharField(_("why it is void"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["grant", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "version"], name="agreement_version_once"),
            models.UniqueConstraint(fields=["grant"], condition=~Q(state="void"), name="agreement_one_standing"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="agreement_number_once"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | ~Q(sha256=""), name="agreement_sent_is_frozen"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | Q(signed_by_organization__isnull=False, signed_by_funder__isnull=False, signed_on__isnull=False),
                name="agreement_signed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(signed_by_funder__isnull=True)
                | ~Q(signed_by_funder=F("signed_by_organization")) & ~Q(signed_by_funder=F("drafted_by")),
                name="agreement_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.version}"


class Abandonment(models.Model):
    """A grant given up before its money moved: at once by the organisation itself, or after the due day by two of the
    staff. ``effect`` is what it did: ``{"released_fen": …, "called": "GY2027-0012"}``.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="abandonments", verbose_name=_("grant"))
    state = models.CharField(_("state"), max_length=10, choices=AskState, default=AskState.ASKED)
    by_organization = models.BooleanField(_("by the organisation itself"), default=False)
    reason = models.CharField(_("reason"), max_length=300)
    effect = models.JSONField(_("effect"), default=dict, blank=True)
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
        verbose_name = _("abandonment")
        verbose_name_plural = _("abandonments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="abandonment_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="abandonment_has_reason"),
            models.CheckConstraint(
                condition=Q(by_organization=True) | Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="abandonment_by_two",
            ),
            models.CheckConstraint(
                condition=Q(by_organization=True) | ~Q(state="approved") | Q(decided_by__isnull=False),
                name="abandonment_decided_by_somebody",
            ),
            models.UniqueConstraint(fields=["grant"], condition=Q(state="asked"), name="abandonment_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.grant}"
