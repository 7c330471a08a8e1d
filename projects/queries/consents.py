"""Read shapes of the communities' opinions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from organizations.queries import works_for
from projects.domain.consents import question
from projects.domain.form import FORMS, read
from projects.enums import ConsentState
from projects.models import CommunityConsent, Project
from projects.queries.applications import asked_of, typed_of
from rounds.domain.workdays import left_until
from rounds.queries.days import calendar

TOLD_OF = ("project", "landing", "need", "activities")


def for_confirming() -> QuerySet[CommunityConsent]:
    """Return opinions with everything that the community's page tells. One query."""
    return CommunityConsent.objects.select_related(
        "project__round", "project__organization", "project__category", "community__street", "seal"
    )


def waiting_for(user: Any) -> QuerySet[CommunityConsent]:
    """Return the requests to the communities that ``user`` answers for, the longest waiting first. One query."""
    mine = for_confirming().filter(works_for(user, community_ref="community_id"), state=ConsentState.ASKED)
    return mine.order_by("asked_at", "pk")


def of_community(consent: CommunityConsent) -> list[CommunityConsent]:
    """Return what the community agreed to in this round besides, so that nobody agrees to the same twice. One query."""
    rows = CommunityConsent.objects.filter(
        community_id=consent.community_id,
        project__round_id=consent.project.round_id,
        state__in=ConsentState.favourable,
    )
    return list(
        rows.exclude(project_id=consent.project_id).select_related("project__category", "project__organization")
    )


def values_of(project: Project) -> dict[str, dict[str, Any]]:
    """Return the read values of the parts that a community is told of. Three queries."""
    asked, typed = asked_of(project.round), typed_of(project)
    return {name: read(FORMS[name], typed.get(name, {}), asked).values for name in TOLD_OF}


def question_to(project: Project, community: str, values: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return what the community would be asked now; ``None`` when no place of the application names it."""
    places = values.get("landing", {}).get("places", [])
    place = next((row for row in places if row["community"] == community), None)
    if place is None:
        return None
    return question(
        code=project.code, organization=project.organization.name, community=community, place=place, sections=values
    )


def may_nudge(consent: CommunityConsent, today: date) -> bool:
    """Tell whether the applicant may remind the community: once, two working days after it was asked."""
    if consent.state != ConsentState.ASKED or consent.nudged_at is not None:
        return False
    return left_until(consent.asked_at.date(), today, calendar()) >= NUDGE_AFTER


NUDGE_AFTER = 2
