"""What stands between a grant and its agreement or its money: objections, stops, the organisation's own standing."""

from typing import Any

from grants.models import Grant, OrganizationStop
from organizations.domain.validity import is_over
from organizations.enums import OrganizationState
from organizations.queries.facts import sanctions_on
from reviews.enums import AwardState
from reviews.queries.awards import held
from venture.kernel import clock

Bar = tuple[str, dict[str, Any]]


def bars_of(grant: Grant) -> list[Bar]:
    """Return every bar as the code of a refusal with its values, the gravest first. Three queries.

    The caller has award and organisation of ``grant`` fetched; under the round's lock the answer cannot change.
    """
    organization, today = grant.organization, clock.today()
    bars: list[Bar] = []
    if grant.award.state != AwardState.CONFIRMED:
        bars.append(("grant_award_gone", {"state": grant.award.get_state_display()}))
    if held(grant.award):
        bars.append(("grant_held", {}))
    stop = OrganizationStop.objects.filter(organization=organization, lifted_at__isnull=True).first()
    if stop is not None:
        bars.append(("organization_stopped", {"reason": stop.reason}))
    if organization.state != OrganizationState.VERIFIED:
        bars.append(("grantee_not_verified", {"state": organization.get_state_display()}))
    bars += [
        ("organization_sanctioned", {"kind": each.get_kind_display(), "since": str(each.since)})
        for each in sanctions_on(organization, today)
    ]
    if is_over(organization.certificate_until, today):
        bars.append(("organization_certificate_over", {"day": str(organization.certificate_until)}))
    return bars
