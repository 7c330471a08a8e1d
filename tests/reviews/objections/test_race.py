"""Threads on PostgreSQL: one form is one objection; money and hold see each other; one decision stands."""

from datetime import timedelta

import pytest

from accounts.enums import Role
from notices.flows.objecting import withdraw_objection
from notices.models import Hold, Objection
from reviews.flows.awards import confirm_award
from reviews.flows.objections import accept_objection, decide_objection
from reviews.models import Award
from tests.accounts.factories import make_user
from tests.reviews.objections.cases import FILED, announced, answered, file, file_now
from tests.together import outcomes
from venture.kernel import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
OVER = FILED + timedelta(days=40)


def test_twenty_of_the_same_form_are_one_objection_with_one_hold() -> None:
    case = announced()

    with clock.at(FILED):
        said = outcomes([lambda: file_now(case, case.projects[0], key="a" * 32)] * 20)

    assert said == ["done"] * 20
    assert (Objection.objects.count(), Hold.objects.count()) == (1, 1)


def test_a_lead_that_is_accepted_and_the_confirmation_of_its_award_see_each_other() -> None:
    case = announced()
    award = Award.objects.get(project=case.projects[0])
    lead = file(case, case.projects[0], objector="lead", name="", mobile="")
    assert not Hold.objects.exists()

    with clock.at(OVER):
        said = outcomes(
            [
                lambda: confirm_award(award_id=award.pk, actor=case.scored.head),
                lambda: accept_objection(objection_id=lead.pk, actor=case.scored.clerk),
            ]
        )

    award.refresh_from_db()
    assert said[1] == "done"
    assert Hold.objects.filter(project=case.projects[0], lifted_at=None).count() == 1
    assert (said[0], award.state) in {("award_held", "proposed"), ("done", "confirmed")}


def test_two_who_decide_at_once_and_an_author_who_takes_it_back_leave_one_end() -> None:
    case = announced()
    objection = answered(case, file(case, case.projects[0]))
    second, third = case.second, make_user(Role.SUPERVISION)

    with clock.at(OVER):
        said = outcomes(
            [
                lambda: decide_objection(objection_id=objection.pk, verdict="uphold", actor=second),
                lambda: decide_objection(objection_id=objection.pk, verdict="dismiss", actor=third),
                lambda: withdraw_objection(objection_id=objection.pk),
            ]
        )

    assert sorted(said) == ["done", "objection_illegal_move", "objection_illegal_move"]
    objection.refresh_from_db()
    lost = Award.objects.filter(project=case.projects[0], state="lost").exists()
    assert lost is (objection.state == "upheld")
    assert not Hold.objects.filter(lifted_at=None).exists()
