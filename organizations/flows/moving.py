"""The one writer of an organisation's state, and what every step asks first."""

from typing import Any

from accounts.models import User
from organizations.domain import lifecycle
from organizations.models import Membership, Organization
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal


def stated(reason: str) -> str:
    """Return the reason without blanks. Raise ``RuleRefusal("organization_reason_missing")`` for an empty one."""
    if not reason.strip():
        raise RuleRefusal("organization_reason_missing")
    return reason.strip()


def refuse_members(organization_id: int, actor: User) -> None:
    """Raise ``RuleRefusal("own_organization")`` for somebody who belongs to the organisation."""
    if Membership.objects.filter(organization_id=organization_id, user=actor, ended_at__isnull=True).exists():
        raise RuleRefusal("own_organization")


def move(organization_id: int, verb: str, *, actor: User, reason: str = "", **stamps: Any) -> Organization:
    """Lock, re-read, move, stamp, audit. Raise ``RuleRefusal("organization_illegal_move")``."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    before = organization.state
    organization.state = lifecycle.target_of(verb, before)
    for field, value in stamps.items():
        setattr(organization, field, value)
    organization.save(update_fields=["state", *stamps])
    facts = {"reason": reason} if reason else {}
    record(
        actor=actor, verb=f"organization.{verb}", subject=organization, before=before, after=organization.state, **facts
    )
    return organization
