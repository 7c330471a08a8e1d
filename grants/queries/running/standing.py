"""May money still go to an organisation, and what has changed in it since it applied."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.models import Grant
from organizations.domain.validity import is_over
from organizations.enums import OrganizationState
from organizations.models import Organization
from organizations.queries import sanctions_on


@dataclass(frozen=True)
class Standing:
    """``reasons`` are the codes of what stops every payment; none: money may go."""

    reasons: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Turned:
    """One fact on record that is no longer what the application said."""

    code: str
    before: str
    after: str


# What the frozen application and the record both name.
COMPARED = {
    "name": "organization_renamed",
    "legal_representative": "organization_led_anew",
    "uscc": "organization_code",
}


def standing_of(organization: Organization, today: date) -> Standing:
    """Return whether the registration still carries payments: verified, certificate in force, no list. One query."""
    found = []
    if organization.state != OrganizationState.VERIFIED:
        found.append("standing_not_verified")
    if is_over(organization.certificate_until, today):
        found.append("standing_certificate_over")
    if sanctions_on(organization, today):
        found.append("standing_sanctioned")
    return Standing(tuple(found))


def turned_of(grant: Grant) -> list[Turned]:
    """Return what the organisation's record says otherwise than the frozen application. No query on a fetched grant."""
    told: dict[str, Any] = json.loads(grant.submission.content).get("organization", {})
    organization = grant.organization
    return [
        Turned(code, str(told[field]), str(getattr(organization, field)))
        for field, code in COMPARED.items()
        if told.get(field) and str(told[field]) != str(getattr(organization, field))
    ]
