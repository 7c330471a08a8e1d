"""Entering an organisation, correcting the entry, and taking its confirmation back."""

from typing import Any

from django.db import transaction

from accounts.models import Area, User
from organizations.domain import uscc
from organizations.enums import CaseState, MemberRole, OrganizationState
from organizations.flows.moving import move, refuse_members, stated
from organizations.models import Membership, Organization
from organizations.queries import operates
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# What a member may correct until the entry is verified; later only the words that no certificate bears.
CERTIFIED = (
    "name",
    "authority",
    "supervising_unit",
    "registered_on",
    "certificate_from",
    "certificate_until",
    "legal_representative",
    "business_scope",
)
PLAIN = ("address", "phone", "grade", "grade_awarded_on", "full_time_staff", "certified_staff", "party_members")


@transaction.atomic
def register_organization(
    *, name: str, code: str, authority: str, area: Area, owner: User | None, actor: User | None, **details: Any
) -> Organization:
    """Enter an organisation by its credit code, with its first owner. Its kind is what the code says.

    Without an owner it is entered by the staff, because its paper came before its account.
    ``details`` are ``registered_on``, ``legal_representative`` and the plain fields. Raise ``RuleRefusal`` for a code
    that is wrong, taken (``organization_known``) or the operator's own (``operator_never_applies``).
    """
    checked = uscc.validated_applicant(code)
    if operates(checked, clock.today()):
        raise RuleRefusal("operator_never_applies")
    if Organization.objects.filter(uscc=checked).exists():
        raise RuleRefusal("organization_known", uscc=checked)
    organization = Organization.objects.create(
        name=name, uscc=checked, kind=checked[:2], authority=authority, area=area, **details
    )
    if owner is not None:
        Membership.objects.create(organization=organization, user=owner, role=MemberRole.OWNER, since=clock.now())
    record(
        actor=actor,
        verb="organization.register",
        subject=organization,
        after=OrganizationState.REGISTERED,
        uscc=checked,
        owner=owner.pk if owner is not None else None,
    )
    return organization


@transaction.atomic
def change_entry(*, organization_id: int, actor: User, **changes: Any) -> Organization:
    """Correct the entry. What the certificate bears (``CERTIFIED``) stays once verified or handed in for it.

    Raise ``RuleRefusal`` (``entry_verified``) for such a change. Nothing is written when nothing differs.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    before = {name: getattr(organization, name) for name in changes if getattr(organization, name) != changes[name]}
    waiting = organization.cases.filter(state=CaseState.SUBMITTED).exists()
    fixed = organization.state != OrganizationState.REGISTERED or waiting
    if fixed and any(name in CERTIFIED for name in before):
        raise RuleRefusal("entry_verified")
    if before:
        after = {name: changes[name] for name in before}
        for name, value in after.items():
            setattr(organization, name, value)
        organization.save(update_fields=list(after))
        record(actor=actor, verb="organization.change_entry", subject=organization, before=before, after=after)
    return organization


@transaction.atomic
def suspend_organization(*, organization_id: int, actor: User, reason: str) -> Organization:
    """Take the confirmation back for a reason that stays on record."""
    return move(organization_id, "suspend", actor=actor, reason=stated(reason))


@transaction.atomic
def restore_organization(*, organization_id: int, actor: User, reason: str) -> Organization:
    """Lift a suspension for a reason that stays on record. Who belongs to the organisation may not."""
    refuse_members(organization_id, actor)
    return move(organization_id, "restore", actor=actor, reason=stated(reason))
