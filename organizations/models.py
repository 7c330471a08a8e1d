"""Organisations that apply, their members, their verification, and the communities where projects land."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from organizations.enums import CaseState, MemberRole, OrganizationKind, OrganizationState
from organizations.validators import validate_applicant_code, validate_code


class Organization(models.Model):
    """A social organisation by its certificate. ``state`` is moved by ``organizations.flows`` only."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=2, choices=OrganizationKind)
    uscc = models.CharField(
        _("unified social credit code"), max_length=18, unique=True, validators=[validate_applicant_code]
    )
    authority = models.CharField(_("registration authority"), max_length=120)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    grade = models.CharField(_("assessment grade"), max_length=2, blank=True)
    full_time_staff = models.PositiveIntegerField(_("full-time staff"), null=True, blank=True)
    certified_staff = models.PositiveIntegerField(_("certified social workers"), null=True, blank=True)
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


class VerificationCase(models.Model):
    """One request to compare an entry with the certificate. ``state`` is moved by ``organizations.flows`` only.

    ``claimed`` is what the organisation had entered when it asked, ``papers`` names what it showed, ``compared`` holds
    for each claimed field whether the certificate agrees (``true``) or differs (``false``).
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="cases", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=12, choices=CaseState, default=CaseState.SUBMITTED)
    claimed = models.JSONField(_("as entered"), default=dict)
    papers = models.JSONField(_("papers shown"), default=list, blank=True)
    compared = models.JSONField(_("comparison"), default=dict, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    submitted_at = models.DateTimeField(_("asked for at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")), name="case_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.SUBMITTED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="case_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state__in=CaseState.undecided), name="case_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_state_display()}"


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


class Operator(models.Model):
    """The 承办单位 that runs rounds for the bureau. While it does, it can never apply."""

    name = models.CharField(_("name"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True, validators=[validate_code])
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="operator_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
