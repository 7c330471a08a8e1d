"""The read side of rounds: what the pages show, what the report looks at, what is frozen."""

from rounds.queries.days import calendar, special_days
from rounds.queries.reading import (
    amendments_of,
    fields_told,
    for_api,
    for_guide,
    for_home,
    for_public,
    for_staff,
    observed_by,
    observers_of,
    observes_some_round,
    outcomes,
    state_at,
    takes_applications,
    told_of_amendments,
    uses,
)
from rounds.queries.report import facts_of
from rounds.queries.rules import rules_of

__all__ = [
    "amendments_of",
    "calendar",
    "facts_of",
    "fields_told",
    "for_api",
    "for_guide",
    "for_home",
    "for_public",
    "for_staff",
    "observed_by",
    "observers_of",
    "observes_some_round",
    "outcomes",
    "rules_of",
    "special_days",
    "state_at",
    "takes_applications",
    "told_of_amendments",
    "uses",
]
