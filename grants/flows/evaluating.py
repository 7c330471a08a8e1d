"""One evaluation from its opening to a confirmed grade: an evaluator judges, a second person confirms."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from accounts.models import User
from grants.domain.evaluation import line_of
from grants.domain.lifecycle import EVALUATION_LIFE
from grants.enums import AssessmentKind, EvaluationState, GrantState
from grants.flows.holding import holding
from grants.models import Assessment, Evaluation, Grant
from grants.queries.contesting import times_contested
from grants.queries.evaluating import extras_of, items_of, marks_of, result_of, standing
from venture.audit.flows import record, step
from venture.files.models import StoredFile
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

OPEN_IN = (GrantState.AGREED, GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING)
# A failed evaluation is looked at once more after mending, and no oftener (``domain.md`` section 8).
MOST_VERSIONS = 2


def open_evaluation(*, grant_id: int, phase: str, actor: User) -> Evaluation:
    """Begin a grant's evaluation of a phase.

    Raise ``RuleRefusal``: ``evaluation_grant_not_under_way``; ``evaluation_has_no_items`` where the round judges
    nothing in that phase; ``evaluation_open_already``; ``own_organization``.
    """
    with holding(grant_id, actor=actor) as grant:
        _refuse_outside(grant)
        if standing(grant.pk, phase) is not None:
            raise RuleRefusal("evaluation_open_already")
        return begin_version(grant, phase, version=1, actor=actor)


def evaluate_again(*, evaluation_id: int, reason: str, actor: User) -> Evaluation:
    """Open a failed evaluation once more after mending; the earlier one stays, replaced.

    Raise ``RuleRefusal``: ``evaluation_passed_already``, ``evaluation_again_only_once``, ``evaluation_reason_missing``,
    ``evaluation_illegal_move``.
    """
    with _held(evaluation_id, actor) as evaluation:
        EVALUATION_LIFE.target_of("replace", evaluation.state)
        if evaluation.passed:
            raise RuleRefusal("evaluation_passed_already")
        if evaluation.version - times_contested(evaluation) >= MOST_VERSIONS:
            raise RuleRefusal("evaluation_again_only_once")
        stated = _stated(reason)
        _refuse_outside(evaluation.grant)
        step(evaluation, EVALUATION_LIFE, "replace", noun="evaluation", actor=actor, facts={"reason": stated})
        return begin_version(evaluation.grant, evaluation.phase, version=evaluation.version + 1, actor=actor)


def save_marks(
    *, evaluation_id: int, marks: Mapping[str, Mapping[str, int]], extras: Sequence[Mapping[str, Any]], opinion: str,
    actor: User,
) -> Evaluation:  # fmt: skip
    """Keep what an evaluator gives so far; whoever saves is the evaluator.

    ``marks`` by item: ``given`` in hundredths of points, or ``reached`` and ``target``. Raise ``RuleRefusal``:
    ``evaluation_illegal_move`` once it was proposed; ``evaluation_mark_unknown`` for an item of another round;
    ``evaluation_mark_outside`` (``item``, ``points``); ``evaluation_extra_reason`` for one without a reason.
    """
    with _held(evaluation_id, actor) as evaluation:
        EVALUATION_LIFE.target_of("propose", evaluation.state)
        kept = {key: dict(values) for key, values in marks.items()}
        _refuse_marks(evaluation, kept)
        if any(not str(extra["reason"]).strip() for extra in extras):
            raise RuleRefusal("evaluation_extra_reason")
        before = evaluation.marks
        evaluation.marks, evaluation.bonus = kept, [dict(extra) for extra in extras]
        evaluation.opinion, evaluation.evaluator = opinion.strip(), actor
        evaluation.save(update_fields=["marks", "bonus", "opinion", "evaluator"])
        record(actor=actor, verb="evaluation.save", subject=evaluation, before=before, after=kept)
        return evaluation


def propose_evaluation(*, evaluation_id: int, actor: User) -> Evaluation:
    """Hand an evaluation over to the second person, with its total and grade.

    Raise ``RuleRefusal``: ``evaluation_illegal_move``; ``evaluation_incomplete`` (``items``) while points are missing;
    ``evaluation_opinion_missing``; ``evaluation_no_grade`` where the round has no grade that low.
    """
    with _held(evaluation_id, actor) as evaluation:
        EVALUATION_LIFE.target_of("propose", evaluation.state)
        result = result_of(evaluation)
        if result.missing:
            names = {line.item.key: line.item.name for line in result.lines}
            raise RuleRefusal("evaluation_incomplete", items="、".join(names[key] for key in result.missing))
        if not evaluation.opinion:
            raise RuleRefusal("evaluation_opinion_missing")
        if result.grade is None:
            raise RuleRefusal("evaluation_no_grade")
        step(
            evaluation, EVALUATION_LIFE, "propose", noun="evaluation", actor=actor,
            facts={"total": result.total, "grade": result.grade.name}, total=result.total, grade=result.grade.name,
            passed=result.grade.passes, proposed_at=clock.now(), evaluator=actor,
        )  # fmt: skip
        return evaluation


def return_evaluation(*, evaluation_id: int, reason: str, actor: User) -> Evaluation:
    """Give a proposed evaluation back to its evaluator, with the reason."""
    with _held(evaluation_id, actor) as evaluation:
        EVALUATION_LIFE.target_of("return", evaluation.state)
        step(
            evaluation, EVALUATION_LIFE, "return", noun="evaluation", actor=actor, facts={"reason": _stated(reason)},
            total=None, grade="", passed=None, proposed_at=None,
        )  # fmt: skip
        return evaluation


def confirm_evaluation(*, evaluation_id: int, actor: User) -> Evaluation:
    """Confirm total and grade, and freeze them by a hash; tranches that waited for a pass may be asked for.

    Raise ``RuleRefusal``: ``evaluation_illegal_move``; ``same_person`` for the evaluator, superusers included.
    """
    with _held(evaluation_id, actor) as evaluation:
        EVALUATION_LIFE.target_of("confirm", evaluation.state)
        if evaluation.evaluator_id == actor.pk:
            raise RuleRefusal("same_person")
        step(
            evaluation, EVALUATION_LIFE, "confirm", noun="evaluation", actor=actor,
            facts={"total": evaluation.total, "grade": evaluation.grade}, confirmed_by=actor, confirmed_at=clock.now(),
            sha256=sha256_of(evaluation),
        )  # fmt: skip
        return evaluation


def give_part(
    *, evaluation_id: int, kind: str, content: Mapping[str, Any], words: str, actor: User,
    file: StoredFile | None = None,
) -> Assessment:  # fmt: skip
    """Write one part: the organisation's own evaluation, the visit or the finance check. Written again, it is replaced.

    Raise ``RuleRefusal``: ``evaluation_illegal_move`` once the evaluation was proposed; ``own_organization`` for the
    funder's parts; ``evaluation_words_missing``.
    """
    grant_id = Evaluation.objects.values_list("grant_id", flat=True).get(pk=evaluation_id)
    with holding(grant_id, actor=None if kind == AssessmentKind.SELF else actor):
        evaluation = Evaluation.objects.select_for_update().get(pk=evaluation_id)
        EVALUATION_LIFE.target_of("propose", evaluation.state)
        if not words.strip():
            raise RuleRefusal("evaluation_words_missing")
        part, _made = Assessment.objects.update_or_create(
            evaluation=evaluation, kind=kind,
            defaults={
                "content": dict(content), "words": words.strip(), "file": file, "by": actor, "at": clock.now()
            },
        )  # fmt: skip
        record(actor=actor, verb="evaluation.give_part", subject=evaluation, part=kind)
        return part


def sha256_of(evaluation: Evaluation) -> str:
    """Return the hash of what is confirmed: items with their bands, grades, points, extras, total and opinion."""
    result = result_of(evaluation)
    frozen = {
        "grant": evaluation.grant.project.code, "phase": evaluation.phase, "version": evaluation.version,
        "lines": [
            [line.item.key, line.item.name, line.item.points, line.hundredths, line.percent] for line in result.lines
        ],
        "extras": [[extra.hundredths, extra.reason] for extra in extras_of(evaluation.bonus)],
        "total": evaluation.total, "grade": evaluation.grade, "opinion": evaluation.opinion,
    }  # fmt: skip
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def begin_version(grant: Grant, phase: str, *, version: int, actor: User) -> Evaluation:
    """Begin a version of an evaluation; the caller holds the grant. Raise ``evaluation_has_no_items``."""
    if not items_of(grant.round_id, phase):
        raise RuleRefusal("evaluation_has_no_items")
    evaluation = Evaluation.objects.create(grant=grant, phase=phase, version=version, opened_at=clock.now())
    record(
        actor=actor, verb="evaluation.open", subject=evaluation, after=EvaluationState.OPEN,
        application=grant.project.code, phase=phase, version=version,
    )  # fmt: skip
    return evaluation


def _refuse_outside(grant: Grant) -> None:
    if grant.state not in OPEN_IN:
        raise RuleRefusal("evaluation_grant_not_under_way")


def _refuse_marks(evaluation: Evaluation, kept: dict[str, dict[str, int]]) -> None:
    items = {item.key: item for item in items_of(evaluation.grant.round_id, evaluation.phase)}
    for key, mark in marks_of(kept).items():
        if key not in items:
            raise RuleRefusal("evaluation_mark_unknown")
        try:
            line_of(items[key], mark)
        except ValueError:
            raise RuleRefusal("evaluation_mark_outside", item=items[key].name, points=items[key].points) from None


def _stated(reason: str) -> str:
    if not reason.strip():
        raise RuleRefusal("evaluation_reason_missing")
    return reason.strip()


@contextmanager
def _held(evaluation_id: int, actor: User) -> Iterator[Evaluation]:
    """Hold an evaluation under its grant. Raise ``own_organization`` for somebody who belongs to the organisation."""
    grant_id = Evaluation.objects.values_list("grant_id", flat=True).get(pk=evaluation_id)
    with holding(grant_id, actor=actor) as grant:
        evaluation = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation_id)
        evaluation.grant = grant
        yield evaluation
