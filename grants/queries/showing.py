"""What the city sees beside money and results: stories, milestones, commendations, events, a year looked back upon."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import pgettext

from grants.enums import EvaluationState, GiftState, RefundState, ReportState, StoryState
from grants.models import Commendation, Evaluation, Gift, Grant, PublicEvent, Report, Story
from grants.queries import public
from rounds.enums import Phase
from rounds.models import PastOutcome
from venture.kernel import clock

FIGURES = ("projects", "amount_fen", "served", "evaluated", "passed")


def story_of(grant: Grant) -> Story | None:
    """Return the story once it is published. One query, none where the grant was read together with its ``story``."""
    story: Story | None = getattr(grant, "story", None)
    return story if story is not None and story.state == StoryState.PUBLISHED else None


def commendations_of(grants: Iterable[int]) -> list[Commendation]:
    """Return the commendations that stand, the newest first. One query."""
    rows = Commendation.objects.filter(grant__in=list(grants), withdrawn_at__isnull=True)
    return list(rows.select_related("grant__project", "grant__organization"))


def milestones_of(grant: Grant, reports: Iterable[Report], today: date) -> list[tuple[str, date, bool]]:
    """Return (what, when, reached) along a project's way: its first day, its reports, its last day."""
    found: list[tuple[str, date, bool]] = []
    if grant.starts_on is not None:
        found.append((pgettext("project", "Begins"), grant.starts_on, grant.starts_on <= today))
    for report in reports:
        done = report.state == ReportState.ACCEPTED
        on = report.judged_at.astimezone(clock.BEIJING).date() if done and report.judged_at else report.due_on
        found.append((str(report.get_kind_display()), on, done))
    if grant.ends_on is not None:
        found.append((pgettext("project", "Ends"), grant.ends_on, grant.ends_on < today))
    return sorted(found, key=lambda each: each[1])


def events_of(grant: Grant) -> list[PublicEvent]:
    """Return a project's public events, the newest first. One query."""
    return list(grant.events.filter(shown=True).order_by("-starts_at")[:6])


def events_shown() -> QuerySet[PublicEvent]:
    return PublicEvent.objects.filter(shown=True).select_related("grant__project", "round")


def coming(now: datetime) -> list[PublicEvent]:
    """Return the events that are not over yet, the next first. One query."""
    rows = events_shown().filter(Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=now))
    return list(rows.order_by("starts_at", "pk")[:60])


def past(now: datetime) -> list[PublicEvent]:
    """Return the events that are over, the last first. One query."""
    rows = events_shown().filter(Q(ends_at__lt=now) | Q(ends_at__isnull=True, starts_at__lt=now))
    return list(rows.order_by("-starts_at", "-pk")[:30])


def newest(most: int = 30) -> list[dict[str, Any]]:
    """Return what was published last, for the feed: stories and commendations. Two queries."""
    told = Story.objects.filter(state=StoryState.PUBLISHED, grant__state__in=public.PUBLIC)
    rows: list[dict[str, Any]] = [
        {
            "key": f"story-{each.pk}", "title": each.title, "words": each.text[:300], "grant": each.grant,
            "at": each.published_at,
        }
        for each in told.select_related("grant__project", "grant__organization").order_by("-published_at")[:most]
    ]  # fmt: skip
    kept = Commendation.objects.filter(withdrawn_at__isnull=True, grant__state__in=public.PUBLIC)
    rows += [
        {
            "key": f"commendation-{each.pk}", "title": f"{each.name}：{each.grant.project.title}", "words": each.words,
            "grant": each.grant, "on": each.on,
        }
        for each in kept.select_related("grant__project", "grant__organization")[:most]
    ]  # fmt: skip
    return rows


def years() -> list[dict[str, Any]]:
    """Return each year's figures, the newest first: as published where a year was, counted here otherwise.

    ``counted`` tells which; both mean the same by the page's definitions. Four queries.
    """
    found = {
        row.year: {
            **{name: getattr(row, name) for name in FIGURES}, "year": row.year, "counted": False, "as_of": row.as_of,
            "source": row.source,
        }
        for row in PastOutcome.objects.all()
    }  # fmt: skip
    grants = list(public.funded())
    works = public.works_of(grant.pk for grant in grants)
    judged = dict(
        Evaluation.objects.filter(phase=Phase.FINAL, state=EvaluationState.PUBLISHED).values_list("grant", "passed")
    )
    for grant in grants:
        year = grant.round.year
        if year in found and not found[year]["counted"]:
            continue
        row = found.setdefault(
            year, {"year": year, "counted": True, "as_of": None, "source": "", **dict.fromkeys(FIGURES, 0)}
        )
        row["projects"] += 1
        row["amount_fen"] += grant.amount_fen
        row["served"] += works.get(grant.pk, public.NO_WORK)["people"]
        row["evaluated"] += grant.pk in judged
        row["passed"] += bool(judged.get(grant.pk))
    return [found[year] for year in sorted(found, reverse=True)]


def donated_in(year: int) -> int:
    """Return the donations that a year's rounds hold: confirmed and not sent back, money and goods, in fen."""
    rows = Gift.objects.filter(donation__round__year=year, state=GiftState.STANDING)
    kept = rows.exclude(refunds__state=RefundState.PAID)
    return int(kept.aggregate(fen=Sum("amount_fen", default=0))["fen"])


def fields_of_year(year: int) -> list[tuple[str, int, int]]:
    """Return (field, projects, award in fen) of a year's projects, the most money first. One query."""
    sums: dict[str, list[int]] = {}
    for grant in public.funded().filter(round__year=year):
        held = sums.setdefault(str(grant.project.category or "—"), [0, 0])
        held[0] += 1
        held[1] += grant.amount_fen
    return sorted(((name, count, fen) for name, (count, fen) in sums.items()), key=lambda row: (-row[2], row[0]))


def best_of_year(year: int) -> list[Commendation]:
    """Return the commendations of a year's projects. One query."""
    rows = Commendation.objects.filter(grant__round__year=year, withdrawn_at__isnull=True)
    return list(rows.filter(grant__state__in=public.PUBLIC).select_related("grant__project", "grant__organization"))


def stories_of_year(year: int) -> list[Story]:
    """Return the published stories of a year's projects, the newest first. One query."""
    rows = Story.objects.filter(grant__round__year=year, state=StoryState.PUBLISHED, grant__state__in=public.PUBLIC)
    return list(rows.select_related("grant__project", "grant__organization").order_by("-published_at")[:12])
