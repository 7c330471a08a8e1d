"""Read shapes: of needs here, of applications in ``projects.queries.applications``."""

from projects.queries.needs import (
    draft_of,
    for_community,
    for_home,
    for_list,
    for_staff,
    how_many_waiting,
    interest_of,
    one,
    organizations_interested,
    published,
    streets,
    verified_organization,
    with_interest,
)

__all__ = [
    "draft_of",
    "for_community",
    "for_home",
    "for_list",
    "for_staff",
    "how_many_waiting",
    "interest_of",
    "one",
    "organizations_interested",
    "published",
    "streets",
    "verified_organization",
    "with_interest",
]
