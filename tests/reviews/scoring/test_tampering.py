"""Sealed sheets changed behind the application: the database refuses; the verifier names what got through."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from reviews.flows.sealing import seal
from reviews.models import Assignment, ScoreSheet
from reviews.queries.verifying import faults
from tests.reviews.scoring.factories import (
    Review,
    assign,
    make_accepted,
    make_expert,
    make_review,
    scored,
    user_of,
)
from venture.kernel import clock

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def sheet() -> ScoreSheet:
    review: Review = make_review()
    appointment = make_expert(review)
    row = assign(review, make_accepted(review), appointment)
    scored(review, row)
    with clock.at(review.now):
        return seal(assignment_id=row.pk, actor=user_of(appointment))


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def unguarded() -> None:
    """Take the guards away, as somebody with the database's password can."""
    for name in ("stays", "kept"):
        on = "" if connection.vendor == "sqlite" else " ON reviews_scoresheet"
        run(f"DROP TRIGGER reviews_scoresheet_{name}{on}")


def kinds() -> set[str]:
    return {each.kind for each in faults()}


TAMPERING = {
    "total": "UPDATE reviews_scoresheet SET total = 99 WHERE id = %s",
    "marks": "UPDATE reviews_scoresheet SET marks = '{}' WHERE id = %s",
    "comment": "UPDATE reviews_scoresheet SET comment = 'x' WHERE id = %s",
    "content": "UPDATE reviews_scoresheet SET content = replace(content, '80.00', '99.00') WHERE id = %s",
    "hash": f"UPDATE reviews_scoresheet SET sha256 = '{'0' * 64}' WHERE id = %s",
    "sealed_at": "UPDATE reviews_scoresheet SET sealed_at = '2020-01-01 00:00:00+00:00' WHERE id = %s",
    "draft": "UPDATE reviews_scoresheet SET state = 'draft', sealed_at = NULL, sha256 = '' WHERE id = %s",
    "deleted": "DELETE FROM reviews_scoresheet WHERE id = %s",
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_the_database_itself_refuses_to_change_or_delete_a_sealed_sheet(sheet: ScoreSheet, kind: str) -> None:
    before = ScoreSheet.objects.values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        run(TAMPERING[kind], sheet.pk)
    assert ScoreSheet.objects.values().get() == before


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("total", "sheet_row_differs"), ("marks", "sheet_row_differs"), ("comment", "sheet_row_differs"),
        ("content", "sheet_hash_differs"), ("hash", "sheet_entry_differs"), ("draft", "sheet_unsealed"),
        ("deleted", "sheet_gone"),
    ],
)  # fmt: skip
def test_without_its_guards_each_change_is_named(sheet: ScoreSheet, kind: str, named: str) -> None:
    assert kinds() == set()
    unguarded()
    run(TAMPERING[kind], sheet.pk)
    assert kinds() >= {named, "guard_missing"}


def test_a_sheet_forged_whole_with_its_hash_is_not_in_the_log(sheet: ScoreSheet) -> None:
    other = assign(
        make_review_like(sheet), sheet.assignment.project, make_expert(make_review_like(sheet)), state="done"
    )
    ScoreSheet.objects.create(
        assignment=other, state="sealed", marks=sheet.marks, total=sheet.total, content=sheet.content,
        sha256=sheet.sha256, saved_at=sheet.saved_at, sealed_at=sheet.sealed_at,
    )  # fmt: skip
    assert kinds() == {"sheet_without_entry", "sheet_row_differs", "assignment_moved_unseen"}


def make_review_like(sheet: ScoreSheet) -> Review:
    stage = sheet.assignment.stage
    return Review(stage.round, stage, user_of(sheet.assignment.appointment))


@pytest.mark.parametrize("state", ["recused", "given", "begun", "released"])
def test_marks_taken_out_of_the_count_without_an_act_are_named(sheet: ScoreSheet, state: str) -> None:
    Assignment.objects.filter(pk=sheet.assignment_id).update(state=state)
    assert kinds() == {"assignment_moved_unseen"}


def test_a_sheet_put_aside_as_replaced_without_an_act_is_named(sheet: ScoreSheet) -> None:
    ScoreSheet.objects.filter(pk=sheet.pk).update(
        state="replaced", reopened_by=sheet.assignment.appointment.expert.user, reopened_at=sheet.sealed_at, reason="x"
    )
    assert kinds() == {"sheet_replaced_unseen"}


def test_the_command_says_that_all_is_whole_or_fails_by_name(sheet: ScoreSheet, capsys: Any) -> None:
    call_command("verify_reviews")
    assert "1" in capsys.readouterr().out
    Assignment.objects.filter(pk=sheet.assignment_id).update(state="recused")
    with pytest.raises(CommandError):
        call_command("verify_reviews")
    assert f"assignment_moved_unseen reviews.assignment:{sheet.assignment_id}" in capsys.readouterr().err
