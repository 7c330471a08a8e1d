"""The write side of organisations, memberships and communities."""

from typing import Any

from django.db import transaction

from accounts.models import Area, User
from organizations.domain import lifecycle, uscc
from organizations.enums import MemberRole, OrganizationState
from organizations.models import Community, CommunityWorker, Membership, Organization
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def register_organization(
    *, name: str, code: str, authority: str, area: Area, owner: User, actor: User | None, **details: Any
) -> Organization:
    """Enter an organisation by its credit code, with its first owner. Its kind is what the code says.

    ``details`` are the plain fields ``registered_on``, ``address`` and ``phone``. Raise ``RuleRefusal`` for a code
    that is wrong or taken (``organization_known``).
    """
    code = uscc.validated_applicant(code)
    if Organization.objects.filter(uscc=code).exists():
        raise RuleRefusal("organization_known", code=code)
    organization = Organization.objects.create(
        name=name, uscc=code, kind=code[:2], authority=authority, area=area, **details
    )
    Membership.objects.create(organization=organization, user=owner, role=MemberRole.OWNER, since=clock.now())
    record(
        actor=actor,
        verb="organization.register",
        subject=organization,
        after=OrganizationState.REGISTERED,
        code=code,
        owner=owner.pk,
    )
    return organization


@transaction.atomic
def verify_organization(*, organization_id: int, actor: User) -> Organization:
    """Confirm that the entry agrees with the certificate. Who belongs to the organisation may not confirm it."""
    _refuse_members(organization_id, actor)
    return _move(organization_id, "verify", actor=actor, verified_at=clock.now())


@transaction.atomic
def suspend_organization(*, organization_id: int, actor: User, reason: str) -> Organization:
    """Take the confirmation back for a reason that stays on record."""
    return _move(organization_id, "suspend", actor=actor, reason=_stated(reason))


@transaction.atomic
def restore_organization(*, organization_id: int, actor: User, reason: str) -> Organization:
    """Lift a suspension for a reason that stays on record."""
    _refuse_members(organization_id, actor)
    return _move(organization_id, "restore", actor=actor, reason=_stated(reason))


@transaction.atomic
def add_member(*, organization_id: int, user: User, role: MemberRole, actor: User | None) -> Membership:
    """Let ``user`` take part in the organisation. Nobody has two parts at once (``member_known``)."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    if Membership.objects.filter(organization=organization, user=user, ended_at__isnull=True).exists():
        raise RuleRefusal("member_known", name=str(user))
    membership = Membership.objects.create(organization=organization, user=user, role=role, since=clock.now())
    record(actor=actor, verb="organization.add_member", subject=organization, after=str(role), user=user.pk)
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, actor: User) -> Membership:
    """End a person's part now. The last owner stays (``last_owner``); ending twice is refused (``member_ended``)."""
    organization_id = Membership.objects.values_list("organization_id", flat=True).get(pk=membership_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    membership = Membership.objects.get(pk=membership_id)
    if membership.ended_at is not None:
        raise RuleRefusal("member_ended")
    others = organization.memberships.filter(role=MemberRole.OWNER, ended_at__isnull=True).exclude(pk=membership.pk)
    if membership.role == MemberRole.OWNER and not others.exists():
        raise RuleRefusal("last_owner")
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    record(
        actor=actor,
        verb="organization.end_membership",
        subject=organization,
        before=membership.role,
        user=membership.user_id,
    )
    return membership


@transaction.atomic
def add_community_worker(*, community_id: int, user: User, actor: User | None) -> CommunityWorker:
    """Let ``user`` answer for a community. Twice is once (``community_worker_known``)."""
    community = Community.objects.select_for_update().get(pk=community_id)
    if community.workers.filter(user=user, ended_at__isnull=True).exists():
        raise RuleRefusal("community_worker_known", name=str(user))
    worker = CommunityWorker.objects.create(community=community, user=user, since=clock.now())
    record(actor=actor, verb="community.add_worker", subject=community, user=user.pk)
    return worker


def _stated(reason: str) -> str:
    if not reason.strip():
        raise RuleRefusal("organization_reason_missing")
    return reason.strip()


def _refuse_members(organization_id: int, actor: User) -> None:
    if Membership.objects.filter(organization_id=organization_id, user=actor, ended_at__isnull=True).exists():
        raise RuleRefusal("own_organization")


def _move(organization_id: int, verb: str, *, actor: User, reason: str = "", **stamps: Any) -> Organization:
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
