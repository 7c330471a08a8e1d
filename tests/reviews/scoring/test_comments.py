"""The least length of a comment: said on the desk, asked for when a sheet is handed in, not while it is a draft."""

import pytest
from django.test import Client
from django.urls import reverse

from reviews.flows.scoring import save_sheet
from reviews.flows.sealing import seal
from reviews.models import Assignment, ScoreSheet
from rounds.domain.lengths import COMMENT_LEAST
from rounds.models import Round
from tests.reviews.scoring.factories import Review, assign, make_accepted, make_expert, make_review, scored, user_of
from tests.reviews.scoring.test_pages import form_of, signed_in
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def given() -> tuple[Review, Assignment]:
    review = make_review()
    Round.objects.filter(pk=review.round.pk).update(form_limits={COMMENT_LEAST: 12})
    review.round.refresh_from_db()
    return review, assign(review, make_accepted(review), make_expert(review))


@pytest.mark.parametrize(
    ("comment", "handed_in"), [("字" * 11, False), ("字 " * 11, False), ("字" * 12, True), ("", False)]
)
def test_a_shorter_comment_is_a_draft_and_cannot_be_handed_in(
    given: tuple[Review, Assignment], comment: str, handed_in: bool
) -> None:
    review, row = given
    scored(review, row, comment=comment)
    actor = user_of(row.appointment)
    with clock.at(review.now):
        saved = save_sheet(assignment_id=row.pk, marks=ScoreSheet.objects.get().marks, comment=comment, actor=actor)
        assert [each.code for each in saved.problems] == ([] if handed_in else ["comment_short"])
        if handed_in:
            assert seal(assignment_id=row.pk, actor=actor).state == "sealed"
            return
        with pytest.raises(RuleRefusal, match="sheet_incomplete"):
            seal(assignment_id=row.pk, actor=actor)
    assert ScoreSheet.objects.get().state == "draft"


def test_the_desk_says_it_before_and_names_what_is_short(given: tuple[Review, Assignment]) -> None:
    review, row = given
    client: Client = signed_in(user_of(row.appointment))
    path = reverse("review:desk", args=[review.round.code, review.stage.order, row.project.blind_code])
    with clock.at(review.now):
        desk = client.get(path)
        answer = client.post(path, form_of(review, comment="太短", go="next", turn="0", key="a"))
    assert "至少 12 字" in desk.content.decode()
    assert (answer.status_code, "评语已写 2 字，至少需要 12 字。" in answer.content.decode()) == (422, True)
