"""Mentors: paired within their fields and hours, their visits count once the organisation confirms them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from organizations.flows import capacity as flows
from organizations.models import Mentor, MentorVisit, Organization, Pairing
from organizations.queries.capacity import hours_since
from organizations.queries.capacity_figures import figures_of
from tests.accounts.factories import make_user
from tests.organizations.capacity.test_assessing import answers
from tests.organizations.factories import make_organization
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def operator() -> User:
    return make_user(Role.OPERATOR)


@pytest.fixture
def mentor(operator: User) -> Mentor:
    return flows.enter_mentor(
        user=make_user(name="罗敬之"), unit="会计师事务所", abilities=["finance"], hours=20, actor=operator
    )


@pytest.fixture
def owner() -> User:
    return make_user()


@pytest.fixture
def ours(owner: User) -> Organization:
    return make_organization(owner)


@pytest.fixture
def asked(ours: Organization, owner: User) -> Pairing:
    return flows.ask_mentor(organization_id=ours.pk, ability="finance", wish="凭证按月归档", actor=owner)


def refused(act: Any, **facts: Any) -> str:
    kinds = (Mentor, Pairing, MentorVisit)
    before = [list(kind._default_manager.order_by("pk").values()) for kind in kinds], AuditEntry.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        act(**facts)
    after = [list(kind._default_manager.order_by("pk").values()) for kind in kinds], AuditEntry.objects.count()
    assert after == before
    return refusal.value.code


def test_a_pairing_keeps_to_field_hours_and_distance(operator: User, mentor: Mentor, asked: Pairing) -> None:
    pair = {"pairing_id": asked.pk, "mentor_id": mentor.pk, "actor": operator}
    assert refused(flows.pair, **pair, hours=21) == "mentor_full"
    assert refused(flows.pair, **pair, hours=0) == "mentor_full"
    inside = make_organization(mentor.user)
    own = flows.ask_mentor(organization_id=inside.pk, ability="finance", wish="自己", actor=mentor.user)
    assert refused(flows.pair, **{**pair, "pairing_id": own.pk}, hours=2) == "mentor_own"
    flows.change_mentor(mentor_id=mentor.pk, unit="所", abilities=["brand"], hours=20, actor=operator)
    assert refused(flows.pair, **pair, hours=5) == "mentor_field"
    flows.change_mentor(mentor_id=mentor.pk, unit="所", abilities=["finance"], hours=20, actor=operator)

    made = flows.pair(**pair, hours=15)

    assert (made.state, made.mentor, made.hours) == ("active", mentor, 15)
    assert refused(flows.pair, **pair, hours=5) == "pairing_illegal_move"
    assert refused(flows.pair, **{**pair, "pairing_id": own.pk}, hours=6) == "mentor_own"


def test_one_wish_at_a_time_in_a_field_and_only_by_members(asked: Pairing, ours: Organization, owner: User) -> None:
    wish = {"organization_id": ours.pk, "wish": "再来一位"}
    assert refused(flows.ask_mentor, **wish, ability="finance", actor=owner) == "pairing_open"
    assert refused(flows.ask_mentor, **wish, ability="brand", actor=make_user()) == "capacity_not_member"
    assert refused(flows.withdraw_pairing, pairing_id=asked.pk, actor=make_user()) == "capacity_not_member"

    flows.withdraw_pairing(pairing_id=asked.pk, actor=owner)
    flows.ask_mentor(**wish, ability="finance", actor=owner)

    assert list(ours.pairings.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "asked"]


def test_a_visit_counts_once_the_organisation_confirms_it(
    operator: User, mentor: Mentor, asked: Pairing, ours: Organization, owner: User
) -> None:
    flows.pair(pairing_id=asked.pk, mentor_id=mentor.pk, hours=10, actor=operator)
    visit = {"pairing_id": asked.pk, "words": "理账", "actor": mentor.user}
    today = date(2027, 3, 1)
    assert refused(flows.note_visit, **{**visit, "actor": operator}, on=today, minutes=60) == "visit_not_mentor"
    assert refused(flows.note_visit, **visit, on=date(2027, 3, 2), minutes=60) == "visit_day"
    assert refused(flows.note_visit, **visit, on=date(2027, 2, 28), minutes=60) == "visit_day"
    assert refused(flows.note_visit, **visit, on=today, minutes=5) == "visit_length"

    noted = flows.note_visit(**visit, on=today, minutes=150)
    assert hours_since(ours.pk, None) == 0
    assert refused(flows.confirm_visit, visit_id=noted.pk, actor=mentor.user) == "capacity_not_member"
    flows.confirm_visit(visit_id=noted.pk, actor=owner)

    assert (hours_since(ours.pk, None), hours_since(ours.pk, datetime(2027, 3, 2, 2, tzinfo=UTC))) == (2, 0)
    assert refused(flows.confirm_visit, visit_id=noted.pk, actor=owner) == "visit_confirmed"
    flows.end_mentor(mentor_id=mentor.pk, actor=operator)
    assert Pairing.objects.get(pk=asked.pk).state == "ended"
    assert refused(flows.note_visit, **visit, on=today, minutes=60) == "pairing_illegal_move"


def test_the_report_counts_what_was_confirmed_and_says_what_was_not(
    operator: User, mentor: Mentor, asked: Pairing, ours: Organization, owner: User
) -> None:
    flows.pair(pairing_id=asked.pk, mentor_id=mentor.pk, hours=10, actor=operator)
    for minutes in (90, 60):
        noted = flows.note_visit(
            pairing_id=asked.pk, words="理账", actor=mentor.user, on=date(2027, 3, 1), minutes=minutes
        )
    flows.confirm_visit(visit_id=noted.pk, actor=owner)
    flows.assess(organization_id=ours.pk, answers=answers(), actor=owner)

    figures = figures_of(date(2027, 1, 1), date(2027, 12, 31))

    assert (figures.visits, figures.visit_minutes, figures.unconfirmed, figures.mentors) == (1, 60, 1, 1)
    assert (figures.pairings, figures.assessed, figures.again, figures.rating) == (1, 1, 0, None)
    assert figures_of(date(2026, 1, 1), date(2026, 12, 31)).pairings == 0


def test_the_page_asks_in_six_steps_and_draws_the_radar(ours: Organization, owner: User) -> None:
    client, page = Client(), f"/organizations/{ours.pk}/capacity/"
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert "开始评估" in client.get(page).content.decode()

    given: dict[str, Any] = {}
    for step, part in enumerate(("strategy", "people", "brand", "finance", "projects")):
        half = client.post(f"{page}assessment/", {"step": step, **given})
        assert half.status_code == 422
        given |= {name: mark for name, mark in answers(brand=2).items() if name.startswith(part)}
        answer = client.post(f"{page}assessment/", {"step": step, **given})
        assert (answer.status_code, answer.context["step"]) == (200, step + 1)
    client.post(f"{page}assessment/", {"step": 5, **given, "words": "学传播"})

    assert ours.assessments.get().result["brand"] == 20
    assert '<polygon class="now"' in client.get(page).content.decode()
