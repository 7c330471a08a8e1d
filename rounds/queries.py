"""The read side of rounds: what the pages show, what the report looks at, what is frozen."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Sum

from rounds.domain.calendar_lines import SpecialDay
from rounds.domain.validation import RoundFacts, StageFacts
from rounds.domain.workdays import Calendar, estimate_last
from rounds.enums import RoundState, StageKind
from rounds.models import (
    Category,
    Criterion,
    Envelope,
    FundSource,
    PastOutcome,
    Round,
    RoundUserObjectPermission,
    Stage,
    WorkDay,
    WorkYear,
)
from venture.kernel import clock


def for_public() -> QuerySet[Round]:
    """Return what the list of calls shows. One query."""
    return Round.objects.filter(state__in=RoundState.public())


def for_guide() -> QuerySet[Round]:
    """Return rounds with everything that the guide of a call tells. 11 queries for one round, whatever its size."""
    return Round.objects.select_related("area").prefetch_related(
        "stages",
        "eligibility",
        "documents",
        "budget_rules",
        "tranches",
        "tie_rules",
        "versions",
        Prefetch("categories", Category.objects.prefetch_related("services", "envelopes")),
        Prefetch("criteria", Criterion.objects.filter(parent=None).prefetch_related("children")),
    )


def for_api() -> QuerySet[Round]:
    """Return rounds with what the API tells of one. 7 queries for one round, whatever its size."""
    return Round.objects.select_related("area").prefetch_related(
        "stages",
        "documents",
        "versions",
        Prefetch("categories", Category.objects.prefetch_related("services", "envelopes")),
    )


def for_home() -> Round | None:
    """Return the round that the home page speaks of: the open one, else the newest published. 3 queries."""
    rounds = for_public().annotate(field_count=Count("categories")).prefetch_related("stages")
    return rounds.filter(state=RoundState.OPEN).first() or rounds.first()


def for_staff() -> QuerySet[Round]:
    return Round.objects.select_related("area")


def observed_by(user: Any, *, round_ref: str) -> Exists:
    """Return the condition that read access to the round that the row names is lent to ``user`` today. Never joins."""
    lent = RoundUserObjectPermission.objects.current(clock.today())
    return Exists(lent.filter(user_id=user.pk, content_object=OuterRef(round_ref)))


def observes_some_round(user: Any) -> bool:
    return RoundUserObjectPermission.objects.current(clock.today()).filter(user_id=user.pk).exists()


def observers_of(round_: Round) -> QuerySet[RoundUserObjectPermission]:
    """Return everybody to whom the round was ever lent, the newest first. One query."""
    return RoundUserObjectPermission.objects.filter(content_object=round_).select_related("user", "lent_by", "ended_by")


def outcomes() -> dict[str, Any]:
    """Return the sums of the earlier years, and the years they cover; empty when none is on record. 2 queries."""
    years = list(PastOutcome.objects.order_by("year"))
    if not years:
        return {}
    sums = PastOutcome.objects.aggregate(
        projects=Sum("projects"),
        amount_fen=Sum("amount_fen"),
        served=Sum("served"),
        evaluated=Sum("evaluated"),
        passed=Sum("passed"),
    )
    newest = max(years, key=lambda each: each.as_of)
    return {**sums, "first": years[0].year, "last": years[-1].year, "as_of": newest.as_of, "source": newest.source}


def calendar() -> Calendar:
    """Return the working-day calendar of every loaded year. 2 queries."""
    years = frozenset(WorkYear.objects.values_list("year", flat=True))
    return Calendar(years, dict(WorkDay.objects.values_list("day", "works")))


def special_days(year: WorkYear) -> dict[date, SpecialDay]:
    """Return the days of the year that differ from their weekday. One query."""
    return {day: SpecialDay(works, note) for day, works, note in year.days.values_list("day", "works", "note")}


def takes_applications(round_: Round, now: datetime) -> bool:
    """Tell by the clock, not by the state, whether the round is open; grace is not promised in advance."""
    return (
        round_.state in RoundState.public()
        and round_.opens_at is not None
        and round_.closes_at is not None
        and round_.opens_at <= now < round_.closes_at
    )


def facts_of(round_: Round) -> RoundFacts:
    """Gather what the validation report looks at."""
    leaves = round_.criteria.filter(children=None)
    envelopes = (
        Envelope.objects.filter(category__round=round_).values_list("category__name").annotate(Sum("amount_fen"))
    )
    bare = round_.categories.filter(envelopes=None).values_list("name", flat=True)
    return RoundFacts(
        opens_at=_in_beijing(round_.opens_at),
        closes_at=_in_beijing(round_.closes_at),
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        title=round_.title,
        document_number=round_.document_number,
        enquiry_phone=round_.enquiry_phone,
        supervision_phone=round_.supervision_phone,
        pool_fen=round_.pool_fen,
        cap_fen=round_.project_cap_fen,
        envelopes=tuple((name, amount) for name, amount in envelopes.order_by("category__order")),
        fields_without_envelope=tuple(bare),
        stages=tuple(_stage(each) for each in round_.stages.all()),
        leaves=tuple(leaves.values_list("name", "weight")),
        leaves_without_anchors=tuple(leaves.filter(anchors=[]).values_list("name", flat=True)),
        ties=tuple(round_.tie_rules.values_list("kind", flat=True)),
        tranches=tuple(round_.tranches.values_list("share", flat=True)),
        rules=tuple(round_.budget_rules.values_list("name", "kind", "value")),
        documents=round_.documents.count(),
        persons=dict(round_.persons_per_act),
        notice_days=round_.notice_days,
        years_missing=_years_missing(round_),
    )


def _in_beijing(instant: datetime | None) -> datetime | None:
    """The report compares instants with days, and a day is the one in Beijing."""
    return instant.astimezone(clock.BEIJING) if instant is not None else None


def _stage(each: Stage) -> StageFacts:
    return StageFacts(
        each.name, each.kind, each.starts_on, each.ends_on, each.reviewers, each.drop_extremes, each.scale,
        each.threshold, each.weight,
    )  # fmt: skip


def _years_missing(round_: Round) -> tuple[int, ...]:
    """Return the years that the round's working-day periods reach into and whose calendar is not loaded."""
    known = calendar()
    reached: set[int] = set()
    if round_.closes_at is not None:
        reached.add(round_.closes_at.astimezone(clock.BEIJING).year)
    for stage in round_.stages.all():
        for day in (stage.starts_on, stage.ends_on):
            if day is not None:
                reached.add(day.year)
        if stage.kind == StageKind.DECISION and stage.starts_on is not None:
            reached.add(estimate_last(stage.starts_on, max(round_.notice_days, 1), known).day.year)
    return tuple(sorted(reached - known.years))


def rules_of(round_: Round) -> dict[str, Any]:
    """Return every rule of the round as plain values, in an order that does not depend on when rows were written."""
    fields = (
        "code", "year", "title", "document_number", "sponsor", "operator", "nature", "pool_fen", "project_cap_fen",
        "projects_per_organization", "grace_seconds", "notice_days", "short_form_below_fen", "advanced",
        "persons_per_act",
    )  # fmt: skip
    categories = [
        {
            "slug": each.slug,
            "name": each.name,
            "services": [service.name for service in each.services.all()],
            "envelopes": [
                {"source": envelope.source.slug, "area": envelope.area_id, "amount_fen": envelope.amount_fen}
                for envelope in each.envelopes.select_related("source").order_by("source__slug", "area_id")
            ],
        }
        for each in round_.categories.prefetch_related("services")
    ]
    return {
        "round": {name: getattr(round_, name) for name in fields}
        | {name: _iso(getattr(round_, name)) for name in ("opens_at", "closes_at", "starts_on", "ends_on")},
        "categories": categories,
        "sources": _sources(round_),
        "eligibility": _rows(round_.eligibility, "order", "kind", "text", "value", "automatic", "citation"),
        "documents": _rows(round_.documents, "order", "slug", "name", "required"),
        "budget_rules": _rows(
            round_.budget_rules,
            "order", "name", "kind", "categories", "sources", "base", "value", "blocks", "citation",
        ),
        "stages": [
            {**row, "starts_on": _iso(row["starts_on"]), "ends_on": _iso(row["ends_on"])}
            for row in _rows(
                round_.stages,
                "order", "kind", "name", "starts_on", "ends_on", "blind", "reviewers", "drop_extremes", "scale",
                "threshold", "quota", "weight",
            )
        ],
        "criteria": _rows(
            round_.criteria,
            "parent__name", "order", "name", "hint", "weight", "anchors", "may_not_apply", "needs_reason",
        ),
        "tie_rules": _rows(round_.tie_rules, "order", "kind"),
        "tranches": _rows(round_.tranches, "order", "share", "trigger", "preconditions"),
    }  # fmt: skip


def _sources(round_: Round) -> list[dict[str, Any]]:
    used = FundSource.objects.filter(pk__in=Envelope.objects.filter(category__round=round_).values("source"))
    return [
        {"slug": each.slug, "name": each.name, "bans": [ban.text for ban in each.bans.all()]}
        for each in used.order_by("slug").prefetch_related("bans")
    ]


def _rows(rows: Any, *fields: str) -> list[dict[str, Any]]:
    return list(rows.order_by(*fields).values(*fields))


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
