"""Gather what the validation report looks at."""

from datetime import date, datetime

from django.db.models import QuerySet, Sum

from rounds.domain.validation import EvaluationFacts, RoundFacts, StageFacts
from rounds.domain.workdays import Calendar, estimate_last
from rounds.enums import Means, Phase, StageKind
from rounds.models import Criterion, Envelope, Round, Stage
from rounds.queries.days import calendar
from venture.kernel import clock


def facts_of(round_: Round) -> RoundFacts:
    """Return the facts of the report. 16 queries, whatever the size of the round."""
    leaves = Criterion.objects.filter(round=round_, children=None)  # the page may have fetched the headings only
    stages, known = list(round_.stages.all()), calendar()
    notice_ends = _notice_ends(round_, stages, known)
    envelopes = Envelope.objects.filter(category__round=round_)
    spread = envelopes.values_list("category__name").annotate(Sum("amount_fen")).order_by("category__order")
    bare = round_.categories.filter(envelopes=None).values_list("name", flat=True)
    sections = dict(round_.sections.values_list("section", "short"))
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
        envelopes=tuple((name, amount) for name, amount in spread),
        fields_without_envelope=tuple(bare),
        stages=tuple(_stage(each) for each in stages),
        leaves=tuple(leaves.values_list("name", "weight")),
        leaves_without_anchors=tuple(leaves.filter(anchors=[]).values_list("name", flat=True)),
        ties=tuple(round_.tie_rules.values_list("kind", flat=True)),
        tranches=tuple(round_.tranches.values_list("share", "trigger")),
        rules=tuple(round_.budget_rules.values_list("name", "kind", "value")),
        documents=round_.documents.count(),
        persons=dict(round_.persons_per_act),
        notice_days=round_.notice_days,
        notice_ends=notice_ends,
        years_missing=_years_missing(round_, stages, known, notice_ends),
        sections=tuple(sections),
        short_sections=tuple(section for section, short in sections.items() if short),
        short_below_fen=round_.short_form_below_fen,
        evaluations=tuple(_evaluation(round_, phase) for phase in Phase.values),
        means=frozenset(round_.advanced),
        means_used=_means_used(round_, envelopes),
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


def _evaluation(round_: Round, phase: str) -> EvaluationFacts:
    items = round_.evaluation_items.filter(phase=phase).values_list("points", flat=True)
    grades = round_.result_grades.filter(phase=phase).values_list("floor", "passes")
    return EvaluationFacts(phase, tuple(items), tuple(grades))


def _means_used(round_: Round, envelopes: QuerySet[Envelope]) -> frozenset[str]:
    """Return the means of which the round has rules, ticked or not."""
    used = {
        Means.DISTRICTS: envelopes.filter(area__parent__isnull=False).exists(),
        Means.FIRST_TIME: envelopes.filter(first_time=True).exists(),
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
