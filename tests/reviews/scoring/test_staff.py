"""What staff see of a running review, and their buttons: start, remind, give back, confirm, decide traces."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from reviews.flows import blinding
from reviews.flows.recusing import step_aside
from reviews.flows.sealing import seal
from reviews.models import Assignment, Recusal, ScoreSheet, Trace
from rounds.enums import RoundState
from tests.accounts.factories import make_user
from tests.reviews.scoring.factories import (
    Review,
    assign,
    make_accepted,
    make_expert,
    make_review,
    scored,
    user_of,
)
from tests.reviews.scoring.test_pages import signed_in
from venture.kernel import clock
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return make_review()


@pytest.fixture
def sealed(review: Review) -> ScoreSheet:
    row = assign(review, make_accepted(review, need__background="周敏每周上门。"), make_expert(review))
    scored(review, row)
    with clock.at(review.now):
        return seal(assignment_id=row.pk, actor=user_of(row.appointment))


def staff(review: Review) -> Client:
    return signed_in(review.staff)


def post(client: Client, name: str, args: list[Any], data: dict[str, Any] | None = None) -> list[str]:
    """Press a button and return what is said on the page that follows."""
    page = client.post(reverse(f"admin:{name}", args=args), data or {}, follow=True)
    return [str(each) for each in page.context["messages"]]


def test_the_review_is_started_by_its_staff_only_and_once() -> None:
    review = make_review(RoundState.CLOSED)
    make_accepted(review)
    assert signed_in(make_user(Role.EXPERT)).post(
        reverse("admin:review_start", args=[review.round.code])
    ).status_code in {302, 404}
    auditor = signed_in(make_user(Role.AUDITOR))
    assert post(auditor, "review_start", [review.round.code])
    review.round.refresh_from_db()
    assert review.round.state == RoundState.CLOSED
    post(staff(review), "review_start", [review.round.code])
    review.round.refresh_from_db()
    assert review.round.state == RoundState.REVIEWING
    page = staff(review).get(reverse("admin:review_desk", args=[review.round.code]))
    assert page.status_code == 200


def test_experts_with_projects_left_are_reminded_once_a_day(review: Review) -> None:
    appointment = make_expert(review)
    assign(review, make_accepted(review), appointment)
    given = {"stage": str(review.stage.order), "expert": str(appointment.pk)}
    for _ in range(2):
        post(staff(review), "review_remind", [review.round.code], given)
    told = Message.objects.filter(event="review_reminder")
    assert [(each.person, each.context["count"]) for each in told] == [(user_of(appointment), 1)]
    assert date.fromisoformat(told[0].context["day"]) == review.stage.ends_on


def test_a_sheet_is_read_and_given_back_with_a_reason(review: Review, sealed: ScoreSheet) -> None:
    page = staff(review).get(reverse("admin:score_sheet_desk", args=[sealed.pk]))
    assert sealed.sha256 in page.content.decode()
    post(staff(review), "score_sheet_act", [sealed.pk, "reopen"], {"reason": "第三项看错行"})
    assert list(ScoreSheet.objects.order_by("version").values_list("state", flat=True)) == ["replaced", "draft"]
    assert Assignment.objects.get().state == "begun"
    draft = ScoreSheet.objects.get(state="draft")
    assert staff(review).get(reverse("admin:score_sheet_desk", args=[draft.pk])).status_code == 404


def test_recusals_are_confirmed_together_from_the_list(review: Review, sealed: ScoreSheet) -> None:
    with clock.at(review.now):
        recusal = step_aside(
            assignment_id=sealed.assignment_id, code="kin", words="", actor=user_of(sealed.assignment.appointment)
        )
    page = reverse("admin:reviews_recusal_changelist")
    staff(review).post(page, {"action": "confirm", "_selected_action": [recusal.pk]})
    assert Recusal.objects.values_list("state", "confirmed_by").get() == ("confirmed", review.staff.pk)
    assert staff(review).get(page).status_code == 200


def test_traces_are_decided_on_the_desk_of_a_project_and_from_the_list(review: Review, sealed: ScoreSheet) -> None:
    project, submission = sealed.assignment.project, sealed.assignment.submission
    blinding.find_traces(submission)
    trace = Trace.objects.get(place="need/background")
    page = staff(review).get(reverse("admin:blind_desk", args=[project.code]))
    assert "周敏" in page.content.decode()
    post(staff(review), "blind_act", [project.code, "harmless"], {"row": [trace.pk]})
    trace.refresh_from_db()
    assert (trace.state, trace.decided_by) == ("harmless", review.staff)
    staff(review).post(reverse("admin:reviews_trace_changelist"), {"action": "redact", "_selected_action": [trace.pk]})
    trace.refresh_from_db()
    assert trace.state == "redacted"
    other = make_accepted(review)
    post(staff(review), "blind_act", [other.code, "harmless"], {"row": [trace.pk]})
    trace.refresh_from_db()
    assert trace.state == "redacted"
