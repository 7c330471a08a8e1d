"""What an evaluation is judged by, and how it stands. Points are hundredths unless an item's own are meant."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Avg, Count, QuerySet

from grants.domain.evaluation import Band, Extra, Grade, Item, Mark, Result, evaluate
from grants.enums import EvaluationState
from grants.models import Evaluation, SatisfactionVoice
from rounds.models import EvaluationItem, ResultGrade


def items_of(round_id: int, phase: str) -> list[Item]:
    """Return the items of a round's evaluation in their order."""
    return [
        Item(
            str(row.pk), row.dimension, row.name, row.points, row.scoring,
            tuple(Band(int(band["from"]), int(band["points"])) for band in row.bands),
        )
        for row in EvaluationItem.objects.filter(round_id=round_id, phase=phase)
    ]  # fmt: skip


def grades_of(round_id: int, phase: str) -> list[Grade]:
    return [
        Grade(row.name, row.floor, row.passes, row.consequence)
        for row in ResultGrade.objects.filter(round_id=round_id, phase=phase)
    ]


def marks_of(kept: dict[str, Any]) -> dict[str, Mark]:
    """Return marks as they were kept: ``{"<item>": {"given": …}}`` or ``{"reached": …, "target": …}``."""
    return {key: Mark(**values) for key, values in kept.items()}


def extras_of(kept: Iterable[dict[str, Any]]) -> list[Extra]:
    return [Extra(int(row["hundredths"]), str(row["reason"])) for row in kept]


def result_of(evaluation: Evaluation, items: list[Item] | None = None, grades: list[Grade] | None = None) -> Result:
    """Reckon an evaluation by its round's rules. Pages of many pass the round's items and grades in."""
    round_id = evaluation.grant.round_id
    return evaluate(
        items_of(round_id, evaluation.phase) if items is None else items,
        grades_of(round_id, evaluation.phase) if grades is None else grades,
        marks_of(evaluation.marks),
        extras_of(evaluation.bonus),
    )


def standing(grant_id: int, phase: str) -> Evaluation | None:
    """Return the evaluation that counts: the one that no other replaced."""
    return Evaluation.objects.filter(grant_id=grant_id, phase=phase).exclude(state=EvaluationState.REPLACED).first()


def passed_phases(grant_ids: Iterable[int]) -> set[tuple[int, str]]:
    """Return (grant, phase) of every evaluation that was confirmed and passed: what tranches wait for."""
    return set(
        Evaluation.objects.filter(
            grant_id__in=grant_ids, passed=True, state__in=(EvaluationState.CONFIRMED, EvaluationState.PUBLISHED)
        ).values_list("grant_id", "phase")
    )


def unpublished(round_id: int, phase: str) -> QuerySet[Evaluation]:
    """Return the confirmed evaluations of a round that no notice has named yet, by project code."""
    return (
        Evaluation.objects.filter(grant__round_id=round_id, phase=phase, state=EvaluationState.CONFIRMED)
        .select_related("grant__project__category", "grant__organization")
        .order_by("grant__project__code")
    )


def satisfaction_of(evaluation_id: int) -> tuple[int, int, int | None]:
    """Return how many were asked, how many answered, and the mean in hundredths of a star (none without answers)."""
    found = SatisfactionVoice.objects.filter(evaluation_id=evaluation_id).aggregate(
        asked=Count("pk"), given=Count("stars"), mean=Avg("stars")
    )
    mean = found["mean"]
    return found["asked"], found["given"], None if mean is None else round(float(mean) * 100)
