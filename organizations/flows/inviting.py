"""An owner invites a colleague; the colleague signs in with the address that was invited and accepts."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from organizations.domain.numbers import validated_mobile
from organizations.enums import MemberRole
from organizations.flows.members import add_member
from organizations.models import Invitation, Membership, Organization
from organizations.queries import is_for
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite_member(*, organization_id: int, address: str, role: MemberRole, actor: User) -> Invitation:
    """Invite whoever holds ``address``, an e-mail address or a mainland mobile number. It lapses after 14 days.

    Raise ``RuleRefusal``: ``address_unreadable``, ``invitation_open`` while one to this address waits.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    email, mobile = _told_apart(address)
    now = clock.now()
    organization.invitations.filter(ended_at__isnull=True, expires_at__lte=now).update(ended_at=now)
    if organization.invitations.filter(email=email, mobile=mobile, ended_at__isnull=True).exists():
        raise RuleRefusal("invitation_open")
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        mobile=mobile,
        role=role,
        invited_by=actor,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    record(actor=actor, verb="organization.invite", subject=invitation, after=str(role))
    return invitation


@transaction.atomic
def accept_invitation(*, invitation_id: int, actor: User) -> Membership:
    """Take part as invited. Raise ``RuleRefusal("invitation_gone")`` when it lapsed, was answered, or is another's."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    now = clock.now()
    if invitation.ended_at is not None or invitation.expires_at <= now or not is_for(invitation, actor):
        raise RuleRefusal("invitation_gone")
    invitation.ended_at, invitation.accepted_by = now, actor
    invitation.save(update_fields=["ended_at", "accepted_by"])
    return add_member(
        organization_id=invitation.organization_id, user=actor, role=MemberRole(invitation.role), actor=actor
    )


@transaction.atomic
def take_back_invitation(*, invitation_id: int, actor: User) -> Invitation:
    """Take an invitation back. Raise ``RuleRefusal("invitation_gone")`` when it was answered before."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if invitation.ended_at is not None:
        raise RuleRefusal("invitation_gone")
    invitation.ended_at = clock.now()
    invitation.save(update_fields=["ended_at"])
    record(actor=actor, verb="organization.take_back_invitation", subject=invitation)
    return invitation


def _told_apart(address: str) -> tuple[str, str]:
    """Return e-mail and mobile number, one of them empty."""
    given = address.strip()
    if "@" not in given:
        try:
            return "", f"+86{validated_mobile(given)}"
        except RuleRefusal as refusal:
            raise RuleRefusal("address_unreadable") from refusal
    try:
        validate_email(given)
    except ValidationError as wrong:
        raise RuleRefusal("address_unreadable") from wrong
    return given.lower(), ""
