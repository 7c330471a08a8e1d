"""What a ranking is computed from, and what its page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from organizations.enums import Grade
from projects.enums import ProjectState
from projects.models import Project
from reviews.domain.ranking import Entrant, Inputs, RankingRules, Row, Sheet, StageRule
from reviews.domain.ranking.components import EXPERTS
from reviews.domain.ranking.facts import COUNTS, OPEN, RECUSED
from reviews.domain.scoring import FULL_MARKS, Criterion, Rubric
from reviews.enums import AssignmentState, ConflictState, RankingState, SheetState
from reviews.models import Assignment, Award, Conflict, ScoreSheet
from reviews.models import Ranking as Kept
from reviews.queries.components import Counted, counted_in
from rounds.enums import Means, StageKind, Tie
from rounds.models import Round, Stage
from venture.kernel import clock

SCORED: Final = (StageKind.REVIEW, StageKind.PANEL)
# The branch of the rubric that a tie rule looks at is the first one whose name says so.
NAMED: Final = {Tie.NEED_SCORE: "需求", Tie.FEASIBILITY_SCORE: "可行"}
APART: Final = 20
# Nothing given to a project of which nothing is known.
NOTHING: Final = (0, 1)
A, HALF = "A", 2


def scored_stages(round_: Round) -> list[Stage]:
    """Return the stages in which experts give marks, in their order. One query."""
    return list(round_.stages.filter(kind__in=SCORED).order_by("order"))


def stages_of(round_: Round, stage_id: int | None) -> list[Stage]:
    """Return what makes a ranking: one stage, or for the result the last; all of them where the round joins them."""
    stages = scored_stages(round_)
    if stage_id is not None:
        return [each for each in stages if each.pk == stage_id]
    return [each for each in stages if each.weight] if Means.COMPOSITE in round_.advanced else stages[-1:]


def rules_of(round_: Round, stages: Sequence[Stage], *, apart: int) -> RankingRules:
    """Return the round's rules for these stages. ``apart`` is points of 100. Two queries."""
    criteria = list(round_.criteria.order_by("order", "pk"))
    measures = {str(kind): _branch(criteria, word) for kind, word in NAMED.items()}
    measures = {kind: key for kind, key in measures.items() if key}
    kinds = [str(rule.kind) for rule in round_.tie_rules.order_by("order")]
    ties = [kind for kind in kinds if kind != Tie.LOT and (kind not in NAMED or kind in measures)]
    return RankingRules(
        Rubric(tuple(_criterion(each) for each in _from_the_top(criteria))),
        tuple(_stage_rule(each, apart, alone=len(stages) == 1) for each in stages),
        (*ties, str(Tie.LOT)),
        {kind: key for kind, key in measures.items() if kind in ties},
    )


def _from_the_top(criteria: Sequence[Any]) -> list[Any]:
    """Return the branches from the top down, then the leaves, so that the frozen rules can be read back."""
    above = {each.pk: each.parent_id for each in criteria}
    branches = set(above.values())

    def depth(key: int | None) -> int:
        return 0 if key is None else 1 + depth(above[key])

    return sorted(criteria, key=lambda each: depth(each.pk) if each.pk in branches else len(above) + 1)


def _branch(criteria: Sequence[Any], word: str) -> str:
    named = sorted((each for each in criteria if word in each.name), key=lambda each: each.parent_id is not None)
    return str(named[0].pk) if named else ""


def _criterion(row: Any) -> Criterion:
    return Criterion(str(row.pk), row.name, row.weight, str(row.parent_id or ""), row.may_not_apply, row.needs_reason)


def least_sheets(stage: Stage) -> int:
    """More than half of the experts that the round asks for make a mean: one recusal does not put a project out."""
    return stage.reviewers // HALF + 1 if stage.reviewers else 1


def _stage_rule(stage: Stage, apart: int, *, alone: bool) -> StageRule:
    return StageRule(
        str(stage.pk), 10_000 if alone else stage.weight, stage.scale, stage.drop_extremes, stage.threshold,
        least_sheets(stage), apart * stage.scale // FULL_MARKS,
    )  # fmt: skip


def inputs_of(
    round_: Round, stages: Sequence[Stage], *, apart: int = APART, tickets: dict[str, str] | None = None,
    counted: Sequence[Counted] = (),
) -> Inputs:  # fmt: skip
    """Return everything that the ranking depends on, as it stands. 7 queries, whatever the number of sheets.

    ``counted`` is what makes the result beside the marks: read once when it is computed, never again after that.
    """
    projects = list(
        Project.objects.filter(round=round_, state=ProjectState.ACCEPTED)
        .select_related("organization")
        .annotate(funded=Exists(Award.objects.filter(
            project__organization=OuterRef("organization"), state="confirmed"
        ).exclude(project__round=round_)))
    )  # fmt: skip
    codes, lots = {each.pk: each.code for each in projects}, tickets or {}
    day = round_.closes_at.astimezone(clock.BEIJING).date() if round_.closes_at else clock.today()
    rules = rules_of(round_, stages, apart=apart)
    return Inputs(
        replace(rules, components=tuple(each.component for each in counted)),
        tuple(
            Entrant(
                each.code, _grade(each.organization, day), not each.funded, lots.get(each.code, ""),
                {one.component.key: one.shares.get(each.code, NOTHING) for one in counted},
            )
            for each in projects
        ),
        tuple(_sheets(codes, stages)),
    )  # fmt: skip


def _grade(organization: Any, day: Any) -> int:
    """Return the A's that held on the day on which the call closed, 0 for none."""
    until = organization.grade_valid_until
    if not organization.grade or (until is not None and until < day):
        return 0
    return int(Grade(organization.grade).value.removesuffix(A))


def _sheets(codes: dict[int, str], stages: Sequence[Stage]) -> Iterator[Sheet]:
    """Yield one sheet for each assignment that was not taken back. A standing conflict counts as a recusal."""
    scales = {each.pk: each.scale for each in stages}
    conflicted = Conflict.objects.filter(
        project=OuterRef("project"), expert=OuterRef("appointment__expert"), state=ConflictState.STANDING
    )
    rows = Assignment.objects.filter(stage__in=scales, project__in=codes).exclude(state=AssignmentState.RELEASED)
    given = rows.annotate(conflicted=Exists(conflicted)).values_list(
        "pk", "project_id", "stage_id", "appointment_id", "state", "conflicted"
    )
    sealed = {
        key: (marks, total)
        for key, marks, total in ScoreSheet.objects.filter(
            state=SheetState.SEALED, assignment__stage__in=scales
        ).values_list("assignment_id", "marks", "total")
    }
    for key, project, stage, appointment, state, barred in given:
        marks, total = sealed.get(key, (None, None))
        out = barred or state == AssignmentState.RECUSED
        told = RECUSED if out else OPEN if marks is None else COUNTS
        yield Sheet(
            codes[project], str(stage), alias(appointment), told,
            {leaf: row.get("level") for leaf, row in marks.items()} if marks else None,
            None if marks or total is None else total * scales[stage] / FULL_MARKS,
        )  # fmt: skip


def alias(appointment_id: int) -> str:
    """Return the name of an expert in what is published: a number that tells nobody who it is."""
    return f"E{appointment_id:05d}"


def missing(round_: Round, stages: Sequence[Stage]) -> QuerySet[Assignment]:
    """Return the assignments whose sheet is not handed in, with expert and project. One query."""
    return (
        Assignment.objects.filter(
            stage__in=stages, state__in=AssignmentState.counting, project__state=ProjectState.ACCEPTED
        )
        .filter(~Exists(ScoreSheet.objects.filter(assignment=OuterRef("pk"), state=SheetState.SEALED)))
        .select_related("project", "appointment__expert", "stage")
        .order_by("appointment__expert__name", "project__code")
    )


def current(round_: Round, stage_id: int | None) -> Kept | None:
    """Return the ranking that stands for a stage, or for the result. One query."""
    rows = Kept.objects.filter(round=round_, stage=stage_id).exclude(state=RankingState.REPLACED)
    people = rows.select_related("computed_by", "locked_by", "lot", "stage", "round")
    return people.defer("inputs").order_by("-version").first()


def for_staff() -> QuerySet[Kept]:
    return Kept.objects.select_related("round", "stage", "computed_by", "locked_by")


def rows_of(ranking: Kept) -> QuerySet[Any]:
    """Return the rows in their order with project, organisation and category. One query."""
    return ranking.rows.select_related("project__organization", "project__category")


class TableRow(NamedTuple):
    """A row of a ranking as its page draws it."""

    key: int
    code: str
    title: str
    grant_fen: int
    category: int | None
    rank: int | None
    mean: Decimal | None
    totals: list[str]
    dropped: list[int]
    lowest: Decimal | None
    highest: Decimal | None
    disputed: bool
    why: str
    tie: list[str]
    parts: dict[str, str] | None


def for_table(ranking: Kept) -> list[TableRow]:
    """Return the rows in their order, as values: a thousand of them are no burden. One query."""
    return [
        TableRow(*each)
        for each in ranking.rows.values_list(
            "project_id", "project__code", "project__title", "project__grant_fen", "project__category_id", "rank",
            "mean", "totals", "dropped", "lowest", "highest", "disputed", "why", "tie", "parts",
        )
    ]  # fmt: skip


def why_of(row: Row) -> str:
    """Return why a row has no rank, in the code that the table keeps: tied rows wait for the lot."""
    return row.why or ("lot_missing" if row.tied else "")


def components_of(rows: Sequence[Any]) -> list[str]:
    """Return what makes the result beside the experts' mean, in the order of its columns; nothing without any."""
    parts: dict[str, str] = next((each.parts for each in rows if each.parts), {})
    return sorted(set(parts) - {EXPERTS})


def parts_of(row: Row) -> dict[str, str] | None:
    """Return the experts' mean and the points beside it as the table keeps them; ``None`` without any."""
    if row.experts is None:
        return None
    return {EXPERTS: str(row.experts), **{key: str(points) for key, points in row.points.items()}}


def totals_of(row: Row, scales: dict[str, int]) -> tuple[list[str], list[int]]:
    """Return all totals of a row, brought to 100, stage after stage, and the places of those that were dropped."""
    totals: list[str] = []
    dropped: list[int] = []
    for stage in row.stages:
        out = set(stage.dropped)
        for expert, total in stage.totals:
            if expert in out:
                dropped.append(len(totals))
            totals.append(f"{total * FULL_MARKS / scales[stage.stage]:.2f}")
    return totals, dropped


def result_counts(round_: Round, stage_id: int | None) -> tuple[Counted, ...]:
    """Return what makes a ranking beside the marks: of the result alone, a stage is the experts'."""
    return counted_in(round_) if stage_id is None else ()
