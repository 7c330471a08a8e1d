"""An evaluation: opened, judged, proposed by one, confirmed by another; failed ones once more."""

from collections.abc import Callable
from typing import Any

import pytest

from grants.flows.evaluating import (
    confirm_evaluation,
    evaluate_again,
    give_part,
    open_evaluation,
    propose_evaluation,
    return_evaluation,
    save_marks,
    sha256_of,
)
from grants.models import Assessment, Evaluation
from grants.queries.evaluating import items_of, passed_phases, result_of
from tests.grants.closing.cases import LATER, confirmed, judged, make_case
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], Any]) -> str:
    """Return the code of the refusal; nothing of an evaluation and nothing in the log has moved."""
    before = list(Evaluation.objects.values()), AuditEntry.objects.count()
    with pytest.raises(RuleRefusal) as refusal, clock.at(LATER):
        act()
    assert (list(Evaluation.objects.values()), AuditEntry.objects.count()) == before
    return refusal.value.code


def test_an_evaluation_from_its_opening_to_a_confirmed_grade() -> None:
    case = make_case()
    evaluation = confirmed(case, share=90)
    evaluation.refresh_from_db()

    assert (evaluation.state, evaluation.total, evaluation.passed) == ("confirmed", result_of(evaluation).total, True)
    assert (evaluation.evaluator, evaluation.confirmed_by) == (case.evaluator, case.head)
    assert evaluation.sha256 == sha256_of(evaluation)
    assert passed_phases([case.grant.pk]) == {(case.grant.pk, "final")}
    acts = AuditEntry.objects.filter(verb__startswith="evaluation.").order_by("seq").values_list("verb", flat=True)
    assert list(acts) == ["evaluation.open", "evaluation.save", "evaluation.propose", "evaluation.confirm"]


def test_the_evaluator_does_not_confirm_a_superuser_neither() -> None:
    case = make_case()
    case.evaluator.is_superuser = True
    case.evaluator.save()
    evaluation = judged(case)
    with clock.at(LATER):
        propose_evaluation(evaluation_id=evaluation.pk, actor=case.evaluator)

    assert refused(lambda: confirm_evaluation(evaluation_id=evaluation.pk, actor=case.evaluator)) == "same_person"


def test_who_belongs_to_the_organisation_writes_its_own_part_and_no_other() -> None:
    case = make_case()
    evaluation = judged(case)
    with clock.at(LATER):
        give_part(evaluation_id=evaluation.pk, kind="self", content={}, words="已完成全部活动。", actor=case.owner)

    def foreign() -> None:
        give_part(evaluation_id=evaluation.pk, kind="finance", content={}, words="账目清楚。", actor=case.owner)

    assert refused(foreign) == "own_organization"
    assert refused(lambda: propose_evaluation(evaluation_id=evaluation.pk, actor=case.owner)) == "own_organization"
    assert list(Assessment.objects.values_list("kind", "by")) == [("self", case.owner.pk)]


def test_missing_points_and_a_missing_opinion_are_named() -> None:
    case = make_case()
    with clock.at(LATER):
        evaluation = open_evaluation(grant_id=case.grant.pk, phase="final", actor=case.evaluator)
    with pytest.raises(RuleRefusal) as refusal, clock.at(LATER):
        propose_evaluation(evaluation_id=evaluation.pk, actor=case.evaluator)
    names = [item.name for item in items_of(case.grant.round_id, "final")]
    assert (refusal.value.code, refusal.value.details) == ("evaluation_incomplete", {"items": "、".join(names)})

    full = judged(make_case())
    Evaluation.objects.filter(pk=full.pk).update(opinion="")
    assert refused(lambda: propose_evaluation(evaluation_id=full.pk, actor=case.evaluator)) == (
        "evaluation_opinion_missing"
    )


@pytest.mark.parametrize(
    ("marks", "code"),
    [({"0": {"given": 1}}, "evaluation_mark_unknown"), ({"first": {"given": 100_000}}, "evaluation_mark_outside")],
)
def test_points_that_do_not_fit_are_refused(marks: dict[str, dict[str, int]], code: str) -> None:
    case = make_case()
    with clock.at(LATER):
        evaluation = open_evaluation(grant_id=case.grant.pk, phase="final", actor=case.evaluator)
    first = next(item.key for item in items_of(case.grant.round_id, "final") if not item.bands)
    given = {first if key == "first" else key: value for key, value in marks.items()}

    def save() -> None:
        save_marks(evaluation_id=evaluation.pk, marks=given, extras=[], opinion="", actor=case.evaluator)

    assert refused(save) == code


def test_a_failed_project_is_looked_at_once_more_and_the_first_result_stays() -> None:
    case = make_case()
    first = confirmed(case, share=10)
    assert first.passed is False
    assert passed_phases([case.grant.pk]) == set()
    with clock.at(LATER):
        second = evaluate_again(evaluation_id=first.pk, reason="整改完成，复评。", actor=case.head)
        first.refresh_from_db()
        assert (first.state, second.state, second.version) == ("replaced", "open", 2)
        marks = first.marks
        save_marks(evaluation_id=second.pk, marks=marks, extras=[], opinion="仍未达标。", actor=case.evaluator)
        propose_evaluation(evaluation_id=second.pk, actor=case.evaluator)
        confirm_evaluation(evaluation_id=second.pk, actor=case.head)

    def third() -> None:
        evaluate_again(evaluation_id=second.pk, reason="再次复评。", actor=case.head)

    assert refused(third) == "evaluation_again_only_once"


def test_one_that_passed_is_not_evaluated_again_and_one_that_stands_is_not_opened_twice() -> None:
    case = make_case()
    evaluation = confirmed(case)

    assert refused(lambda: evaluate_again(evaluation_id=evaluation.pk, reason="x", actor=case.head)) == (
        "evaluation_passed_already"
    )
    assert refused(lambda: open_evaluation(grant_id=case.grant.pk, phase="final", actor=case.clerk)) == (
        "evaluation_open_already"
    )


def test_a_proposed_one_goes_back_with_its_reason_and_loses_its_total() -> None:
    case = make_case()
    evaluation = judged(case)
    with clock.at(LATER):
        propose_evaluation(evaluation_id=evaluation.pk, actor=case.evaluator)
        returned = return_evaluation(evaluation_id=evaluation.pk, reason="财务核查未附。", actor=case.head)

    assert (returned.state, returned.total, returned.grade, returned.passed) == ("open", None, "", None)
    assert AuditEntry.objects.get(verb="evaluation.return").facts["reason"] == "财务核查未附。"


def test_a_project_that_was_abandoned_is_not_evaluated() -> None:
    case = make_case(state="abandoned")
    assert refused(lambda: open_evaluation(grant_id=case.grant.pk, phase="final", actor=case.clerk)) == (
        "evaluation_grant_not_under_way"
    )
