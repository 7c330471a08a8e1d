"""An organisation says that it would answer a need, and takes that back."""

from django.db import transaction

from accounts.models import User
from organizations.enums import OrganizationState
from organizations.models import Organization
from projects.enums import NeedState
from projects.models import Need, NeedInterest
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def say_interest(*, need_id: int, organization: Organization, actor: User) -> NeedInterest:
    """Say that ``organization`` would answer the need. Saying it twice changes nothing.

    Raise ``RuleRefusal``: ``organization_not_verified``, ``need_not_waiting`` for a need that is not open.
    """
    need = Need.objects.select_for_update().get(pk=need_id)
    if organization.state != OrganizationState.VERIFIED:
        raise RuleRefusal("organization_not_verified")
    if need.state != NeedState.PUBLISHED:
        raise RuleRefusal("need_not_waiting")
    interest, made = NeedInterest.objects.get_or_create(
        need=need, organization=organization, withdrawn_at=None, defaults={"by": actor, "said_at": clock.now()}
    )
    if made:
        record(actor=actor, verb="need.say_interest", subject=need, organization=organization.pk)
    return interest


@transaction.atomic
def withdraw_interest(*, need_id: int, organization: Organization, actor: User) -> None:
    """Take the interest back; the row stays. Doing it twice changes nothing."""
    need = Need.objects.select_for_update().get(pk=need_id)
    interest = need.interests.filter(organization=organization, withdrawn_at__isnull=True).first()
    if interest is None:
        return
    interest.withdrawn_at = clock.now()
    interest.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="need.withdraw_interest", subject=need, organization=organization.pk)
