"""Who takes part in an organisation, and as what."""

from django.db import transaction

from accounts.models import User
from accounts.queries.people import may_never_apply
from organizations.enums import MemberRole
from organizations.models import Membership, Organization
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def add_member(*, organization_id: int, user: User, role: MemberRole, actor: User | None) -> Membership:
    """Let ``user`` take part in the organisation. Nobody has two parts at once (``member_known``).

    Who works on the rounds for the bureau or the operator never applies (``member_never_applies``).
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    if may_never_apply(User.objects.select_for_update().get(pk=user.pk)):
        raise RuleRefusal("member_never_applies", name=str(user))
    if Membership.objects.filter(organization=organization, user=user, ended_at__isnull=True).exists():
        raise RuleRefusal("member_known", name=str(user))
    membership = Membership.objects.create(organization=organization, user=user, role=role, since=clock.now())
    record(actor=actor, verb="organization.add_member", subject=organization, after=str(role), user=user.pk)
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, actor: User) -> Membership:
    """End a person's part now. The last owner stays (``last_owner``); ending twice is refused (``member_ended``)."""
    membership = _locked(membership_id)
    _refuse_last_owner(membership)
    return _end(membership, actor=actor)


@transaction.atomic
def change_role(*, membership_id: int, role: MemberRole, actor: User) -> Membership:
    """Give a person another part: the old one ends, a new one begins. Codes as for ``end_membership``."""
    membership = _locked(membership_id)
    if membership.role == role:
        return membership
    _refuse_last_owner(membership)
    _end(membership, actor=actor)
    return add_member(organization_id=membership.organization_id, user=membership.user, role=role, actor=actor)


def _locked(membership_id: int) -> Membership:
    organization_id = Membership.objects.values_list("organization_id", flat=True).get(pk=membership_id)
    Organization.objects.select_for_update().get(pk=organization_id)
    membership = Membership.objects.select_related("organization", "user").get(pk=membership_id)
    if membership.ended_at is not None:
        raise RuleRefusal("member_ended")
    return membership


def _refuse_last_owner(membership: Membership) -> None:
    owners = membership.organization.memberships.filter(role=MemberRole.OWNER, ended_at__isnull=True)
    if membership.role == MemberRole.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise RuleRefusal("last_owner")


def _end(membership: Membership, *, actor: User) -> Membership:
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    record(
        actor=actor,
        verb="organization.end_membership",
        subject=membership.organization,
        before=membership.role,
        user=membership.user_id,
    )
    return membership
