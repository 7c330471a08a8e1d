"""Who belongs to which organisation and answers for which community, as conditions and as people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from organizations.enums import MemberRole
from organizations.models import Community, CommunityWorker, Invitation, Membership, Organization


def is_member(user: Any, *, organization_ref: str, roles: Iterable[str] = MemberRole.values) -> Exists:
    """Return the condition that ``user`` belongs today to the organisation that the row names. Never joins.

    ``organization_ref`` is the path from the row to the organisation (``"pk"`` for an organisation itself).
    """
    return Exists(
        Membership.objects.filter(
            user_id=user.pk, organization=OuterRef(organization_ref), ended_at__isnull=True, role__in=list(roles)
        )
    )


def works_for(user: Any, *, community_ref: str) -> Exists:
    """Return the condition that ``user`` answers today for the community that the row names. Never joins."""
    return Exists(
        CommunityWorker.objects.filter(user_id=user.pk, community=OuterRef(community_ref), ended_at__isnull=True)
    )


def answers_for_some_community(user: Any) -> bool:
    return CommunityWorker.objects.filter(user_id=user.pk, ended_at__isnull=True).exists()


def belongs_to_some_organization(user: Any) -> bool:
    return Membership.objects.filter(user_id=user.pk, ended_at__isnull=True).exists()


def communities_of(user: Any) -> QuerySet[Community]:
    """Return the communities that ``user`` answers for, with their street. One query."""
    return Community.objects.filter(works_for(user, community_ref="pk")).select_related("street")


def organizations_of(user: Any) -> QuerySet[Organization]:
    """Return the organisations that ``user`` belongs to, by name. One query."""
    return Organization.objects.filter(is_member(user, organization_ref="pk")).select_related("area")


def addressed_to(user: Any) -> Q:
    """Return the condition that an invitation went to the verified e-mail or the mobile number. One query."""
    addresses = EmailAddress.objects.filter(user_id=user.pk, verified=True).values_list("email", flat=True)
    mine = Q(email__in=[address.lower() for address in addresses])
    if user.mobile:
        mine |= Q(mobile=user.mobile)
    return mine


def invitations_to(user: Any, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations that wait for ``user``. Two queries."""
    waiting = Invitation.objects.filter(addressed_to(user), ended_at__isnull=True, expires_at__gt=now)
    return waiting.select_related("organization")


def is_for(invitation: Invitation, user: Any) -> bool:
    """Tell whether the invitation was sent to this person's verified e-mail address or mobile number."""
    return invitations_to(user, invitation.invited_at).filter(pk=invitation.pk).exists()


def members_as(organization: Organization, roles: Iterable[str]) -> QuerySet[User]:
    """Return the active people who take part today in one of ``roles``, in the order they came. One query."""
    held = {"memberships__organization": organization, "memberships__ended_at__isnull": True}
    return User.objects.filter(**held, memberships__role__in=list(roles), is_active=True).order_by("memberships__since")


def writers_of(organization: Organization) -> QuerySet[User]:
    """Return who may write applications for the organisation. One query."""
    return members_as(organization, MemberRole.writers)


def signers_of(organization: Organization) -> QuerySet[User]:
    """Return who may sign for the organisation: its signatories and owners. One query."""
    return members_as(organization, MemberRole.signers)


def treasurers_of(organization: Organization) -> QuerySet[User]:
    """Return who answers for the organisation's account: its owners and finance officers. One query."""
    return members_as(organization, MemberRole.treasurers)
