"""A sheet is drafted, sealed, reopened; an expert steps aside; what is refused moves nothing."""

from typing import Any

import pytest

from projects.models import Project
from reviews.enums import AssignmentState
from reviews.flows.recusing import confirm_recusal, step_aside
from reviews.flows.scoring import follow_submission, keep_for_later, save_sheet
from reviews.flows.sealing import reopen, seal, seal_all
from reviews.models import Assignment, Conflict, Ranking, Recusal, ScoreSheet
from reviews.queries.scoring import rubric_of, standing_sheets
from rounds.domain.canonical import fingerprint
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_member
from tests.reviews.scoring.factories import (
    Review,
    assign,
    hand_in,
    make_accepted,
    make_expert,
    make_review,
    scored,
    user_of,
    whole_marks,
)
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return make_review()


@pytest.fixture
def given(review: Review) -> Assignment:
    return assign(review, make_accepted(review), make_expert(review))


def moved() -> tuple[Any, ...]:
    return (
        list(Assignment.objects.order_by("pk").values_list("pk", "state", "kept", "submission")),
        list(ScoreSheet.objects.order_by("pk").values_list("pk", "state", "marks", "turn", "sha256")),
        Recusal.objects.count(), Conflict.objects.count(), AuditEntry.objects.count(), Message.objects.count(),
    )  # fmt: skip


def refused(code: str, flow: Any, /, **given: Any) -> None:
    before = moved()
    with pytest.raises(RuleRefusal) as refusal:
        flow(**given)
    assert (refusal.value.code, moved()) == (code, before)


def test_a_draft_is_kept_incomplete_and_says_what_it_lacks(review: Review, given: Assignment) -> None:
    leaf = rubric_of(review.round).leaves[0]
    with clock.at(review.now):
        saved = save_sheet(
            assignment_id=given.pk, marks={leaf.key: {"level": 7}, "0": {"level": 3}}, comment=" 好。\r\n", key="a",
            actor=user_of(given.appointment),
        )  # fmt: skip
    given.refresh_from_db()
    assert given.state == AssignmentState.BEGUN
    assert saved.sheet.marks == {leaf.key: {"level": 7, "na": False, "reason": ""}}
    assert (saved.sheet.comment, saved.sheet.turn, saved.sheet.state) == ("好。", 1, "draft")
    assert len(saved.problems) >= len(rubric_of(review.round).leaves) - 1
    assert AuditEntry.objects.filter(verb="assignment.begin").count() == 1


def test_the_same_save_sent_twice_is_one_and_another_window_is_not_overwritten(
    review: Review, given: Assignment
) -> None:
    one = {"assignment_id": given.pk, "marks": whole_marks(review.round), "actor": user_of(given.appointment)}
    with clock.at(review.now):
        first = save_sheet(**one, turn=0, key="a")
        again = save_sheet(**one, turn=0, key="a")
        assert (first.sheet.pk, again.sheet.turn, ScoreSheet.objects.count()) == (again.sheet.pk, 1, 1)
        refused("sheet_moved", save_sheet, **one, turn=0, key="b")
        assert save_sheet(**one, turn=1, key="c").sheet.turn == 2


def test_what_is_no_level_no_opinion_or_too_long_is_refused(review: Review, given: Assignment) -> None:
    leaf = rubric_of(review.round).leaves[0].key
    base = {"assignment_id": given.pk, "actor": user_of(given.appointment)}
    with clock.at(review.now):
        for level in (0, 11, True, "7", 7.0):
            refused("mark_unknown", save_sheet, **base, marks={leaf: {"level": level}})
        refused("opinion_unknown", save_sheet, **base, marks={}, opinion="maybe")
        refused("comment_long", save_sheet, **base, marks={}, comment="长" * 2001)
        refused("comment_long", save_sheet, **base, marks={leaf: {"level": 3, "reason": "长" * 501}})


def test_a_sealed_sheet_is_one_text_with_its_hash_in_the_log_and_sealing_twice_is_once(
    review: Review, given: Assignment
) -> None:
    scored(review, given, level=8)
    expert = user_of(given.appointment)
    with clock.at(review.now):
        sheet = seal(assignment_id=given.pk, actor=expert)
        before = moved()
        assert (seal(assignment_id=given.pk, actor=expert).pk, moved()) == (sheet.pk, before)
        refused("sheet_sealed", save_sheet, assignment_id=given.pk, marks={}, actor=expert)
    given.refresh_from_db()
    sheet.refresh_from_db()
    assert (given.state, sheet.state, str(sheet.total), sheet.sealed_at) == ("done", "sealed", "80.00", review.now)
    assert fingerprint(sheet.content) == sheet.sha256
    entry = AuditEntry.objects.get(verb="score.seal")
    assert (entry.facts["sha256"], entry.facts["total"]) == (sheet.sha256, "80.00")


def test_an_unfinished_sheet_is_not_taken_and_many_are_taken_together_or_not_at_all(review: Review) -> None:
    appointment = make_expert(review)
    first, second = (assign(review, make_accepted(review), appointment) for _ in range(2))
    scored(review, first)
    expert = user_of(appointment)
    with clock.at(review.now):
        refused("sheet_incomplete", seal, assignment_id=second.pk, actor=expert)
        refused("sheet_incomplete", seal_all, assignment_ids=[first.pk, second.pk], actor=expert)
    scored(review, second, level=5)
    with clock.at(review.now):
        assert [str(each.total) for each in seal_all(assignment_ids=[second.pk, first.pk], actor=expert)] == [
            "80.00", "50.00",
        ]  # fmt: skip


def test_scores_are_taken_within_the_days_of_the_stage_by_the_clock(review: Review, given: Assignment) -> None:
    expert = user_of(given.appointment)
    base = {"assignment_id": given.pk, "marks": whole_marks(review.round), "actor": expert}
    with clock.at(review.now.replace(day=review.now.day) - (review.late - review.now)):
        refused("scoring_not_open", save_sheet, **base)
    scored(review, given)
    with clock.at(review.late):
        refused("scoring_over", save_sheet, **base)
        refused("scoring_over", seal, assignment_id=given.pk, actor=expert)


def test_outside_the_review_nothing_of_scoring_moves(review: Review, given: Assignment) -> None:
    scored(review, given)
    expert = user_of(given.appointment)
    for state in ("closed", "decided", "archived"):
        Round.objects.filter(pk=review.round.pk).update(state=state)
        with clock.at(review.now):
            refused("scoring_not_open", save_sheet, assignment_id=given.pk, marks={}, actor=expert)
            refused("scoring_not_open", seal, assignment_id=given.pk, actor=expert)
            refused("scoring_not_open", step_aside, assignment_id=given.pk, code="kin", words="", actor=expert)
            refused("scoring_not_open", reopen, assignment_id=given.pk, reason="x", actor=review.staff)


@pytest.mark.parametrize("state", AssignmentState.values)
def test_every_act_moves_an_assignment_exactly_from_the_states_that_the_table_names(
    review: Review, given: Assignment, state: str
) -> None:
    scored(review, given)
    expert = user_of(given.appointment)
    if state == "done":
        with clock.at(review.now):
            seal(assignment_id=given.pk, actor=expert)
    Assignment.objects.filter(pk=given.pk).update(state=state)
    counting = state in AssignmentState.counting
    with clock.at(review.now):
        if not counting:
            for flow, more in (
                (save_sheet, {"marks": {}}), (seal, {}), (keep_for_later, {"kept": True}), (follow_submission, {}),
                (step_aside, {"code": "kin", "words": ""}), (reopen, {"reason": "x"}),
            ):  # fmt: skip
                refused("assignment_closed", flow, assignment_id=given.pk, actor=expert, **more)
            return
        if state == "done":
            refused("sheet_sealed", follow_submission, assignment_id=given.pk, actor=expert)
            assert reopen(assignment_id=given.pk, reason="核对", actor=review.staff).version == 2
        else:
            refused("score_sheet_illegal_move", reopen, assignment_id=given.pk, reason="核对", actor=review.staff)
            assert save_sheet(assignment_id=given.pk, marks={}, actor=expert).sheet.turn == 2
        assert step_aside(assignment_id=given.pk, code="kin", words="", actor=expert).state == "asked"
    given.refresh_from_db()
    assert given.state == "recused"


def test_a_reopened_sheet_makes_a_new_version_and_may_be_changed_after_the_last_day(
    review: Review, given: Assignment
) -> None:
    scored(review, given, level=8)
    expert = user_of(given.appointment)
    with clock.at(review.now):
        old = seal(assignment_id=given.pk, actor=expert)
    with clock.at(review.late):
        refused("reopen_reason_missing", reopen, assignment_id=given.pk, reason=" ", actor=review.staff)
        again = reopen(assignment_id=given.pk, reason="第三项看错了行", actor=review.staff)
        assert (again.version, again.marks, again.state) == (2, old.marks, "draft")
        save_sheet(assignment_id=given.pk, marks=whole_marks(review.round, 6), actor=expert)
        seal(assignment_id=given.pk, actor=expert)
    assert list(ScoreSheet.objects.order_by("version").values_list("version", "state")) == [
        (1, "replaced"), (2, "sealed"),
    ]  # fmt: skip
    assert [str(each.total) for each in standing_sheets(review.stage)] == ["60.00"]
    assert Message.objects.filter(event="sheet_reopened", person=expert).count() == 1


def test_once_the_ranking_is_locked_no_sheet_is_given_back(review: Review, given: Assignment) -> None:
    scored(review, given)
    with clock.at(review.now):
        seal(assignment_id=given.pk, actor=user_of(given.appointment))
    Ranking.objects.create(
        round=review.round, stage=review.stage, version=1, state="locked", inputs="{}", inputs_hash="0" * 64,
        computed_by=review.staff, computed_at=review.now, locked_by=make_user(), locked_at=review.now,
    )  # fmt: skip
    with clock.at(review.now):
        refused("ranking_stands", reopen, assignment_id=given.pk, reason="核对", actor=review.staff)


def test_who_steps_aside_is_out_at_once_and_the_marks_stay_on_record_without_counting(
    review: Review, given: Assignment
) -> None:
    scored(review, given)
    expert = user_of(given.appointment)
    with clock.at(review.now):
        seal(assignment_id=given.pk, actor=expert)
        refused("recusal_kind_unknown", step_aside, assignment_id=given.pk, code="x", words="", actor=expert)
        refused("recusal_words_missing", step_aside, assignment_id=given.pk, code="other", words=" ", actor=expert)
        recusal = step_aside(assignment_id=given.pk, code="adviser", words="去年做过顾问", actor=expert)
        refused("assignment_closed", step_aside, assignment_id=given.pk, code="kin", words="", actor=expert)
        confirm_recusal(recusal_id=recusal.pk, actor=review.staff)
        before = moved()
        confirm_recusal(recusal_id=recusal.pk, actor=make_user())
        assert moved() == before
    recusal.refresh_from_db()
    assert (recusal.state, recusal.confirmed_by) == ("confirmed", review.staff)
    assert list(standing_sheets(review.stage)) == []
    assert ScoreSheet.objects.get().state == "sealed"
    assert Conflict.objects.values_list("code", "source", "state", "hard").get() == (
        "adviser", "declared", "standing", True,
    )  # fmt: skip
    assert set(Message.objects.filter(event="expert_stepped_aside").values_list("person", flat=True)) >= {
        review.staff.pk
    }


def test_a_conflict_or_membership_that_shows_up_later_stops_every_act(review: Review, given: Assignment) -> None:
    expert = user_of(given.appointment)
    base = {"assignment_id": given.pk, "marks": {}, "actor": expert}
    conflict = Conflict.objects.create(
        project=given.project, expert=given.appointment.expert, code="phone", source="detected", found_at=review.now
    )
    with clock.at(review.now):
        refused("assignment_closed", save_sheet, **base)
        Conflict.objects.filter(pk=conflict.pk).update(state="gone")
        save_sheet(**base)
        member = make_member(given.project.organization, "viewer", is_superuser=True)
        refused("assignment_closed", reopen, assignment_id=given.pk, reason="x", actor=member)


def test_what_is_put_aside_comes_last_until_it_is_scored(review: Review, given: Assignment) -> None:
    expert = user_of(given.appointment)
    with clock.at(review.now):
        assert keep_for_later(assignment_id=given.pk, kept=True, actor=expert).kept
        save_sheet(assignment_id=given.pk, marks={}, actor=expert)
    given.refresh_from_db()
    assert not given.kept


def test_the_expert_goes_over_to_a_newer_hand_in_and_keeps_the_marks(review: Review, given: Assignment) -> None:
    scored(review, given)
    newer = hand_in(Project.objects.get(pk=given.project_id), need__background="新的需求说明。")
    with clock.at(review.now):
        follow_submission(assignment_id=given.pk, actor=user_of(given.appointment))
    given.refresh_from_db()
    assert (given.submission, given.sheets.get().turn) == (newer, 1)
    assert AuditEntry.objects.get(verb="assignment.follow").after == newer.sha256
