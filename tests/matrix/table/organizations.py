"""An organisation's own pages. Another organisation's looks missing; staff read it in the admin."""

from collections.abc import Mapping
from typing import Any

from organizations.demo import OTHER, OURS, named
from organizations.models import Invitation, Membership
from tests.matrix.doors import DoorLine, act, form, page

MEMBERS = ("org_owner", "org_editor", "org_signatory", "org_viewer")
NONE = 999_999


def ours() -> Mapping[str, Any]:
    return {"pk": named(OURS).pk}


def nobodys() -> Mapping[str, Any]:
    """An organisation of which no persona is a member."""
    return {"pk": Membership.objects.exclude(organization__name__in=(OURS, OTHER)).earliest("pk").organization_id}


def viewer() -> Mapping[str, Any]:
    return {"pk": Membership.objects.get(organization=named(OURS), user__email="viewer@yunxi.example").pk}


def stranger() -> Mapping[str, Any]:
    return {"pk": Membership.objects.exclude(organization__name__in=(OURS, OTHER)).earliest("pk").pk}


def open_invitation() -> Mapping[str, Any]:
    return {"pk": Invitation.objects.filter(organization=named(OURS)).latest("pk").pk}


TABLE: dict[str, DoorLine] = {
    "organizations:own": page(*MEMBERS, keys=ours, foreign=nobodys),
    "organizations:edit": form("org_owner", "org_editor", keys=ours, foreign=nobodys),
    "organizations:ask": act("org_owner", "org_editor", keys=ours, foreign=nobodys),
    "organizations:invite": act("org_owner", keys=ours, foreign=nobodys),
    "organizations:member": act("org_owner", keys=viewer, foreign=stranger),
    # An invitation is to an address: for everybody else the flow says that it is not theirs, and nothing moves.
    "organizations:accept": act(keys=lambda: {"pk": NONE}, post=frozenset({302, 404})),
    "organizations:take-back": act("org_owner", keys=open_invitation, foreign=lambda: {"pk": NONE}),
}
