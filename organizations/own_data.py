"""What a person takes along about organisations and communities: the own part in them, nobody else's."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.flows.exporting import contribute
from organizations.models import CommunityWorker, Invitation, Membership, TakeOver
from organizations.queries import addressed_to


def _memberships(user: Any) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(user=user).select_related("organization").order_by("pk")
    return [
        {
            "organisation": row.organization.name,
            "role": row.get_role_display(),
            "from": row.since.isoformat(),
            "until": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in rows
    ]


def _communities(user: Any) -> list[dict[str, Any]]:
    rows = CommunityWorker.objects.filter(user=user).select_related("community").order_by("pk")
    return [
        {
            "community": row.community.name,
            "from": row.since.isoformat(),
            "until": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in rows
    ]


def _invitations(user: Any) -> list[dict[str, Any]]:
    """Return the invitations that were sent to the person's own addresses, answered or not."""
    own = addressed_to(user) | Q(accepted_by=user)
    rows = Invitation.objects.filter(own).select_related("organization").order_by("pk")
    return [
        {"organisation": row.organization.name, "role": row.get_role_display(), "at": row.invited_at.isoformat()}
        for row in rows
    ]


def _take_overs(user: Any) -> list[dict[str, Any]]:
    """Return what the person asked to take over; who of the staff looked at it stays out."""
    rows = TakeOver.objects.filter(asked_by=user).select_related("organization").order_by("pk")
    return [
        {
            "organisation": row.organization.name,
            "position": row.position,
            "at": row.asked_at.isoformat(),
            "state": row.get_state_display(),
            "reason": row.reason,
        }
        for row in rows
    ]


contribute("memberships", _("My organisations"), _memberships, covers=(Membership,))
contribute("communities", _("My communities"), _communities, covers=(CommunityWorker,))
# Not covered: who sent invitations to others is counted among the places that name the person.
contribute("invitations", _("Invitations to me"), _invitations, covers=())
# Not covered: who of the staff decided is counted among the places that name the person.
contribute("take_overs", _("Organisations that I asked to take over"), _take_overs, covers=())
