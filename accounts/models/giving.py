"""How a role comes to a person: proposed by one, confirmed by another; invitations; recovery of a lost factor."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact
from accounts.enums import IdentityCheck, InvitationState, ProposalState, RecoveryState, Role
from accounts.models.roles import Area, RoleGrant

PERSON = settings.AUTH_USER_MODEL


class RoleInvitation(models.Model):
    """A colleague or an expert is asked to take a role. ``state`` is moved by ``accounts.flows`` only.

    The link carries a token that is computed from ``nonce`` when the message is sent; ``digest`` is its SHA-256.
    """

    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    ends_on = models.DateField(_("role until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=InvitationState, default=InvitationState.SENT)
    nonce = models.CharField(_("nonce"), max_length=64)
    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    sent = models.PositiveSmallIntegerField(_("times sent"), default=1)
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("lapses at"))
    accepted_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    answered_at = models.DateTimeField(_("answered or taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_invitation_role_known"),
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="role_invitation_state_known"),
            models.CheckConstraint(
                condition=(Q(email="") & ~Q(mobile="")) | (~Q(email="") & Q(mobile="")),
                name="role_invitation_one_address",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="role_invitation_lapses_after_sending"
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.SENT, answered_at__isnull=True)
                | (~Q(state=InvitationState.SENT) & Q(answered_at__isnull=False)),
                name="role_invitation_answered_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_role_display()}"

    @property
    def contact(self) -> Contact:
        return Contact("email", self.email) if self.email else Contact("mobile", self.mobile)

    @property
    def area_code(self) -> str:
        return self.area.code if self.area is not None else ""


class RoleProposal(models.Model):
    """One person proposes a role for another; a third one confirms. ``state`` is moved by ``accounts.flows`` only."""

    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="role_proposals", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    invitation = models.OneToOneField(
        RoleInvitation, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal",
        verbose_name=_("invitation"),
    )  # fmt: skip
    decided_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    grant = models.OneToOneField(
        RoleGrant, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name=_("role")
    )

    class Meta:
        verbose_name = _("proposed role")
        verbose_name_plural = _("proposed roles")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="proposal_role_known"),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(condition=~Q(user=F("proposed_by")), name="proposal_not_for_oneself"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(state=ProposalState.CONFIRMED)
                | (~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("user"))),
                name="proposal_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.CONFIRMED, grant__isnull=False)
                | (~Q(state=ProposalState.CONFIRMED) & Q(grant__isnull=True)),
                name="proposal_confirmed_has_grant",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="proposal_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def area_code(self) -> str:
        return self.area.code if self.area is not None else ""


class Recovery(models.Model):
    """A person lost the second factor. One of the staff makes sure who asks, another one has the factor removed.

    ``asked_by`` is empty when the person asked without being signed in. ``state`` is moved by ``accounts.flows`` only.
    """

    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="recoveries", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=12, choices=RecoveryState, default=RecoveryState.ASKED)
    reason = models.CharField(_("what happened"), max_length=200)
    asked_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    how = models.CharField(_("identity checked"), max_length=12, choices=IdentityCheck, blank=True)
    note = models.CharField(_("what was seen"), max_length=200, blank=True)
    identified_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("identified by")
    )
    identified_at = models.DateTimeField(_("identified at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recovery of a lost factor")
        verbose_name_plural = _("recoveries of lost factors")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecoveryState.values), name="recovery_state_known"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=[RecoveryState.ASKED, RecoveryState.IDENTIFIED]),
                name="recovery_one_open",
            ),
            models.CheckConstraint(
                condition=Q(identified_by__isnull=True) | ~Q(identified_by=F("user")), name="recovery_seen_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state=RecoveryState.DONE)
                | (
                    Q(identified_by__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("identified_by"))
                    & ~Q(decided_by=F("user"))
                ),
                name="recovery_done_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_state_display()}"
