"""What is written down about a person's own account: agreements, sign-ins, the wish to leave."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import ConsentPurpose, SignInOutcome

WAYS = {
    "password": _("Password"),
    "code": _("Code"),
    "app": _("App"),
    "passkey": _("Passkey"),
    "recovery": _("Recovery code"),
}


class Consent(models.Model):
    """One agreement to one purpose under one text. Withdrawn, never deleted: the row proves what held when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose)
    text_version = models.CharField(_("version of the text"), max_length=20)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_one_in_force"
            ),
            models.CheckConstraint(condition=Q(purpose__in=ConsentPurpose.values), name="consent_purpose_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.text_version}"


class SignInRecord(models.Model):
    """One attempt to sign in. ``user`` is empty where the name belongs to nobody: the name itself is not kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sign_ins",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("time"))
    method = models.CharField(_("way"), max_length=60)
    outcome = models.CharField(_("outcome"), max_length=10, choices=SignInOutcome)
    network = models.CharField(_("network"), max_length=40, blank=True)
    device = models.CharField(_("device"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=SignInOutcome.values), name="sign_in_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"

    @property
    def ways(self) -> list[str]:
        """Return the ways that were proved, in words."""
        return [str(WAYS.get(way, way)) for way in self.method.split("+") if way]


class ClosingRequest(models.Model):
    """A person asks to leave. Staff close the account, or the person changes their mind."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closing_requests", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    closed_at = models.DateTimeField(_("account closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )

    class Meta:
        verbose_name = _("request to close an account")
        verbose_name_plural = _("requests to close an account")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(taken_back_at__isnull=True, closed_at__isnull=True),
                name="closing_request_one_open",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(closed_at__isnull=True), name="closing_request_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.taken_back_at is None and self.closed_at is None

    @property
    def standing(self) -> str:
        """Return in words where the wish stands."""
        if self.is_open:
            return gettext("Waits for the sponsor")
        return gettext("Account closed") if self.closed_at else gettext("Taken back")
