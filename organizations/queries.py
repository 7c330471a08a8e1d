"""Read shapes and conditions about organisations and communities."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from organizations.enums import CaseState, MemberRole
from organizations.models import (
    Community,
    CommunityWorker,
    Invitation,
    Membership,
    Operator,
    Organization,
    VerificationCase,
)

# What the certificate bears and staff compare, in the order of the certificate.
CLAIMED = ("name", "uscc", "authority", "registered_on", "legal_representative", "address")


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


def for_own_page() -> QuerySet[Organization]:
    """Return organisations with members of today, waiting invitations and requests, newest first. 4 queries."""
    return Organization.objects.select_related("area").prefetch_related(
        Prefetch(
            "memberships",
            Membership.objects.filter(ended_at__isnull=True).select_related("user").order_by("since", "pk"),
            to_attr="members",
        ),
        Prefetch("invitations", Invitation.objects.filter(ended_at__isnull=True), to_attr="invited"),
        Prefetch("cases", VerificationCase.objects.order_by("-submitted_at", "-pk"), to_attr="requests"),
    )


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


def for_staff_list() -> QuerySet[Organization]:
    return Organization.objects.select_related("area")


def cases_for_staff() -> QuerySet[VerificationCase]:
    """Return requests for verification with organisation and persons, the longest waiting first. One query."""
    return VerificationCase.objects.select_related("organization__area", "submitted_by", "decided_by")


def waiting_cases() -> QuerySet[VerificationCase]:
    return VerificationCase.objects.filter(state=CaseState.SUBMITTED)


def claimed_by(organization: Organization) -> dict[str, str]:
    """Return what the organisation says of itself, as plain text, for the comparison with its certificate."""
    return {name: str(value) for name in CLAIMED if (value := getattr(organization, name)) not in {None, ""}}


def operates(uscc: str, day: date) -> bool:
    """Tell whether the unit with this code runs rounds on ``day``."""
    return Operator.objects.filter(Q(until__isnull=True) | Q(until__gte=day), uscc=uscc, since__lte=day).exists()


def communities_by_street() -> QuerySet[Community]:
    """Return all communities with their street, in the order of their codes. One query."""
    return Community.objects.select_related("street")


def answering() -> Prefetch:
    """Return the prefetch of the people who answer for a community today, as ``answering``."""
    people = CommunityWorker.objects.filter(ended_at__isnull=True).select_related("user")
    return Prefetch("workers", people, to_attr="answering")


def communities_for_staff() -> QuerySet[Community]:
    """Return communities with street and the people who answer for them today. Two queries."""
    return Community.objects.select_related("street").prefetch_related(answering())
