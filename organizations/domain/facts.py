"""What the check of eligibility asks about an organisation: plain values, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SanctionFact:
    """A sanction and its first and last day. ``until`` is empty while no end is known."""

    kind: str
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class EligibilityFacts:
    """An organisation as it stood on ``day``.

    ``inspections`` maps a year to its result; ``confirmed_years`` are those that staff have seen proved. ``grade`` is
    what was awarded, whether or not it still holds: compare ``grade_valid_until``.
    """

    day: date
    state: str
    kind: str
    registered_on: date | None
    certificate_valid_until: date | None
    grade: str
    grade_valid_until: date | None
    inspections: Mapping[int, str]
    confirmed_years: frozenset[int]
    sanctions: tuple[SanctionFact, ...]
    full_time_staff: int | None
    certified_staff: int | None
    is_operator_or_affiliate: bool
    has_account: bool
