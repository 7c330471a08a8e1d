"""The validation report: every contradiction in a round's rules, each with the place to mend it. Pure.

``where`` is the step of the set-up; ``values`` are plain numbers and names that the sentence of the code uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from rounds.domain.persons import LEAST

# Without these parts there is nothing to judge, to pay or to hold anybody to.
NEEDED_SECTIONS = ("project", "budget", "commitment")
# Which evaluation must stand behind a payment that waits for it.
EVALUATED_BY = {"midterm_passed": "midterm", "final_passed": "final"}
# The payment's triggers in the order in which they happen.
TRIGGERS = ("signed", "midterm_passed", "final_passed")
# Means that are nothing without rules of their own, and the step where these stand.
MEANS_WITH_RULES = {
    "district_envelopes": "money", "first_time_share": "money", "donations": "money", "idea_awards": "money",
}  # fmt: skip
# Envelopes that nobody would see while they still share in the money.
HIDDEN_MONEY = frozenset({"district_envelopes", "first_time_share"})
HUNDRED_PERCENT = 10_000
FULL_MARKS = 100
EXTREMES_FROM = 5


@dataclass(frozen=True)
class StageFacts:
    name: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    reviewers: int = 0
    drop_extremes: bool = False
    scale: int = 100
    threshold: int | None = None
    weight: int = 0


@dataclass(frozen=True)
class EvaluationFacts:
    """One evaluation: the points of its items, and its grades as (from points, passes)."""

    phase: str
    points: tuple[int, ...] = ()
    grades: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True)
class RoundFacts:
    """Everything the report looks at. Money is fen, shares are basis points."""

    opens_at: datetime | None
    closes_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    title: str
    document_number: str
    enquiry_phone: str
    supervision_phone: str
    pool_fen: int
    cap_fen: int
    envelopes: tuple[tuple[str, int], ...]
    fields_without_envelope: tuple[str, ...]
    stages: tuple[StageFacts, ...]
    leaves: tuple[tuple[str, int], ...]
    leaves_without_anchors: tuple[str, ...]
    ties: tuple[str, ...]
    tranches: tuple[tuple[int, str], ...]
    rules: tuple[tuple[str, str, int], ...]
    documents: int
    persons: dict[str, int] = field(default_factory=dict)
    notice_days: int = 5
    notice_ends: date | None = None
    years_missing: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    short_sections: tuple[str, ...] = ()
    short_below_fen: int = 0
    evaluations: tuple[EvaluationFacts, ...] = ()
    means: frozenset[str] = frozenset()
    means_used: frozenset[str] = frozenset()
    match_caps_fen: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Contradiction:
    code: str
    where: str
    values: dict[str, Any] = field(default_factory=dict)


def report(facts: RoundFacts) -> list[Contradiction]:
    """Return every contradiction, in the order of the set-up's steps; empty when the round may be proposed."""
    return [
        *_dates(facts),
        *_basics(facts),
        *_money(facts),
        *_form(facts),
        *_stages(facts),
        *_rubric(facts),
        *_payment(facts),
        *_evaluation(facts),
        *_persons(facts),
        *_means(facts),
    ]


def _basics(facts: RoundFacts) -> Iterator[Contradiction]:
    for name in ("title", "document_number", "enquiry_phone", "supervision_phone"):
        if not getattr(facts, name).strip():
            yield Contradiction(f"missing_{name}", "basics")
    if facts.documents == 0:
        yield Contradiction("no_documents", "applicants")


def _dates(facts: RoundFacts) -> Iterator[Contradiction]:
    if facts.opens_at is None or facts.closes_at is None:
        yield Contradiction("missing_window", "basics")
    elif facts.closes_at <= facts.opens_at:
        yield Contradiction("closes_before_it_opens", "basics")
    if facts.starts_on is None or facts.ends_on is None:
        yield Contradiction("missing_period", "basics")
    elif facts.ends_on <= facts.starts_on:
        yield Contradiction("period_ends_before_it_starts", "basics")
    if facts.closes_at is not None and facts.starts_on is not None and facts.starts_on <= facts.closes_at.date():
        yield Contradiction("projects_start_before_closing", "basics")
    for year in facts.years_missing:
        yield Contradiction("calendar_year_missing", "basics", {"year": year})


def _money(facts: RoundFacts) -> Iterator[Contradiction]:
    spread = sum(amount for _name, amount in facts.envelopes)
    if facts.pool_fen == 0:
        yield Contradiction("no_pool", "money")
    elif spread > facts.pool_fen:
        yield Contradiction("envelopes_above_pool", "money", {"fen": spread - facts.pool_fen})
    elif spread < facts.pool_fen:
        yield Contradiction("envelopes_below_pool", "money", {"fen": facts.pool_fen - spread})
    for name in facts.fields_without_envelope:
        yield Contradiction("field_without_envelope", "money", {"name": name})
    for name, amount in facts.envelopes:
        if 0 < amount < facts.cap_fen:
            yield Contradiction("cap_above_envelope", "money", {"name": name, "fen": facts.cap_fen - amount})
    if facts.cap_fen == 0:
        yield Contradiction("no_cap", "money")
    least = max((value for _name, kind, value in facts.rules if kind == "min_share"), default=0)
    most = min((value for _name, kind, value in facts.rules if kind == "max_share"), default=HUNDRED_PERCENT)
    if least > HUNDRED_PERCENT or most == 0:
        yield Contradiction("budget_rule_impossible", "budget")
    for name, kind, value in facts.rules:
        if kind == "max_amount" and value > facts.cap_fen > 0:
            yield Contradiction("rule_above_cap", "budget", {"name": name, "fen": value - facts.cap_fen})


def _form(facts: RoundFacts) -> Iterator[Contradiction]:
    for section in NEEDED_SECTIONS:
        if section not in facts.sections:
            yield Contradiction("form_lacks_section", "form", {"section": section})
        elif facts.short_below_fen and section not in facts.short_sections:
            yield Contradiction("short_form_lacks_section", "form", {"section": section})
    if facts.short_below_fen > facts.cap_fen > 0:
        yield Contradiction("short_form_for_everybody", "form", {"fen": facts.short_below_fen - facts.cap_fen})


def _stages(facts: RoundFacts) -> Iterator[Contradiction]:
    if not facts.stages:
        yield Contradiction("no_stages", "review")
    dated = [stage for stage in facts.stages if stage.starts_on and stage.ends_on]
    for before, after in pairwise(dated):
        if before.ends_on and after.starts_on and before.ends_on >= after.starts_on:
            days = (before.ends_on - after.starts_on).days + 1
            yield Contradiction(
                "stage_ends_after_next_starts", "review", {"name": before.name, "next": after.name, "days": days}
            )
    for stage in facts.stages:
        if stage.drop_extremes and stage.reviewers < EXTREMES_FROM:
            yield Contradiction("extremes_need_five", "review", {"name": stage.name, "reviewers": stage.reviewers})
        if stage.threshold is not None and stage.threshold > stage.scale:
            yield Contradiction("threshold_above_scale", "review", {"name": stage.name, "scale": stage.scale})
        if stage.kind in {"review", "panel"} and stage.reviewers == 0:
            yield Contradiction("stage_without_experts", "review", {"name": stage.name})
        if stage.kind == "decision" and stage.ends_on and facts.notice_ends and facts.notice_ends > stage.ends_on:
            days = (facts.notice_ends - stage.ends_on).days
            yield Contradiction("notice_longer_than_stage", "review", {"name": stage.name, "days": days})
    weights = sum(stage.weight for stage in facts.stages)
    if weights not in {0, HUNDRED_PERCENT}:
        yield Contradiction("stage_weights_not_whole", "review", {"percent": weights / 100})
    if not facts.ties or facts.ties[-1] != "lot":
        yield Contradiction("ties_do_not_end_with_lot", "rubric")


def _rubric(facts: RoundFacts) -> Iterator[Contradiction]:
    points = sum(weight for _name, weight in facts.leaves)
    if not facts.leaves:
        yield Contradiction("no_rubric", "rubric")
    elif points != FULL_MARKS:
        yield Contradiction("rubric_not_hundred", "rubric", {"points": points})
    for name, weight in facts.leaves:
        if weight == 0:
            yield Contradiction("criterion_without_weight", "rubric", {"name": name})
    for name in facts.leaves_without_anchors:
        yield Contradiction("criterion_without_anchors", "rubric", {"name": name})


def _payment(facts: RoundFacts) -> Iterator[Contradiction]:
    shares = sum(share for share, _trigger in facts.tranches)
    if not facts.tranches:
        yield Contradiction("no_tranches", "payment")
    elif shares != HUNDRED_PERCENT:
        yield Contradiction("tranches_not_whole", "payment", {"percent": shares / 100})
    order = [TRIGGERS.index(trigger) for _share, trigger in facts.tranches]
    if order != sorted(order):
        yield Contradiction("tranches_out_of_order", "payment")
    if facts.notice_days < 1:
        yield Contradiction("no_notice_period", "payment")


def _evaluation(facts: RoundFacts) -> Iterator[Contradiction]:
    awaited = {EVALUATED_BY[trigger] for _share, trigger in facts.tranches if trigger in EVALUATED_BY}
    for each in facts.evaluations:
        if not each.points:
            if each.phase in awaited:
                yield Contradiction("payment_waits_for_nothing", "evaluation", {"phase": each.phase})
            continue
        if sum(each.points) != FULL_MARKS:
            values = {"phase": each.phase, "points": sum(each.points)}
            yield Contradiction("evaluation_not_hundred", "evaluation", values)
        floors = [floor for floor, _passes in each.grades]
        if 0 not in floors or not any(passes for _floor, passes in each.grades):
            yield Contradiction("grades_do_not_cover", "evaluation", {"phase": each.phase})
        failing = [floor for floor, passes in each.grades if not passes]
        if any(passes and floor < max(failing, default=0) for floor, passes in each.grades):
            yield Contradiction("grades_upside_down", "evaluation", {"phase": each.phase})


def _persons(facts: RoundFacts) -> Iterator[Contradiction]:
    for act, least in LEAST.items():
        if facts.persons.get(act, least) < least:
            yield Contradiction("act_needs_more", "persons", {"act": act, "least": least})


def _asks_for_the_need(facts: RoundFacts) -> bool:
    """Tell whether every applicant, those of the short form too, fills the part that names the need."""
    return "need" in facts.sections and (not facts.short_below_fen or "need" in facts.short_sections)


def _means(facts: RoundFacts) -> Iterator[Contradiction]:
    for means, where in MEANS_WITH_RULES.items():
        if means in facts.means and means not in facts.means_used:
            yield Contradiction("means_without_rules", where, {"means": means})
        if means in HIDDEN_MONEY & facts.means_used - facts.means:
            yield Contradiction("rules_without_means", "persons", {"means": means})
    if "needs_list" in facts.means and not _asks_for_the_need(facts):
        yield Contradiction("list_without_need", "form", {"section": "need"})
    if "donations" in facts.means & facts.means_used:
        for cap in facts.match_caps_fen:
            if cap > facts.cap_fen > 0:
                yield Contradiction("match_above_cap", "money", {"fen": cap - facts.cap_fen})
