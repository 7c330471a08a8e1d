"""Read shapes of applications from paper, and the days on which a paper may have come."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from projects.domain.moments import received_in_time
from projects.enums import PaperState
from projects.models import PaperEntry, Project, Submission
from rounds.enums import RoundState
from rounds.models import Round
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def for_papers() -> QuerySet[PaperEntry]:
    """Return entries with what the list and the desk tell of each. One query."""
    return PaperEntry.objects.select_related(
        "project__round__area", "project__organization__area", "project__category", "project__created_by", "asked_by",
        "checked_by", "scan",
    )  # fmt: skip


def waiting_papers(user: Any) -> QuerySet[PaperEntry]:
    """Return the entries that wait to be compared by somebody else than the person who handed them over."""
    return PaperEntry.objects.filter(state=PaperState.CHECKING).exclude(asked_by=user)


def last_day(round_: Round) -> date | None:
    """Return the day on which the call closes, by the calendar of Beijing."""
    return round_.closes_at.astimezone(clock.BEIJING).date() if round_.closes_at is not None else None


def late(round_: Round, now: datetime) -> bool:
    """Tell whether the call has closed: what is entered now needs a reason."""
    return round_.closes_at is not None and now >= round_.closes_at


def arrived_on(project: Project, submission: Submission) -> date:
    """Return the day that counts for a hand-in: for a paper the day it came, not the day it was keyed in. No query."""
    if project.on_paper and project.received_on is not None:
        return project.received_on
    return submission.submitted_at.astimezone(clock.BEIJING).date()


def refuse_day(round_: Round, received_on: date | None, now: datetime) -> None:
    """Raise the refusal that a day of receipt deserves; return where the paper came in time. No query."""
    if round_.state not in RoundState.public() or round_.opens_at is None or round_.closes_at is None:
        raise RuleRefusal("round_not_open")
    if now < round_.opens_at:
        raise RuleRefusal("round_not_open")
    if round_.state not in RoundState.before_review():
        raise RuleRefusal("paper_too_late_to_enter")
    if received_on is None:
        raise RuleRefusal("paper_day_missing")
    if received_on > now.astimezone(clock.BEIJING).date():
        raise RuleRefusal("paper_day_ahead")
    first, last = round_.opens_at.astimezone(clock.BEIJING).date(), last_day(round_)
    if received_on < first:
        raise RuleRefusal("paper_day_early", first=first)
    if not received_in_time(received_on, last):
        raise RuleRefusal("paper_day_late", last=last)


def writers_by_hand(project: Project) -> set[int]:
    """Return the people who typed something that stands in the application. One query."""
    hands = project.sections.values_list("hands", flat=True)
    return {int(hand[0]) for each in hands for hand in each.values()}


def rounds_for_paper() -> QuerySet[Round]:
    """Return the rounds into which an application from paper can still be entered, the newest first."""
    rows = Round.objects.filter(state__in=RoundState.before_review(), opens_at__lte=clock.now())
    return rows.order_by("-year", "-pk")
