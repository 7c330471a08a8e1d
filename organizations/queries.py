"""Read shapes and conditions about organisations and communities."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from organizations.enums import MemberRole
from organizations.models import Community, CommunityWorker, Membership, Organization


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


def organizations_of(user: Any) -> QuerySet[Organization]:
    """Return the organisations that ``user`` belongs to, by name. One query."""
    return Organization.objects.filter(is_member(user, organization_ref="pk")).select_related("area")


def for_staff_list() -> QuerySet[Organization]:
    return Organization.objects.select_related("area")


def communities_by_street() -> QuerySet[Community]:
    """Return all communities with their street, in the order of their codes. One query."""
    return Community.objects.select_related("street")
