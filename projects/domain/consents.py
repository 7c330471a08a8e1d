"""What a community is asked, as plain values, and whether an answer still holds for what the application says now."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

# The community agreed to these; a change of wording elsewhere does not need its word again.
BINDING: Final = ("organization", "community", "role", "people", "venue", "starts_on", "ends_on")
ACTIVITIES_TOLD: Final = 6


def question(
    *, code: str, organization: str, community: str, place: Mapping[str, Any], sections: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what a community is told on one screen: who, what, when, for whom, and what it is to give.

    ``place`` is the row of the part “landing” that names it; ``sections`` are the application's read values.
    """
    about = sections.get("project", {})
    activities: Sequence[Mapping[str, Any]] = sections.get("activities", {}).get("activities", [])
    return {
        "application": code,
        "organization": organization,
        "community": community,
        "title": about.get("title"),
        "category": about.get("category"),
        "summary": about.get("summary"),
        "group": sections.get("need", {}).get("group"),
        "starts_on": about.get("starts_on"),
        "ends_on": about.get("ends_on"),
        "role": place.get("role"),
        "people": place.get("people"),
        "venue": place.get("venue"),
        "activities": [each["name"] for each in activities if each.get("name")][:ACTIVITIES_TOLD],
    }


def still_holds(asked: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether what binds the community is what it was asked."""
    return all(asked.get(name) == now.get(name) for name in BINDING)
