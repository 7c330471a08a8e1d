"""Reminding those who have a draft, before it closes: once per moment, each by the time that holds for the draft."""

from datetime import datetime, timedelta

from django.db.models import F, Q, Sum

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.queries.own import has_consented
from organizations.queries import writers_of
from projects.domain.moments import moments
from projects.enums import ExtensionState, PaperState, ProjectState
from projects.flows.applications.telling import tell_them
from projects.flows.applications.window import closes_at
from projects.models import PaperEntry, Project
from rounds.enums import RoundState
from rounds.models import Round
from venture.jobs.flows import defer
from venture.jobs.registry import Run
from venture.kernel import clock

REMIND = "applications.remind"
REMIND_ONE = "applications.remind_one"
AHEAD = timedelta(days=2)
# What the staff enter from paper came in time: its applicant has nothing left to do.
ENTERED, ENTERED_NOW = Q(paper_entry__state__in=PaperState.open), Q(state__in=PaperState.open)


def plan_reminders() -> int:
    """Put down the reminders of the next two days for every round that takes applications; return how many.

    Planned every day, twice as far as needed: a moment has one job however often it is planned. A round whose end was
    moved gets jobs for the new end; those of the old one find out and stay silent.
    """
    now, planned = clock.now(), 0
    running = Round.objects.filter(state__in=[RoundState.PUBLISHED, RoundState.OPEN], closes_at__gt=now)
    for round_ in running.order_by("pk"):
        if round_.closes_at is None:
            continue
        for moment, at in moments(round_.closes_at, after=now, until=now + AHEAD):
            closes = round_.closes_at.isoformat()
            defer(REMIND, f"{round_.pk}:{moment}:{closes}", run_at=at, round_id=round_.pk, moment=moment, closes=closes)
            planned += 1
    return planned


def remind_later(project: Project, until: datetime, now: datetime) -> None:
    """Put down the reminders of one application that has a time of its own."""
    for moment, at in moments(until, after=now):
        closes = until.isoformat()
        defer(
            REMIND_ONE, f"{project.pk}:{moment}:{closes}", run_at=at, project_id=project.pk, moment=moment,
            closes=closes,
        )  # fmt: skip


def remind_round(run: Run, *, round_id: int, moment: str, closes: str) -> None:
    """Remind everybody with a draft in the round, one application per step; silent when the end was moved."""
    ends = datetime.fromisoformat(closes)
    round_ = Round.objects.get(pk=round_id)
    if round_.closes_at != ends or clock.now() >= ends:
        return
    later = {"extensions__state": ExtensionState.GRANTED, "extensions__until__gt": ends}
    drafts = Project.objects.filter(round=round_, state=ProjectState.DRAFT).exclude(ENTERED)
    rows = list(drafts.exclude(pk__in=drafts.filter(**later).values("pk")).order_by("pk").values_list("pk", flat=True))
    # From the first one again after a crash: the list may have changed, and nobody is told twice.
    for done, project_id in enumerate(rows, start=1):
        with run.step():
            remind(project_id=project_id, moment=moment, ends=ends)
            run.progress(done, len(rows))


def remind_one(*, project_id: int, moment: str, closes: str) -> None:
    """Remind the people of one application with a time of its own; silent when that time is no longer its end."""
    ends = datetime.fromisoformat(closes)
    project = Project.objects.select_related("round").get(pk=project_id)
    if closes_at(project) == ends and clock.now() < ends:
        remind(project_id=project_id, moment=moment, ends=ends)


def remind(*, project_id: int, moment: str, ends: datetime) -> int:
    """Tell who writes for a draft when it closes and what is left to do. Return how many people."""
    project = Project.objects.select_related("round", "organization").get(pk=project_id)
    if project.state != ProjectState.DRAFT or PaperEntry.objects.filter(ENTERED_NOW, project=project).exists():
        return 0
    people = list(writers_of(project.organization).distinct())
    asked = project.sections.filter(section__in=project.round.sections.values("section"))
    left = asked.aggregate(left=Sum(F("gaps") + F("mistakes")))["left"] or 0
    facts = {"closes": ends.isoformat(), "left": left, "stands": project.submitted_at is not None}
    for person in people:
        tell_them(
            [person], _event_for(person, moment), f"{project.pk}:{moment}:{ends.isoformat()}", project,
            page="overview", **facts,
        )  # fmt: skip
    return len(people)


def _event_for(person: User, moment: str) -> str:
    """Mail and texts are for those who agreed to reminders; the inbox holds them for all."""
    if not has_consented(person, ConsentPurpose.REMINDERS):
        return "application_closes_inbox"
    return "application_closes_tomorrow" if moment == "day" else "application_closes"
