"""The decision: what the meeting changes, its record and check, awards, the reserve, the leaders' votes, feedback."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from notices.models import Hold
from projects.models import Project
from reviews.flows.awards import call_reserve, confirm_award, confirm_round, lose_award
from reviews.flows.deciding import (
    approve_amount,
    cast_vote,
    choose_way,
    confirm_decision,
    cut_envelope,
    put_back,
    record_decision,
    remove_project,
    return_decision,
    send_vote_code,
)
from reviews.flows.feedback import check_feedback, release_feedback, write_feedback
from reviews.models import MINUTES_PURPOSE, Award, Decision, Feedback, Selection, Vote
from reviews.queries.awards import free_fen
from reviews.queries.decisions import shown_hash, still_as_decided, tally
from rounds.models import Envelope, Round
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import (
    REVIEWED,
    WAN,
    Scored,
    add_project,
    decided,
    give,
    loose,
    make_scored_round,
    noticed,
    recorded,
    sent,
)
from tests.reviews.deciding.test_selecting import refused
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.notify.models import Delivery

pytestmark = pytest.mark.django_db
LATER = REVIEWED + timedelta(days=10)


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(REVIEWED):
        yield


def items(decision: Decision) -> list[tuple[str, int | None, int]]:
    return list(decision.items.order_by("pk").values_list("outcome", "reserve_no", "approved_fen"))


def awards(scored: Scored) -> list[tuple[str, int]]:
    return [
        (each.award.state, each.award.amount_fen) for each in Project.objects.order_by("pk").select_related("award")
    ]


def test_a_cut_amount_a_removed_project_and_a_cut_envelope_move_line_and_reserve() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decision = sent(scored)
    given = {"decision_id": decision.pk, "actor": scored.clerk}
    approve_amount(**given, project_id=scored.projects[0].pk, fen=5 * WAN, reason="压减宣传费。")
    assert items(decision) == [
        ("selected", None, 5 * WAN), ("selected", None, 10 * WAN), ("selected", None, 10 * WAN),
        ("reserve", 1, 10 * WAN),
    ]  # fmt: skip
    remove_project(**given, project_id=scored.projects[1].pk, reason="机构被列入异常名录。")
    assert items(decision) == [
        ("selected", None, 5 * WAN), ("out", None, 0), ("selected", None, 10 * WAN), ("selected", None, 10 * WAN),
    ]  # fmt: skip
    envelope = str(Envelope.objects.order_by("pk")[0].pk)
    refused("transfer_amount", cut_envelope, **given, envelope=envelope, fen=26 * WAN, reason="x")
    cut_envelope(**given, envelope=envelope, fen=15 * WAN, reason="总盘子压减。")
    assert items(decision)[2:] == [("selected", None, 10 * WAN), ("reserve", 1, 10 * WAN)]
    put_back(**given, part="removed", key=scored.projects[1].code)
    assert items(decision)[1:] == [("selected", None, 10 * WAN), ("reserve", 1, 10 * WAN), ("reserve", 2, 10 * WAN)]
    refused("amount_needs_reason", remove_project, **given, project_id=scored.projects[0].pk, reason="")


def test_a_decision_is_recorded_with_its_minutes_and_checked_by_another_person() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decision = sent(scored)
    told: dict[str, Any] = {
        "decision_id": decision.pk, "body": "局长办公会", "met_on": REVIEWED.date(), "number": "〔2025〕6号",
        "minutes": loose(scored.clerk, MINUTES_PURPOSE).key, "actor": scored.clerk,
    }  # fmt: skip
    refused("decision_body_missing", record_decision, **{**told, "body": " "})
    refused("decision_day_unknown", record_decision, **{**told, "met_on": REVIEWED.date() + timedelta(days=1)})
    refused("decision_number_missing", record_decision, **{**told, "number": ""})
    refused("decision_minutes_missing", record_decision, **{**told, "minutes": ""})
    scored.clerk.is_superuser = True
    scored.clerk.save()
    record_decision(**told)
    refused("decision_own_record", confirm_decision, decision_id=decision.pk, actor=scored.clerk)
    refused(
        "decision_not_draft", approve_amount, decision_id=decision.pk, project_id=scored.projects[0].pk, fen=1,
        reason="x", actor=scored.clerk,
    )  # fmt: skip
    assert not Award.objects.exists()

    return_decision(decision_id=decision.pk, reason="编号写错。", actor=scored.head)
    record_decision(**{**told, "minutes": loose(scored.clerk, MINUTES_PURPOSE).key})
    confirm_decision(decision_id=decision.pk, actor=scored.head)
    decision.refresh_from_db()
    assert (decision.state, decision.recorded_by, decision.checked_by) == ("decided", scored.clerk, scored.head)
    assert still_as_decided(decision)
    assert awards(scored) == [
        ("proposed", 10 * WAN), ("proposed", 10 * WAN), ("reserve", 10 * WAN), ("reserve", 10 * WAN),
    ]  # fmt: skip
    assert Round.objects.get(pk=scored.round.pk).state == "decided"
    assert Selection.objects.get().state == "decided"


def test_a_list_changed_behind_the_record_is_not_confirmed() -> None:
    scored = make_scored_round()
    decision = recorded(scored)
    decision.items.filter(project=scored.projects[3]).update(approved_fen=1)
    refused("decision_changed", confirm_decision, decision_id=decision.pk, actor=scored.head)
    assert Decision.objects.get().state == "recorded"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reviews_decisionitem SET approved_fen = approved_fen + 1", "DELETE FROM reviews_decisionitem",
        "UPDATE reviews_decision SET number = '7'", "UPDATE reviews_decision SET state = 'draft'",
        "UPDATE reviews_decision SET changes = '{}'", "UPDATE reviews_decision SET minutes_id = NULL",
        "UPDATE reviews_selection SET rules = '{}'", "UPDATE reviews_selection SET content_hash = 'x'",
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_what_was_decided(sql: str) -> None:
    scored = make_scored_round()
    decision = decided(scored)
    before = items(decision)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert items(decision) == before


def test_an_award_is_confirmed_after_its_notice_unless_something_holds_it() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decided(scored)
    first, second = Award.objects.filter(state="proposed").order_by("pk")
    refused("award_notice_missing", confirm_award, award_id=first.pk, actor=scored.head)
    notice = noticed(scored)
    assert refused("award_period_runs", confirm_award, award_id=first.pk, actor=scored.head) == {
        "day": str(notice.ends_on)
    }
    Hold.objects.create(project=second.project, reason="异议核查中", placed_at=REVIEWED)
    with clock.at(LATER):
        refused("award_held", confirm_award, award_id=second.pk, actor=scored.head)
        assert confirm_round(round_id=scored.round.pk, actor=scored.head) == (1, 1)
        refused("award_illegal_move", confirm_award, award_id=first.pk, actor=scored.head)
    assert awards(scored)[:2] == [("confirmed", 10 * WAN), ("proposed", 10 * WAN)]


def test_a_lost_award_calls_the_reserve_in_its_order_once_and_the_called_one_needs_a_notice_of_its_own() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decided(scored)
    noticed(scored)
    first = Award.objects.get(project=scored.projects[0])
    refused("award_not_lost", call_reserve, award_id=first.pk, actor=scored.clerk)
    refused("award_reason_missing", lose_award, award_id=first.pk, reason=" ", actor=scored.head)
    with clock.at(LATER):
        lose_award(award_id=first.pk, reason="异议成立。", actor=scored.head)
        called = call_reserve(award_id=first.pk, actor=scored.clerk)
        refused("award_replaced_already", call_reserve, award_id=first.pk, actor=scored.clerk)
        refused("award_notice_missing", confirm_award, award_id=called.pk, actor=scored.head)

    assert (called.project, called.replaces, called.reserve_no) == (scored.projects[2], first, 1)
    assert awards(scored) == [
        ("lost", 10 * WAN), ("proposed", 10 * WAN), ("proposed", 10 * WAN), ("reserve", 10 * WAN),
    ]  # fmt: skip
    assert called.envelope_id is not None
    assert free_fen(called.envelope_id, called.decision_id) == 5 * WAN
    assert AuditEntry.objects.get(verb="award.call").facts["replaces"] == scored.projects[0].code
    assert set(Delivery.objects.values_list("message__event", flat=True)) >= {"award_lost", "award_called"}


def test_nobody_is_called_whom_the_money_does_not_reach() -> None:
    scored = make_scored_round(asked=(8 * WAN, 10 * WAN, 20 * WAN, 5 * WAN), envelope=20 * WAN)
    decided(scored)
    first = Award.objects.get(project=scored.projects[0])
    lose_award(award_id=first.pk, reason="自愿放弃。", actor=scored.head)
    refused("reserve_empty", call_reserve, award_id=first.pk, actor=scored.clerk)
    assert [state for state, _fen in awards(scored)] == ["lost", "proposed", "reserve", "reserve"]


def test_a_member_of_the_applicant_moves_no_award() -> None:
    scored = make_scored_round()
    decided(scored)
    award = Award.objects.filter(state="proposed").order_by("pk")[0]
    member = award.project.organization.memberships.get().user
    refused("own_organization", lose_award, award_id=award.pk, reason="x", actor=member)
    refused("own_organization", confirm_award, award_id=award.pk, actor=member)


def leaders(count: int) -> list[Any]:
    return [make_user(Role.LEADER, name=f"领导{number}") for number in range(count)]


def sign(decision: Decision, leader: Any, *, hold: Any = None, whole: str = "agree") -> None:
    """Ask for a code by mail and sign with it."""
    send_vote_code(decision_id=decision.pk, actor=leader, language="zh-hans")
    found = re.search(r"[0-9]{6}", str(mail.outbox[-1].body))
    assert found is not None
    ballots: dict[int | None, tuple[str, str]] = {None: (whole, "")}
    if hold is not None:
        ballots[hold.pk] = ("hold", "请再核实。")
    cast_vote(decision_id=decision.pk, sha256=shown_hash(decision), code=found.group(), ballots=ballots, actor=leader)


def test_leaders_sign_by_code_and_more_than_half_make_the_decision() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decision = sent(scored)
    people = leaders(3)
    refused("decision_not_by_vote", send_vote_code, decision_id=decision.pk, actor=people[0], language="zh-hans")
    choose_way(decision_id=decision.pk, way="vote", actor=scored.clerk)
    decision.refresh_from_db()
    sign(decision, people[0])
    told: dict[str, Any] = {
        "decision_id": decision.pk, "body": "领导小组", "met_on": REVIEWED.date(), "number": "", "minutes": "",
        "actor": scored.clerk,
    }  # fmt: skip
    assert refused("decision_no_quorum", record_decision, **told) == {"have": 1, "need": 2}
    sign(decision, people[1], hold=scored.projects[0])
    refused("decision_held_items", record_decision, **told)
    refused("vote_code_wrong", cast_vote, decision_id=decision.pk, sha256=shown_hash(decision), code="000000",
            ballots={None: ("agree", "")}, actor=people[2])  # fmt: skip

    remove_project(
        decision_id=decision.pk, project_id=scored.projects[0].pk, reason="两位领导暂缓。", actor=scored.clerk
    )
    decision.refresh_from_db()
    assert tally(decision)["have"] == 0
    sign(decision, people[1])
    sign(decision, people[2])
    record_decision(**told)
    confirm_decision(decision_id=decision.pk, actor=scored.head)
    assert [state for state, _fen in awards(scored)] == ["none", "proposed", "proposed", "reserve"]
    assert Vote.objects.filter(project__isnull=True).count() == 3


def test_a_leader_of_an_applicant_does_not_vote_on_that_project() -> None:
    scored = make_scored_round()
    decision = sent(scored)
    choose_way(decision_id=decision.pk, way="vote", actor=scored.clerk)
    decision.refresh_from_db()
    leader = make_user(Role.LEADER)
    scored.projects[0].organization.memberships.create(user=leader, role="viewer", since=REVIEWED)
    refused("vote_hidden", sign, decision=decision, leader=leader, hold=scored.projects[0])
    assert not Vote.objects.exists()


def test_feedback_is_drafted_without_names_checked_and_released() -> None:
    scored = make_scored_round()
    expert = scored.experts[0]
    extra = add_project(scored)
    give(scored, extra, 0, 9, comment=f"{expert.name}认为可行。")
    give(scored, extra, 1, 9, comment="")
    give(scored, extra, 2, 9, comment="")
    decided(scored)
    feedback = Feedback.objects.get(project=scored.projects[0])
    assert feedback.text.startswith("1. 需求真实")
    assert Feedback.objects.get(project=scored.projects[-1]).text == "1. （一位专家）认为可行。"
    refused("feedback_illegal_move", release_feedback, feedback_id=feedback.pk, actor=scored.clerk)
    check_feedback(feedback_id=feedback.pk, actor=scored.clerk)
    write_feedback(feedback_id=feedback.pk, text="请补充风险预案。", actor=scored.clerk)
    feedback.refresh_from_db()
    assert (feedback.state, feedback.checked_by) == ("draft", None)
    check_feedback(feedback_id=feedback.pk, actor=scored.head)
    release_feedback(feedback_id=feedback.pk, actor=scored.head)
    feedback.refresh_from_db()
    assert (feedback.state, feedback.released_at) == ("released", REVIEWED)
    refused("feedback_illegal_move", write_feedback, feedback_id=feedback.pk, text="x", actor=scored.clerk)
