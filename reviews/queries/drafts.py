"""How far the drafts of a round are: completeness and whose, never the text."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet, Sum
from django.db.models.functions import Coalesce

from organizations.enums import MemberRole
from organizations.models import Membership
from projects.enums import PaperState, ProjectState
from projects.models import Project
from rounds.enums import RoundState
from rounds.models import Round
from venture.kernel import clock, policy


def running_rounds() -> QuerySet[Round]:
    """Return the rounds that take applications now, the newest first."""
    now = clock.now()
    return Round.objects.filter(state__in=[RoundState.PUBLISHED, RoundState.OPEN], opens_at__lte=now, closes_at__gt=now)


def drafts_in(round_: Round, user: Any) -> list[Any]:
    """Return the drafts of a round that the person may follow, the least complete first. Two queries.

    What the staff enter from paper is left out: its applicant has nothing left to do.

    ``percent`` is the share of answers given; ``owners`` are those who own the applicant's page.
    """
    owners = Membership.objects.filter(ended_at__isnull=True, role=MemberRole.OWNER).select_related("user")
    rows = Project.objects.filter(round=round_, state=ProjectState.DRAFT).defer("title", "reason")
    rows = rows.exclude(paper_entry__state__in=PaperState.open)
    rows = policy.visible(user, "applications.view_progress", rows).select_related("organization__area", "round")
    rows = rows.annotate(
        done=Coalesce(Sum("sections__done"), 0),
        total=Coalesce(Sum("sections__total"), 0),
        left=Coalesce(Sum(F("sections__gaps") + F("sections__mistakes")), 0),
    ).prefetch_related(Prefetch("organization__memberships", owners, to_attr="owners"))
    return sorted(_measured(rows), key=lambda each: (each.percent, each.code))


def _measured(rows: Iterable[Any]) -> Iterable[Any]:
    for row in rows:
        row.percent = round(100 * row.done / row.total) if row.total else 0
        yield row
