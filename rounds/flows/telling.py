"""Telling those who may apply that a round opened: by a job and step by step, for hundreds may read it."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from accounts.domain.areas import prefix_of
from accounts.models import User
from organizations.enums import MemberRole, OrganizationState
from organizations.models import Membership
from rounds.enums import RoundState
from rounds.models import Round
from venture.jobs.flows import defer
from venture.jobs.registry import Run
from venture.notify.flows import tell_all

BATCH = 50
WHO = (MemberRole.OWNER, MemberRole.EDITOR, MemberRole.SIGNATORY)


def tell_later(round_: Round) -> None:
    """Put down, in the transaction that opens the round, that everybody who may apply is told once."""
    defer("rounds.tell_opened", f"{round_.pk}", round_id=round_.pk)


def tell_opened(run: Run, *, round_id: int) -> None:
    """Tell everybody, fifty at a time; nobody once the round is no longer open. Safe to run again."""
    round_ = Round.objects.select_related("area").get(pk=round_id)
    if round_.state != RoundState.OPEN or round_.closes_at is None:
        return
    with translation.override("zh-hans"):  # a page is kept without the language
        path = reverse("portal:guide", kwargs={"code": round_.code})
    people, closes = list(those_who_may_apply(round_)), round_.closes_at.isoformat()
    for first in range(0, len(people), BATCH):
        with run.step():
            some = people[first : first + BATCH]
            tell_all(some, "round_opened", round_.code, path=path, round=round_.title, closes=closes)
            run.progress(first + len(some), len(people))


def those_who_may_apply(round_: Round) -> QuerySet[User]:
    """Return the people who write or sign for a verified organisation in the round's area. One query."""
    seats = Membership.objects.filter(
        ended_at__isnull=True, role__in=WHO, organization__state=OrganizationState.VERIFIED
    )
    if round_.area is not None:
        seats = seats.filter(organization__area__code__startswith=prefix_of(round_.area.code))
    return User.objects.filter(is_active=True, pk__in=seats.values("user_id")).order_by("pk")
