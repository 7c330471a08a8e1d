"""The experts of a round as staff see them: where each stands, what each has to read, who may still be asked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from reviews.enums import AppointmentState, AssignmentState
from reviews.models import Appointment, Draw, Expert
from rounds.models import Round


def for_list() -> QuerySet[Appointment]:
    """Return parts in rounds with expert, who invited, and how many projects are given and done. One query."""
    rows = Appointment.objects.select_related("round", "expert__user", "invited_by", "replaces__expert")
    given = Q(assignments__state__in=AssignmentState.counting)
    return rows.annotate(
        given=Count("assignments", filter=given, distinct=True),
        done=Count("assignments", filter=Q(assignments__state=AssignmentState.DONE), distinct=True),
    )


def of_round(round_: Round) -> list[Any]:
    """Return the parts of a round: who serves first, by name. Two queries."""
    known = Prefetch("substitutes", queryset=Appointment.objects.select_related("expert"), to_attr="in_place")
    rows = for_list().filter(round=round_).prefetch_related(known)
    return sorted(rows, key=lambda each: (each.state not in AppointmentState.serving, each.expert.name, each.pk))


def free_for(round_: Round) -> QuerySet[Expert]:
    """Return experts in use who do not serve in the round. One query."""
    serving = Appointment.objects.filter(round=round_, state__in=AppointmentState.serving).values("expert")
    return Expert.objects.filter(active=True).exclude(pk__in=serving)


def draws_of(round_: Round) -> QuerySet[Draw]:
    return Draw.objects.filter(round=round_).select_related("committed_by", "revealed_by")


@dataclass(frozen=True)
class Standing:
    """How far a round's experts are."""

    invited: int
    pledged: int
    declined: int
    without_account: int
    most: int


def standing_of(parts: list[Any]) -> Standing:
    """Count the parts of ``of_round``. No query."""
    serving = [each for each in parts if each.state in AppointmentState.serving]
    return Standing(
        invited=sum(each.state == AppointmentState.INVITED for each in serving),
        pledged=sum(each.state == AppointmentState.PLEDGED for each in serving),
        declined=sum(each.state == AppointmentState.DECLINED for each in parts),
        without_account=sum(each.expert.user_id is None for each in serving),
        most=sum(each.upper for each in serving if each.state == AppointmentState.PLEDGED),
    )
