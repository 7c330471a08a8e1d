"""What makes a running project worth a second look: reasons, no judgement. Pure. Money is fen."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

WHOLE: Final = 10_000


@dataclass(frozen=True)
class Held:
    """One activity as it was recorded: the people told of, the names on the sheet where somebody counted them."""

    title: str
    on: date
    people: int
    signed: int | None = None


@dataclass(frozen=True)
class Limits:
    idle_days: int
    spent_at_mid: int
    headcount_share: int


@dataclass(frozen=True)
class Facts:
    """What is known of a project on a day. ``photos`` are the hashes of its photos with the number of places where the
    organisation used each; ``flagged`` counts its open expenses by what struck them."""

    today: date
    starts_on: date | None
    ends_on: date | None
    activities: tuple[Held, ...]
    received_fen: int
    spent_fen: int
    late_reports: tuple[str, ...] = ()
    photos: Mapping[str, int] = field(default_factory=dict)
    flagged: Mapping[str, int] = field(default_factory=dict)
    standing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Risk:
    code: str
    details: tuple[tuple[str, Any], ...] = ()


def risks(facts: Facts, limits: Limits) -> list[Risk]:
    """Return what strikes at a project, in a fixed order."""
    return [
        *_standing(facts),
        *_idle(facts, limits),
        *_unspent(facts, limits),
        *_headcount(facts.activities, limits),
        *(Risk("risk_report_late", (("report", name),)) for name in facts.late_reports),
        *_photos(facts.photos),
        *_flagged(facts.flagged),
    ]


def _standing(facts: Facts) -> Iterable[Risk]:
    return (Risk(code) for code in facts.standing)


def _idle(facts: Facts, limits: Limits) -> Iterable[Risk]:
    """A project that has begun and is not over: since its last activity, or since its start."""
    if facts.starts_on is None or facts.today < facts.starts_on or (facts.ends_on and facts.today > facts.ends_on):
        return
    last = max((each.on for each in facts.activities if each.on <= facts.today), default=facts.starts_on)
    days = (facts.today - max(last, facts.starts_on)).days
    if days > limits.idle_days:
        yield Risk("risk_idle", (("days", days),))


def _unspent(facts: Facts, limits: Limits) -> Iterable[Risk]:
    """From half time on: of what was received, too little is spent."""
    if facts.starts_on is None or facts.ends_on is None or not facts.received_fen:
        return
    half = facts.starts_on + (facts.ends_on - facts.starts_on) // 2
    if facts.today >= half and facts.spent_fen * WHOLE < facts.received_fen * limits.spent_at_mid:
        yield Risk("risk_unspent", (("share", facts.spent_fen * WHOLE // facts.received_fen),))


def _headcount(activities: Iterable[Held], limits: Limits) -> Iterable[Risk]:
    for each in activities:
        if each.signed is not None and abs(each.signed - each.people) * WHOLE > each.people * limits.headcount_share:
            yield Risk(
                "risk_headcount",
                (("title", each.title), ("day", each.on.isoformat()), ("people", each.people), ("signed", each.signed)),
            )


def _photos(photos: Mapping[str, int]) -> Iterable[Risk]:
    again = sum(1 for uses in photos.values() if uses > 1)
    if again:
        yield Risk("risk_photo_again", (("n", again),))


def _flagged(flagged: Mapping[str, int]) -> Iterable[Risk]:
    counted = Counter(flagged)
    twice = counted["expense_voucher_twice"] + counted["expense_photo_twice"]
    if twice:
        yield Risk("risk_voucher_twice", (("n", twice),))
    rest = sum(counted.values()) - twice
    if rest:
        yield Risk("risk_expense_flags", (("n", rest),))
