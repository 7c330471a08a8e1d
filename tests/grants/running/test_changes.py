"""Requests for changes: difference, decision by another person, and what it does to the plan in force."""

from datetime import timedelta
from typing import Any

import pytest

from grants.enums import AskState
from grants.flows import running as flows
from grants.models import ChangeRequest, Grant, Report, SiteVisit
from rounds.models import BudgetRule
from tests.grants.running.factories import END, TODAY, clerk, make_running, owner_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
SWAP = {"lines.b1.price": "2500", "lines.b2.price": "7500"}


def ask(
    grant: Grant, kind: str = "budget", typed: dict[str, str] | None = None, key: str = "change-1"
) -> ChangeRequest:
    with clock.at(TODAY):
        return flows.ask_change(
            grant_id=grant.pk, kind=kind, typed=SWAP if typed is None else typed, reason="老人更需要探访", key=key,
            actor=owner_of(grant),
        )  # fmt: skip


def prices(grant: Grant) -> list[int]:
    grant.refresh_from_db()
    return [row["price"] for row in grant.plan["sections"]["budget"]["lines"]]


def test_money_moves_between_lines_only_when_another_person_approves() -> None:
    grant = make_running()
    change = ask(grant)
    assert change.number == 1
    assert [(each["path"], each["before"], each["after"]) for each in change.changes] == [
        ("lines.b1.price", 300_000, 250_000), ("lines.b2.price", 700_000, 750_000),
    ]  # fmt: skip
    assert prices(grant) == [300_000, 700_000]
    with clock.at(TODAY):
        flows.approve_change(change_id=change.pk, actor=clerk(), answer="同意")
    assert prices(grant) == [250_000, 750_000]
    change.refresh_from_db()
    assert (change.state, change.answer) == (AskState.APPROVED, "同意")


def test_the_same_key_is_one_request_and_one_of_a_kind_waits_at_a_time() -> None:
    grant = make_running()
    assert ask(grant) == ask(grant)
    with pytest.raises(RuleRefusal, match="change_waits"):
        ask(grant, key="change-2")
    assert ChangeRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("budget", {}, "change_empty"),
        ("budget", {"lines.b1.price": "3000"}, "change_empty"),
        ("budget", {"lines.b1.price": "三千"}, "change_unreadable"),
        ("budget", {"lines.b1.price": "3001"}, "change_above_award"),
        ("period", {"ends_on": "2001-01-01"}, "change_period_wrong"),
    ],
)
def test_what_cannot_be_asked_is_refused(kind: str, typed: dict[str, str], code: str) -> None:
    grant = make_running()
    with pytest.raises(RuleRefusal, match=code):
        ask(grant, kind, typed)
    assert not ChangeRequest.objects.exists()
    assert prices(grant) == [300_000, 700_000]


def test_a_budget_that_breaks_a_rule_of_the_round_is_refused() -> None:
    grant = make_running()
    BudgetRule.objects.filter(round=grant.round).delete()
    BudgetRule.objects.create(
        round=grant.round, name="人员不超过七成", kind="max_share", categories=["personnel"], value=7_000
    )
    with pytest.raises(RuleRefusal) as refusal:
        ask(grant)
    assert (refusal.value.code, refusal.value.details) == ("change_breaks_rules", {"rules": "人员不超过七成"})


def test_a_longer_period_moves_the_end_and_the_reports() -> None:
    grant = make_running()
    flows.schedule_reports(grant, actor=None)
    before = Report.objects.get(kind="final").due_on
    change = ask(grant, "period", {"ends_on": (END + timedelta(days=30)).isoformat()})
    with clock.at(TODAY):
        flows.approve_change(change_id=change.pk, actor=clerk())
    grant.refresh_from_db()
    assert grant.ends_on == END + timedelta(days=30)
    assert Report.objects.get(kind="final").due_on == before + timedelta(days=30)


def test_another_leader_stands_in_the_plan() -> None:
    grant = make_running()
    change = ask(grant, "person", {"leader_name": "方远"})
    with clock.at(TODAY):
        flows.approve_change(change_id=change.pk, actor=clerk())
    grant.refresh_from_db()
    assert grant.plan["sections"]["project"]["leader_name"] == "方远"


def test_a_request_that_the_plan_overtook_is_not_approved() -> None:
    grant = make_running()
    change = ask(grant)
    grant.plan["sections"]["budget"]["lines"][0]["price"] = 1
    grant.save(update_fields=["plan"])
    with clock.at(TODAY), pytest.raises(RuleRefusal, match="change_stale"):
        flows.approve_change(change_id=change.pk, actor=clerk())
    change.refresh_from_db()
    assert change.state == AskState.ASKED


def test_a_refusal_needs_a_reason_and_changes_nothing() -> None:
    grant, judge = make_running(), clerk()
    change = ask(grant)
    with clock.at(TODAY):
        with pytest.raises(RuleRefusal, match="change_answer_missing"):
            flows.refuse_change(change_id=change.pk, answer=" ", actor=judge)
        flows.refuse_change(change_id=change.pk, answer="理由不足", actor=judge)
        with pytest.raises(RuleRefusal, match="request_illegal_move"):
            flows.approve_change(change_id=change.pk, actor=judge)
    assert prices(grant) == [300_000, 700_000]


def test_nobody_decides_an_own_request() -> None:
    grant, judge = make_running(), clerk()
    change = ask(grant)
    ChangeRequest.objects.filter(pk=change.pk).update(asked_by=judge)
    with clock.at(TODAY), pytest.raises(RuleRefusal, match="change_by_two"):
        flows.approve_change(change_id=change.pk, actor=judge)
    assert prices(grant) == [300_000, 700_000]


def answered(visit: SiteVisit, **wrong: Any) -> list[dict[str, Any]]:
    return [{**each, "ok": True} | (wrong if number == 0 else {}) for number, each in enumerate(visit.checklist)]


def test_a_visit_is_planned_once_recorded_and_its_finding_mended() -> None:
    grant, judge = make_running(), clerk()
    with clock.at(TODAY):
        asked = {"grant_id": grant.pk, "on": clock.today(), "visitors": "陈立", "actor": judge}
        visit = flows.plan_visit(**asked)
        assert flows.plan_visit(**asked) == visit
        with pytest.raises(RuleRefusal, match="visit_item_open"):
            flows.record_visit(visit_id=visit.pk, checklist=visit.checklist, finding="", actor=judge)
        with pytest.raises(RuleRefusal, match="visit_finding_missing"):
            flows.record_visit(visit_id=visit.pk, checklist=answered(visit, ok=False), finding=" ", actor=judge)
        flows.record_visit(
            visit_id=visit.pk, checklist=answered(visit, ok=False), finding="签到缺日期",
            mend_by=clock.today() + timedelta(days=7), actor=judge,
        )  # fmt: skip
        flows.mend_visit(visit_id=visit.pk, words="已补", actor=judge)
        with pytest.raises(RuleRefusal, match="visit_nothing_to_mend"):
            flows.mend_visit(visit_id=visit.pk, words="又补", actor=judge)
        with pytest.raises(RuleRefusal, match="visit_illegal_move"):
            flows.drop_visit(visit_id=visit.pk, reason="不去了", actor=judge)
    visit.refresh_from_db()
    assert (visit.state, visit.mended_words) == ("done", "已补")
