"""Threads on PostgreSQL: one seal however often it is sent; whoever steps aside meanwhile is never half out."""

from collections import Counter
from datetime import date

import pytest

from reviews.flows.recusing import step_aside
from reviews.flows.scoring import save_sheet
from reviews.flows.sealing import reopen, seal
from reviews.models import Assignment, ScoreSheet
from rounds.models import Round, Stage
from tests.reviews.scoring.factories import (
    Review,
    assign,
    make_accepted,
    make_expert,
    make_review,
    scored,
    user_of,
    whole_marks,
)
from tests.together import at_once
from venture.audit.models import AuditEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def one() -> tuple[Review, Assignment]:
    """Return a review whose scores are taken now, by the real clock, with one whole draft."""
    review = make_review()
    row = assign(review, make_accepted(review), make_expert(review))
    scored(review, row)
    Stage.objects.filter(pk=review.stage.pk).update(starts_on=date(2020, 1, 1), ends_on=date(2099, 1, 1))
    return review, row


def test_a_sheet_handed_in_eight_times_at_once_is_sealed_once() -> None:
    _review, row = one()
    expert = user_of(row.appointment)
    given = at_once([lambda: seal(assignment_id=row.pk, actor=expert).sha256] * 8)
    assert len(set(map(str, given))) == 1
    assert (ScoreSheet.objects.count(), AuditEntry.objects.filter(verb="score.seal").count()) == (1, 1)


def test_saves_of_two_windows_at_once_are_one_save_and_one_refusal() -> None:
    review, row = one()
    expert, marks = user_of(row.appointment), whole_marks(review.round, 3)
    given = at_once(
        [
            lambda key=key: (
                save_sheet(  # type: ignore[misc]
                    assignment_id=row.pk, marks=marks, turn=1, key=key, actor=expert
                ).sheet.turn
            )
            for key in ("a", "b")
        ]
    )
    assert Counter(map(str, given)) == Counter({"2": 1, "sheet_moved": 1})


def test_stepping_aside_and_handing_in_at_once_never_leave_marks_that_count() -> None:
    _review, row = one()
    expert = user_of(row.appointment)
    given = at_once(
        [
            lambda: seal(assignment_id=row.pk, actor=expert).state,
            lambda: step_aside(assignment_id=row.pk, code="kin", words="", actor=expert).state,
        ]
    )
    row.refresh_from_db()
    assert row.state == "recused"
    assert "asked" in map(str, given)
    assert {str(each) for each in given} <= {"asked", "sealed", "assignment_closed"}


def test_two_members_of_the_staff_reopen_a_sheet_once() -> None:
    review, row = one()
    seal(assignment_id=row.pk, actor=user_of(row.appointment))
    given = at_once([lambda: reopen(assignment_id=row.pk, reason="核对", actor=review.staff).version] * 2)
    assert Counter(map(str, given)) == Counter({"2": 1, "score_sheet_illegal_move": 1})


def test_nothing_is_sealed_in_a_round_that_has_just_moved_on() -> None:
    review, row = one()
    expert = user_of(row.appointment)
    given = at_once(
        [
            lambda: seal(assignment_id=row.pk, actor=expert).state,
            lambda: Round.objects.filter(pk=review.round.pk).update(state="decided"),
        ]
    )
    sealed = ScoreSheet.objects.filter(state="sealed").exists()
    assert sealed == ("sealed" in map(str, given))
