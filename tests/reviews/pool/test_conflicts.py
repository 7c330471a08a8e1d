"""Conflicts found in data and declared: written once, followed by what they mean for a project that was given."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from organizations.models import Membership, Organization
from reviews.flows.conflicts import (
    find_conflicts,
    find_everywhere,
    restore_conflict,
    uphold_conflict,
    waive_conflict,
)
from reviews.flows.pledging import Declared, declare_ties
from reviews.flows.pool import add_tie, change_expert, remove_tie
from reviews.models import Conflict, Recusal
from reviews.words.conflicts import sentence
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.reviews.pool.factories import NOW, give, make_entered, make_expert, make_part, make_round
from tests.reviews.pool.test_pool import refusal
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
TEAM = {"team": {"members": [{"id": "m1", "name": "沈怀远", "phone": "13800138001"}]}}
PARTNER = {"cofunding": {"partners": [{"id": "p1", "name": "云溪大学 社会学系"}]}}


@pytest.fixture(autouse=True)
def now() -> Any:
    with clock.at(NOW):
        yield


def found() -> list[tuple[str, bool, str, str]]:
    rows = Conflict.objects.order_by("code", "source")
    return list(rows.values_list("code", "hard", "source", "state"))


def test_a_second_search_finds_nothing_new() -> None:
    round_ = make_round()
    part = make_part(make_expert("沈怀远", mobile="+8613800138001", employer="云溪大学社会学系"), round_)
    make_entered(round_, sections={**TEAM, **PARTNER})
    make_entered(round_)
    outcomes = [find_conflicts(round_id=round_.pk, actor=make_user()) for _each in range(2)]

    assert [(each.new, each.moved) for each in outcomes] == [(2, True), (0, False)]
    assert found() == [("partner", False, "detected", "standing"), ("team", True, "detected", "standing")]
    assert set(Conflict.objects.values_list("expert", flat=True)) == {part.expert_id}
    assert AuditEntry.objects.filter(verb="conflict.find").count() == 2


def test_what_is_no_longer_so_goes_and_comes_back() -> None:
    round_ = make_round()
    organization = make_verified()
    make_entered(round_, organization)
    expert = make_part(round_=round_).expert
    tie = add_tie(expert_id=expert.pk, kind="board", organization=organization, actor=make_user())
    assert found() == [("board", True, "detected", "standing")]
    remove_tie(tie_id=tie.pk, reason="误录", actor=make_user())
    assert found() == [("board", True, "detected", "gone")]
    add_tie(expert_id=expert.pk, kind="board", name=organization.name, actor=make_user())
    assert found() == [("board", True, "detected", "standing")]


def test_a_hard_conflict_takes_the_project_away_at_once_and_staff_are_told() -> None:
    round_, clerk = make_round("reviewing"), make_user(Role.CLERK)
    organization, part = make_verified(), make_part(round_=round_)
    assignment = give(make_entered(round_, organization), part)
    other = give(make_entered(round_), part)
    add_tie(expert_id=part.expert_id, kind="adviser", organization=organization, actor=clerk)

    assignment.refresh_from_db()
    other.refresh_from_db()
    assert (assignment.state, other.state) == ("recused", "given")
    assert Recusal.objects.get().assignment == assignment
    told, hard = Message.objects.filter(event="conflict_came_up", person=clerk), Conflict.objects.get(hard=True)
    assert list(told.values_list("path", flat=True)) == [f"/admin/desk/conflicts/{hard.pk}/"]


def test_a_soft_conflict_waits_for_a_person_who_may_let_it_go_or_count() -> None:
    round_, clerk = make_round("reviewing"), make_user(Role.CLERK)
    organization = make_verified()
    Organization.objects.filter(pk=organization.pk).update(legal_representative="何岚")
    part = make_part(make_expert("何岚"), round_)
    assignment = give(make_entered(round_, organization), part)
    find_conflicts(round_id=round_.pk, actor=clerk)
    conflict = Conflict.objects.get()
    assert (conflict.hard, conflict.state) == (False, "standing")

    assert refusal(lambda: waive_conflict(conflict_id=conflict.pk, reason=" ", actor=clerk)) == "reason_missing"
    waive_conflict(conflict_id=conflict.pk, reason="同名不同人，已核对身份证", actor=clerk)
    find_conflicts(round_id=round_.pk, actor=clerk)
    conflict.refresh_from_db()
    assert (conflict.state, conflict.decided_by) == ("waived", clerk)
    assignment.refresh_from_db()
    assert assignment.state == "given"

    restore_conflict(conflict_id=conflict.pk, reason="核对有误", actor=clerk)
    assignment.refresh_from_db()
    assert assignment.state == "recused"
    verbs = AuditEntry.objects.filter(subject_label="reviews.conflict").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["conflict.find", "conflict.waive", "conflict.restore"]


def test_a_soft_conflict_that_counts_takes_the_project_away() -> None:
    round_ = make_round("reviewing")
    organization = make_verified()
    Organization.objects.filter(pk=organization.pk).update(legal_representative="何岚")
    part = make_part(make_expert("何岚"), round_)
    assignment = give(make_entered(round_, organization), part)
    find_conflicts(round_id=round_.pk, actor=make_user())
    assignment.refresh_from_db()
    assert assignment.state == "given"

    uphold_conflict(conflict_id=Conflict.objects.get().pk, actor=make_user(Role.HEAD))
    assignment.refresh_from_db()
    assert assignment.state == "recused"


def test_new_facts_put_a_waived_conflict_before_a_person_again() -> None:
    round_ = make_round()
    organization = make_verified()
    make_entered(round_, organization)
    expert = make_part(round_=round_).expert
    add_tie(expert_id=expert.pk, kind="evaluator", organization=organization, actor=make_user())
    conflict = Conflict.objects.get()
    waive_conflict(conflict_id=conflict.pk, reason="多年前", actor=make_user(Role.CLERK))
    expert.ties.update(until=date(2025, 1, 31))
    find_everywhere()

    conflict.refresh_from_db()
    assert (conflict.state, conflict.facts["until"]) == ("standing", "2025-01-31")


def test_a_hard_one_is_waived_by_nobody_and_no_one_decides_on_the_own_side() -> None:
    round_ = make_round()
    organization = make_verified()
    make_entered(round_, organization)
    expert = make_part(round_=round_).expert
    add_tie(expert_id=expert.pk, kind="board", organization=organization, actor=make_user())
    add_tie(expert_id=expert.pk, kind="other", organization=organization, actor=make_user())
    hard, soft = Conflict.objects.get(code="board"), Conflict.objects.get(code="other")
    insider = organization.memberships.get().user

    assert refusal(lambda: waive_conflict(conflict_id=hard.pk, reason="x", actor=make_user())) == "conflict_is_hard"
    for actor, code in ((insider, "own_organization"), (expert.user, "conflict_own")):
        for act in (waive_conflict, restore_conflict):
            assert refusal(lambda act=act, actor=actor: act(conflict_id=soft.pk, reason="x", actor=actor)) == code
        assert refusal(lambda actor=actor: uphold_conflict(conflict_id=soft.pk, actor=actor)) == code
    assert {state for *_rest, state in found()} == {"standing"}


def test_an_account_that_belongs_to_the_applicant_is_found() -> None:
    round_ = make_round()
    organization = make_verified()
    make_entered(round_, organization)
    expert = make_part(round_=round_).expert
    member = Membership.objects.create(
        organization=organization, user=expert.user, role="viewer", since=NOW - timedelta(days=9)
    )
    find_everywhere()
    assert found() == [("member", True, "detected", "standing")]

    Membership.objects.filter(pk=member.pk).update(ended_at=NOW - timedelta(days=1))
    find_everywhere()
    assert Conflict.objects.get().facts["until"] == "2025-04-11"
    assert sentence("member", Conflict.objects.get().facts)


def test_what_was_declared_stands_whatever_else_changes() -> None:
    round_ = make_round()
    organization, part = make_verified(), make_part(round_=round_)
    make_entered(round_, organization)
    tie = Declared("kin", organization.pk)
    assert declare_ties(appointment_id=part.pk, ties=[tie], actor=part.expert.user) == 1
    assert declare_ties(appointment_id=part.pk, ties=[tie], actor=part.expert.user) == 0
    change_expert(
        expert_id=part.expert_id, given={"name": "改名", "fields": ["youth"]}, actor=make_user()
    )  # fmt: skip

    assert found() == [("kin", True, "declared", "standing")]


def test_the_search_costs_the_same_for_three_and_for_nine(django_assert_max_num_queries: Any) -> None:
    round_ = make_round()
    for _each in range(9):
        make_entered(round_)
        make_part(round_=round_)
    with django_assert_max_num_queries(20):
        find_conflicts(round_id=round_.pk, actor=None)
