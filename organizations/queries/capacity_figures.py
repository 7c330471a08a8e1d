"""The figures of capacity building for the operator's report."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum

from organizations.enums import Ability, PairingState, SeatState, TrainingState
from organizations.models import Assessment, MentorVisit, Pairing, Seat, Training


@dataclass(frozen=True)
class Figures:
    """What was done in a span of days, honestly counted. ``person_minutes`` counts each person who came."""

    trainings: int
    persons: int
    person_minutes: int
    organizations: int
    absent: int
    rating: float | None
    ratings: int
    mentors: int
    pairings: int
    visits: int
    visit_minutes: int
    unconfirmed: int
    assessed: int
    again: int
    better: int
    fields: list[dict[str, Any]]


def figures_of(first: date, last: date) -> Figures:
    """Return the figures of trainings that began, visits and assessments from ``first`` to ``last``. 7 queries."""
    held_then = Q(training__starts_at__date__gte=first, training__starts_at__date__lte=last)
    seats = Seat.objects.filter(held_then, training__state=TrainingState.HELD)
    came = seats.filter(state=SeatState.ATTENDED)
    sums = came.aggregate(
        persons=Count("pk"), minutes=Sum("training__minutes"), organizations=Count("organization", distinct=True),
        mean=Avg("rating"), ratings=Count("rating"),
    )  # fmt: skip
    trainings_then = Training.objects.filter(
        state=TrainingState.HELD, starts_at__date__gte=first, starts_at__date__lte=last
    )
    visits = MentorVisit.objects.filter(on__gte=first, on__lte=last)
    seen = visits.aggregate(
        visits=Count("pk", filter=Q(confirmed_at__isnull=False)),
        minutes=Sum("minutes", filter=Q(confirmed_at__isnull=False)),
        unconfirmed=Count("pk", filter=Q(confirmed_at__isnull=True)),
        mentors=Count("pairing__mentor", distinct=True),
    )
    pairings = Pairing.objects.filter(
        decided_at__date__gte=first, decided_at__date__lte=last, state__in=(PairingState.ACTIVE, PairingState.ENDED)
    ).count()
    again, better, assessed = _progress(first, last)
    return Figures(
        trainings=trainings_then.count(),
        persons=sums["persons"],
        person_minutes=sums["minutes"] or 0,
        organizations=sums["organizations"],
        absent=seats.filter(state=SeatState.ABSENT).count(),
        rating=sums["mean"],
        ratings=sums["ratings"],
        mentors=seen["mentors"],
        pairings=pairings,
        visits=seen["visits"],
        visit_minutes=seen["minutes"] or 0,
        unconfirmed=seen["unconfirmed"],
        assessed=assessed,
        again=again,
        better=better,
        fields=_by_field(trainings_then, came),
    )


def _by_field(trainings_then: QuerySet[Training], came: QuerySet[Seat]) -> list[dict[str, Any]]:
    held_in = dict(trainings_then.order_by().values_list("ability").annotate(Count("pk")))
    persons = dict(came.order_by().values_list("training__ability").annotate(Count("pk")))
    return [
        {"label": label, "trainings": held_in.get(value, 0), "persons": persons.get(value, 0)}
        for value, label in Ability.choices
    ]


def _progress(first: date, last: date) -> tuple[int, int, int]:
    """Return how many organisations answered again in the span, how many of these stand higher, and how many answered.

    Compared is the sum of the five parts with that of the answer before it.
    """
    rows: dict[int, list[Assessment]] = defaultdict(list)
    for each in Assessment.objects.filter(on__lte=last).order_by("on", "pk"):
        rows[each.organization_id].append(each)
    inside = [found for found in rows.values() if found[-1].on >= first]
    pairs = [(found[-2], found[-1]) for found in inside if len(found) > 1]
    return len(pairs), sum(_sum(now) > _sum(then) for then, now in pairs), len(inside)


def _sum(assessment: Assessment) -> int:
    return sum(assessment.result.values())
