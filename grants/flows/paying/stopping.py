"""The stop button of an organisation: one person places it, another lifts it. While it stands no money moves."""

from django.db import transaction

from accounts.models import User
from grants.flows.holding import refuse_same
from grants.flows.paying.guarding import stated
from grants.flows.paying.telling import tell_of_stop
from grants.models import OrganizationStop
from organizations.flows.moving import refuse_members
from organizations.models import Organization
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def place_stop(*, organization_id: int, reason: str, actor: User) -> OrganizationStop:
    """Stop every payment to an organisation from now on, at once and alone.

    Raise ``RuleRefusal``: ``stop_stands_already``, ``payment_reason_missing``.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    if OrganizationStop.objects.filter(organization=organization, lifted_at__isnull=True).exists():
        raise RuleRefusal("stop_stands_already")
    why = stated(reason)
    stop = OrganizationStop.objects.create(
        organization=organization, reason=why, placed_by=actor, placed_at=clock.now()
    )
    tell_of_stop(organization, "payments_stopped", f"{stop.pk}", reason=why)
    record(actor=actor, verb="stop.place", subject=stop, organization=organization.uscc, reason=why)
    return stop


@transaction.atomic
def lift_stop(*, stop_id: int, reason: str, actor: User) -> OrganizationStop:
    """Let money flow again, as another person than the one who stopped it.

    Raise ``RuleRefusal``: ``stop_by_two``, ``stop_lifted_already``, ``payment_reason_missing``, ``own_organization``.
    """
    organization_id = OrganizationStop.objects.values_list("organization_id", flat=True).get(pk=stop_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    stop = OrganizationStop.objects.select_for_update(of=("self",)).select_related("placed_by").get(pk=stop_id)
    refuse_members(organization_id, actor)
    refuse_same(stop.placed_by, actor, "stop_by_two")
    if stop.lifted_at is not None:
        raise RuleRefusal("stop_lifted_already")
    why = stated(reason)
    stop.lifted_by, stop.lifted_at, stop.lifted_reason = actor, clock.now(), why
    stop.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
    tell_of_stop(organization, "payments_freed", f"{stop.pk}", reason=why)
    record(actor=actor, verb="stop.lift", subject=stop, organization=organization.uscc, reason=why)
    return stop
