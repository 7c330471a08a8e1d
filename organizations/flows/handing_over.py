"""An owner hands the organisation over: offered to a member, accepted by that member; an owner is there at any time."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from organizations.enums import MemberRole
from organizations.flows.members import change_role, end_membership
from organizations.models import HandOver, Membership, Organization
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell

VALID_FOR = timedelta(days=14)


@transaction.atomic
def offer_ownership(*, membership_id: int, actor: User, stays_as: MemberRole | None = MemberRole.EDITOR) -> HandOver:
    """Offer the ownership to the member of ``membership_id``; the owner stays as ``stays_as`` or leaves (``None``).

    Raise ``RuleRefusal``: ``hand_over_open`` while one waits, ``hand_over_owner`` to somebody who is an owner already,
    ``hand_over_gone`` by somebody who is none, ``member_ended`` to somebody who has left.
    """
    organization_id = Membership.objects.values_list("organization_id", flat=True).get(pk=membership_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    membership = Membership.objects.select_related("user").get(pk=membership_id)
    if membership.ended_at is not None:
        raise RuleRefusal("member_ended")
    if membership.role == MemberRole.OWNER:
        raise RuleRefusal("hand_over_owner", name=str(membership.user))
    if _part_of(organization, actor, MemberRole.OWNER) is None:
        raise RuleRefusal("hand_over_gone")
    now = clock.now()
    organization.hand_overs.filter(ended_at__isnull=True, expires_at__lte=now).update(ended_at=now)
    if organization.hand_overs.filter(ended_at__isnull=True).exists():
        raise RuleRefusal("hand_over_open")
    offer = HandOver.objects.create(
        organization=organization,
        offered_by=actor,
        offered_to=membership.user,
        stays_as=stays_as or "",
        offered_at=now,
        expires_at=now + VALID_FOR,
    )
    tell(
        membership.user,
        "ownership_offered",
        str(offer.pk),
        path=reverse("organizations:members", args=[organization.pk]),
        name=organization.name,
        owner=str(actor),
    )
    record(actor=actor, verb="organization.offer_ownership", subject=organization, to=membership.user_id)
    return offer


@transaction.atomic
def accept_ownership(*, offer_id: int, actor: User) -> HandOver:
    """Become owner. Raise ``RuleRefusal("hand_over_gone")`` when the offer ended, is another's, or either has left."""
    offer = _locked(offer_id)
    new = _part_of(offer.organization, actor)
    old = _part_of(offer.organization, offer.offered_by, MemberRole.OWNER)
    now = clock.now()
    if offer.ended_at is not None or offer.expires_at <= now or offer.offered_to_id != actor.pk or not (new and old):
        raise RuleRefusal("hand_over_gone")
    offer.ended_at, offer.accepted = now, True
    offer.save(update_fields=["ended_at", "accepted"])
    change_role(membership_id=new.pk, role=MemberRole.OWNER, actor=actor)
    if offer.stays_as:
        change_role(membership_id=old.pk, role=MemberRole(offer.stays_as), actor=offer.offered_by)
    else:
        end_membership(membership_id=old.pk, actor=offer.offered_by)
    record(
        actor=actor,
        verb="organization.accept_ownership",
        subject=offer.organization,
        before=offer.offered_by_id,
        after=actor.pk,
    )
    return offer


@transaction.atomic
def end_offer(*, offer_id: int, actor: User) -> HandOver:
    """Decline the offer, or take it back. Raise ``RuleRefusal("hand_over_gone")`` when it ended or is not one's own."""
    offer = _locked(offer_id)
    if offer.ended_at is not None or actor.pk not in {offer.offered_by_id, offer.offered_to_id}:
        raise RuleRefusal("hand_over_gone")
    offer.ended_at = clock.now()
    offer.save(update_fields=["ended_at"])
    verb = "organization.take_back_ownership" if actor.pk == offer.offered_by_id else "organization.decline_ownership"
    record(actor=actor, verb=verb, subject=offer.organization)
    return offer


def _locked(offer_id: int) -> HandOver:
    organization_id = HandOver.objects.values_list("organization_id", flat=True).get(pk=offer_id)
    Organization.objects.select_for_update().get(pk=organization_id)
    return HandOver.objects.select_related("organization", "offered_by").get(pk=offer_id)


def _part_of(organization: Organization, user: User, role: MemberRole | None = None) -> Membership | None:
    parts = organization.memberships.filter(user=user, ended_at__isnull=True)
    return (parts if role is None else parts.filter(role=role)).first()
