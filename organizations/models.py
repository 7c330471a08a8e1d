"""Organisations that apply, their members, and the communities where projects land."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from organizations.enums import MemberRole, OrganizationKind, OrganizationState
from organizations.validators import validate_applicant_code


class Organization(models.Model):
    """A social organisation by its certificate. ``state`` is moved by ``organizations.flows`` only."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=2, choices=OrganizationKind)
    uscc = models.CharField(
        _("unified social credit code"), max_length=18, unique=True, validators=[validate_applicant_code]
    )
    authority = models.CharField(_("registration authority"), max_length=120)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OrganizationState, default=OrganizationState.REGISTERED)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrganizationState.values), name="organization_state_known"),
            models.CheckConstraint(
                condition=Q(kind="51", uscc__startswith="51")
                | Q(kind="52", uscc__startswith="52")
                | Q(kind="53", uscc__startswith="53"),
                name="organization_kind_fits_code",
            ),
            models.CheckConstraint(
                condition=Q(state=OrganizationState.REGISTERED) | Q(verified_at__isnull=False),
                name="organization_verified_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's part in one organisation. Ended, never deleted."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("part"), max_length=12, choices=MemberRole)
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organization", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")), name="membership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["organization", "user"], condition=Q(ended_at__isnull=True), name="membership_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Community(models.Model):
    """A residents' or villagers' committee by the statistics bureau's twelve digits, in its street."""

    code = models.CharField(
        _("division code"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{12}\Z", _("A community's division code has twelve digits."))],
    )
    name = models.CharField(_("name"), max_length=60)
    street = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="communities", verbose_name=_("street"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="community_code_twelve_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class CommunityWorker(models.Model):
    """A person who answers for a community: reports its needs and gives its opinion."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="workers", verbose_name=_("community")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="communities", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("community worker")
        verbose_name_plural = _("community workers")
        ordering = ["community", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(ended_at__isnull=True), name="community_worker_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.community}"
