"""The read side of capacity building: what counts in a record, the trainings, the mentors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from organizations.domain.assessing import corners, ends, ring
from organizations.domain.training import hours_of
from organizations.enums import Ability, PairingState, SeatState, TrainingState
from organizations.models import (
    Assessment,
    Mentor,
    MentorVisit,
    Organization,
    Pairing,
    Seat,
    Training,
    TrainingMaterial,
)
from organizations.queries.people import is_member
from venture.kernel import clock


def minutes_since(wanted: Iterable[tuple[int, datetime | None]]) -> dict[tuple[int, datetime | None], int]:
    """Return for each organisation and instant the minutes that count from then on: each training once, however many of
    its people came, and confirmed visits. 2 queries for all.
    """
    found = dict.fromkeys(wanted, 0)
    whose = {organization for organization, _since in found}
    seats = Seat.objects.filter(organization__in=whose, state=SeatState.ATTENDED).order_by()
    trainings = set(seats.values_list("organization_id", "training_id", "training__starts_at", "training__minutes"))
    visits = MentorVisit.objects.filter(pairing__organization__in=whose, confirmed_at__isnull=False)
    days = list(visits.values_list("pairing__organization_id", "on", "minutes"))
    for organization, since in found:
        for who, _training, starts, minutes in trainings:
            if who == organization and (since is None or starts >= since):
                found[organization, since] += minutes
        first = since.astimezone(clock.BEIJING).date() if since is not None else None
        for who, on, minutes in days:
            if who == organization and (first is None or on >= first):
                found[organization, since] += minutes
    return found


def hours_since(organization_id: int, since: datetime | None) -> int:
    """Return the whole hours of one organisation. 2 queries."""
    return hours_of(minutes_since([(organization_id, since)])[organization_id, since])


# --- Trainings ------------------------------------------------------------------------------------------------------


def _seats(*states: str) -> Any:
    rows = Seat.objects.filter(training=OuterRef("pk"), state__in=states).order_by()
    count = rows.values("training").annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(count), 0, output_field=IntegerField())


def trainings() -> QuerySet[Any]:
    """Return trainings with how many places are taken, how many wait and came. One query."""
    return Training.objects.annotate(
        taken=_seats(*SeatState.taken), waiting=_seats(SeatState.WAITING), came=_seats(SeatState.ATTENDED),
        free=F("seats") - _seats(*SeatState.taken),
    )  # fmt: skip


def coming(now: datetime) -> QuerySet[Any]:
    """Return announced trainings that are not over, the next first. One query."""
    return trainings().filter(state=TrainingState.OPEN, ends_at__gte=now).order_by("starts_at", "pk")


def held() -> QuerySet[Any]:
    return trainings().filter(state=TrainingState.HELD).order_by("-starts_at", "-pk")


def trainings_for_desk() -> QuerySet[Any]:
    """Return trainings with places and materials. 3 queries for one."""
    places = Seat.objects.exclude(state=SeatState.LEFT).select_related("user", "organization").order_by("pk")
    return trainings().prefetch_related(Prefetch("places", places, to_attr="list_of_places"), _materials())


def trainings_for_page() -> QuerySet[Any]:
    return trainings().prefetch_related(_materials())


def _materials() -> "Prefetch[Any]":
    return Prefetch("materials", TrainingMaterial.objects.select_related("file"), to_attr="files")


def place_of(training: Training, user: Any) -> Any:
    """Return the person's place, with how many wait before it; ``None`` without one. 2 queries at most."""
    rows = Seat.objects.filter(training=training, user_id=user.pk).exclude(state=SeatState.LEFT)
    place: Any = rows.select_related("organization", "training").first()
    if place is not None and place.state == SeatState.WAITING:
        place.before = Seat.objects.filter(training=training, state=SeatState.WAITING, pk__lt=place.pk).count()
    return place


def organizations_for(user: Any) -> QuerySet[Organization]:
    """Return the organisations for which the person can take a place. One query."""
    return Organization.objects.filter(is_member(user, organization_ref="pk")).order_by("name")


# --- An organisation's record ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Net:
    """The radar of an assessment with the one before beside it, and the table behind it."""

    now: str
    before: str
    rings: tuple[str, ...]
    names: list[tuple[str, float, float]]
    rows: list[dict[str, Any]]


def net_of(newest: Assessment, earlier: Assessment | None) -> Net:
    """Return the drawing and the table of the newest assessment. No query."""
    labels = dict(Ability.choices)
    rows = []
    for each in Ability.values:
        now = newest.result.get(each, 0)
        then = earlier.result.get(each, 0) if earlier is not None else None
        rows.append(
            {
                "label": labels[each], "now": now / 10, "then": None if then is None else then / 10,
                "by": None if then is None else (now - then) / 10,
            }
        )  # fmt: skip
    return Net(
        now=corners(newest.result),
        before=corners(earlier.result) if earlier is not None else "",
        rings=tuple(ring(mark) for mark in range(1, 6)),
        names=[(str(labels[each]), x, y) for each, x, y in ends()],
        rows=rows,
    )


def assessments_of(organization: Organization) -> list[Assessment]:
    """Return the two newest assessments. One query."""
    return list(organization.assessments.select_related("by")[:2])


def places_of(organization: Organization) -> list[Seat]:
    """Return every place that people of the organisation took, the newest training first. One query."""
    rows = organization.training_places.exclude(state=SeatState.LEFT).select_related("training", "user")
    return list(rows.order_by("-training__starts_at", "pk"))


def pairings_of(organization: Organization) -> list[Any]:
    """Return the organisation's pairings with their visits. 2 queries."""
    return list(pairings_for_page().filter(organization=organization))


def pairings_for_page() -> QuerySet[Pairing]:
    """Return pairings with mentor and visits. 2 queries."""
    visits = Prefetch("visits", MentorVisit.objects.select_related("by", "confirmed_by"), to_attr="all_visits")
    return Pairing.objects.select_related("organization", "mentor__user", "asked_by", "decided_by").prefetch_related(
        visits
    )


# --- Mentors --------------------------------------------------------------------------------------------------------


def mentors() -> QuerySet[Any]:
    """Return mentors with the hours promised this year and the minutes that were confirmed. One query."""
    year = clock.today().year
    promised = (
        Pairing.objects.filter(
            mentor=OuterRef("pk"), decided_at__year=year, state__in=(PairingState.ACTIVE, PairingState.ENDED)
        )
        .order_by()
        .values("mentor")
        .annotate(_sum=Sum("hours"))
        .values("_sum")
    )
    given = (
        MentorVisit.objects.filter(pairing__mentor=OuterRef("pk"), confirmed_at__isnull=False)
        .order_by()
        .annotate(_one=F("pairing__mentor"))
        .values("_one")
        .annotate(_sum=Sum("minutes"))
        .values("_sum")
    )
    return Mentor.objects.select_related("user").annotate(
        promised=Coalesce(Subquery(promised), Value(0), output_field=IntegerField()),
        given=Coalesce(Subquery(given), Value(0), output_field=IntegerField()),
    )


def mentors_for(pairing: Pairing) -> list[Any]:
    """Return the mentors who could take this wish: in its field, with hours left, the most hours first. One query.

    Who belongs to the organisation is left out.
    """
    rows = mentors().filter(ended_at__isnull=True).exclude(
        Exists(
            pairing.organization.memberships.filter(user=OuterRef("user"), ended_at__isnull=True)
        )
    )  # fmt: skip
    fitting = []
    for each in rows:
        each.left = max(each.hours - each.promised, 0)
        if pairing.ability in each.abilities and each.left:
            fitting.append(each)
    return sorted(fitting, key=lambda each: (-each.left, each.pk))


def mentor_of(user: Any) -> bool:
    return Mentor.objects.filter(user_id=user.pk).exists()
