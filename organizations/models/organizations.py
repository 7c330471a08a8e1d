"""Organisations that apply, and who takes part in them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from organizations.domain.validity import grade_ends
from organizations.enums import Grade, MemberRole, OrganizationKind, OrganizationState
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
    certificate_from = models.DateField(_("certificate valid from"), null=True, blank=True)
    certificate_until = models.DateField(_("certificate valid until"), null=True, blank=True)
    supervising_unit = models.CharField(_("supervising unit"), max_length=120, blank=True)
    business_scope = models.TextField(_("business scope by the charter"), max_length=2000, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    grade = models.CharField(_("assessment grade"), max_length=2, choices=Grade, blank=True)
    grade_awarded_on = models.DateField(_("grade awarded on"), null=True, blank=True)
    full_time_staff = models.PositiveIntegerField(_("full-time staff"), null=True, blank=True)
    certified_staff = models.PositiveIntegerField(_("certified social workers"), null=True, blank=True)
    party_members = models.PositiveIntegerField(_("Party members"), null=True, blank=True)
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
            models.CheckConstraint(condition=Q(grade__in=["", *Grade.values]), name="organization_grade_known"),
            models.CheckConstraint(
                condition=Q(certificate_from__isnull=True)
                | Q(certificate_until__isnull=True)
                | Q(certificate_until__gte=F("certificate_from")),
                name="organization_certificate_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def grade_valid_until(self) -> date | None:
        """Return the last day of the assessment grade; ``None`` without a grade or without the day it was awarded."""
        return grade_ends(self.grade_awarded_on) if self.grade and self.grade_awarded_on else None


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


class Invitation(models.Model):
    """An owner asks whoever holds an e-mail address or mobile number to take part. It lapses by itself.

    The person signs in with that address or number and finds the invitation; no link in a message opens anything.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20, blank=True)
    role = models.CharField(_("part"), max_length=12, choices=MemberRole)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("lapses at"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("accepted by"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("answered or taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(email="") & ~Q(mobile="")) | (~Q(email="") & Q(mobile="")), name="invitation_one_address"
            ),
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="invitation_role_known"),
            models.UniqueConstraint(
                fields=["organization", "email", "mobile"],
                condition=Q(ended_at__isnull=True),
                name="invitation_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email or self.mobile} · {self.organization}"


class HandOver(models.Model):
    """An owner offers the ownership to another member, who accepts or declines. It lapses by itself."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="hand_overs", verbose_name=_("organisation")
    )
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("offered by")
    )
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("offered to")
    )
    stays_as = models.CharField(_("stays as"), max_length=12, choices=MemberRole, blank=True)
    offered_at = models.DateTimeField(_("offered at"))
    expires_at = models.DateTimeField(_("lapses at"))
    ended_at = models.DateTimeField(_("answered or taken back at"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), default=False)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(offered_by=F("offered_to")), name="hand_over_to_another"),
            models.CheckConstraint(condition=Q(stays_as__in=["", *MemberRole.values]), name="hand_over_role_known"),
            models.CheckConstraint(
                condition=Q(accepted=False) | Q(ended_at__isnull=False), name="hand_over_accepted_has_ended"
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(ended_at__isnull=True), name="hand_over_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.offered_to}"
