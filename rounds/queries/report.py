"""Gather what the validation report looks at."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum

from rounds.domain.validation import EvaluationFacts, RoundFacts, StageFacts
from rounds.domain.workdays import Calendar, estimate_last
from rounds.enums import Means, Phase, StageKind
from rounds.models import Criterion, Round, Stage
from rounds.queries.days import calendar
from venture.kernel import clock


def facts_of(round_: Round) -> RoundFacts:
    """Return the facts of the report. 13 queries, whatever the size of the round."""
    leaves = Criterion.objects.filter(round=round_, children=None)  # the page may have fetched the headings only
    stages, known = list(round_.stages.all()), calendar()
    notice_ends = _notice_ends(round_, stages, known)
    spread = list(
        round_.categories.values("name").order_by("order").annotate(
            fen=Sum("envelopes__amount_fen"),
            by_district=Count("envelopes", filter=Q(envelopes__area__parent__isnull=False)),
            for_first=Count("envelopes", filter=Q(envelopes__first_time=True)),
        )
    )  # fmt: skip
    criteria = list(leaves.values_list("name", "weight", "anchors"))
    sections = {each.section: each.short for each in round_.sections.all()}
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
        envelopes=tuple((each["name"], each["fen"]) for each in spread if each["fen"] is not None),
        fields_without_envelope=tuple(each["name"] for each in spread if each["fen"] is None),
        stages=tuple(_stage(each) for each in stages),
        leaves=tuple((name, weight) for name, weight, _anchors in criteria),
        leaves_without_anchors=tuple(name for name, _weight, anchors in criteria if anchors == []),
        ties=tuple(each.kind for each in round_.tie_rules.all()),
        tranches=tuple((each.share, each.trigger) for each in round_.tranches.all()),
        rules=tuple((each.name, each.kind, each.value) for each in round_.budget_rules.all()),
        documents=len(round_.documents.all()),
        persons=dict(round_.persons_per_act),
        notice_days=round_.notice_days,
        notice_ends=notice_ends,
        years_missing=_years_missing(round_, stages, known, notice_ends),
        sections=tuple(sections),
        short_sections=tuple(section for section, short in sections.items() if short),
        short_below_fen=round_.short_form_below_fen,
        evaluations=_evaluations(round_),
        means=frozenset(round_.advanced),
        means_used=_means_used(round_, spread),
        match_caps_fen=(round_.match_cap_fen, round_.unmatched_cap_fen),
    )


def _in_beijing(instant: datetime | None) -> datetime | None:
    """The report compares instants with days, and a day is the one in Beijing."""
    return instant.astimezone(clock.BEIJING) if instant is not None else None


def _stage(each: Stage) -> StageFacts:
    return StageFacts(
        each.name, each.kind, each.starts_on, each.ends_on, each.reviewers, each.drop_extremes, each.scale,
        each.threshold, each.weight,
    )  # fmt: skip


def _evaluations(round_: Round) -> tuple[EvaluationFacts, ...]:
    items = list(round_.evaluation_items.values_list("phase", "points"))
    grades = list(round_.result_grades.values_list("phase", "floor", "passes"))
    return tuple(
        EvaluationFacts(
            phase,
            tuple(points for each, points in items if each == phase),
            tuple((floor, passes) for each, floor, passes in grades if each == phase),
        )
        for phase in Phase.values
    )


def _means_used(round_: Round, spread: list[Any]) -> frozenset[str]:
    """Return the means of which the round has rules, ticked or not."""
    used = {
        Means.DISTRICTS: any(each["by_district"] for each in spread),
        Means.FIRST_TIME: any(each["for_first"] for each in spread),
        Means.DONATIONS: bool(round_.match_share),
        Means.IDEA_AWARDS: round_.idea_awards.exists(),
    }
    return frozenset(str(means) for means, there in used.items() if there)


def _notice_ends(round_: Round, stages: list[Stage], known: Calendar) -> date | None:
    """Return the last day of the public notice that begins with the decision; an estimate where the calendar ends."""
    first = next((each.starts_on for each in stages if each.kind == StageKind.DECISION), None)
    return estimate_last(first, max(round_.notice_days, 1), known).day if first is not None else None


def _years_missing(round_: Round, stages: list[Stage], known: Calendar, notice_ends: date | None) -> tuple[int, ...]:
    """Return the years that the round's working-day periods reach into and whose calendar is not loaded."""
    reached: set[int] = set()
    if round_.closes_at is not None:
        reached.add(round_.closes_at.astimezone(clock.BEIJING).year)
    for stage in stages:
        reached |= {day.year for day in (stage.starts_on, stage.ends_on) if day is not None}
    if notice_ends is not None:
        reached.add(notice_ends.year)
    return tuple(sorted(reached - known.years))
