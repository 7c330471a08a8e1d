"""What the steps of capacity building ask first, and whom they tell."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from organizations.enums import MemberRole
from organizations.models import Membership, Organization, Training
from venture.kernel.errors import RuleRefusal

TOLD = (MemberRole.OWNER, MemberRole.EDITOR)


def locked(training_id: int) -> Training:
    """Return the training held for one act. Every change of a place goes by it, so that places are counted alone."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock outside of a transaction holds nothing")
    return Training.objects.select_for_update().get(pk=training_id)


def refuse_strangers(organization_id: int, actor: User) -> None:
    """Raise ``RuleRefusal("capacity_not_member")`` for somebody who does not belong to the organisation."""
    if not Membership.objects.filter(organization_id=organization_id, user=actor, ended_at__isnull=True).exists():
        raise RuleRefusal("capacity_not_member")


def writers_of(organization: Organization) -> list[User]:
    """Return who writes for the organisation and is told."""
    seats = organization.memberships.filter(ended_at__isnull=True, role__in=TOLD)
    return list(User.objects.filter(pk__in=seats.values("user_id"), is_active=True))


def page_of(name: str, *args: Any) -> str:
    """Return an own page's address without the language, for a message."""
    with translation.override("zh-hans"):
        return reverse(f"organizations:{name}", args=args)
