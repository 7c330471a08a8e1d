"""Reports: scheduled by the round, kept as they are typed, frozen when handed in, returned, accepted, waived."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from grants.enums import ReportState
from grants.flows import running as flows
from grants.flows.running.reminding import moment_of
from grants.models import REPORT_PURPOSE, Report, ReportVersion, RunningRules
from rounds.domain.canonical import canonical
from tests.grants.running.factories import START, TODAY, activity, clerk, expense, make_running, owner_of, upload
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
TEXTS = {"done": "完成探访。", "results": "老人安心。", "money": "按预算。", "problems": "人手紧。", "next": "继续。"}


def reports(grant: Any) -> list[Report]:
    with clock.at(TODAY), transaction.atomic():
        flows.schedule_reports(grant, actor=None)
    return list(Report.objects.filter(grant=grant).order_by("due_on"))


def midterm(grant: Any) -> Report:
    return next(each for each in reports(grant) if each.kind == "midterm")


def written(grant: Any) -> Report:
    report = midterm(grant)
    flows.save_report(report_id=report.pk, typed=TEXTS | {"reached.i1": "150"}, base={}, actor=owner_of(grant))
    return report


def handed_in(grant: Any, *, days: int = 0) -> Report:
    report = written(grant)
    with clock.at(
        TODAY.replace(year=report.due_on.year, month=report.due_on.month, day=report.due_on.day) + timedelta(days)
    ):
        flows.submit_report(report_id=report.pk, actor=owner_of(grant))
    report.refresh_from_db()
    return report


def test_reports_are_scheduled_once_and_move_with_the_period_while_nobody_began() -> None:
    grant = make_running()
    first = [(each.kind, each.due_on) for each in reports(grant)]
    assert [(each.kind, each.due_on) for each in reports(grant)] == first
    grant.ends_on += timedelta(days=30)
    moved = {each.kind: each.due_on for each in reports(grant)}
    assert moved["final"] == dict(first)["final"] + timedelta(days=30)


def test_a_round_says_which_reports_there_are() -> None:
    grant = make_running()
    RunningRules.objects.create(round=grant.round, progress_months=0, midterm_share=0, final_days=15)
    grant.round.refresh_from_db()
    assert [(each.kind, each.due_on) for each in reports(grant)] == [("final", grant.ends_on + timedelta(days=15))]


def test_two_who_write_at_once_lose_nothing() -> None:
    grant = make_running()
    report, owner = midterm(grant), owner_of(grant)
    flows.save_report(report_id=report.pk, typed={"done": "甲写", "next": "下一步"}, base={}, actor=owner)
    flows.save_report(report_id=report.pk, typed={"done": "乙写", "money": "钱"}, base={}, actor=owner)

    report.refresh_from_db()
    assert report.content["texts"] == {"done": "甲写", "next": "下一步", "money": "钱"}
    assert [(each["place"], each["text"]) for each in report.content["beside"]] == [("done", "乙写")]


def test_an_incomplete_report_is_not_taken_and_keeps_its_texts() -> None:
    grant = make_running()
    report = midterm(grant)
    flows.save_report(report_id=report.pk, typed={"done": "完成"}, base={}, actor=owner_of(grant))
    with clock.at(TODAY), pytest.raises(RuleRefusal, match="report_incomplete"):
        flows.submit_report(report_id=report.pk, actor=owner_of(grant))
    report.refresh_from_db()
    assert (report.state, report.content["texts"]) == (ReportState.DUE, {"done": "完成"})
    assert not ReportVersion.objects.exists()


def test_what_is_handed_in_is_frozen_with_its_hash() -> None:
    grant = make_running()
    activity(grant, people=20)
    expense(grant, amount_fen=280_000)
    report = handed_in(grant)

    version = ReportVersion.objects.get()
    assert version.sha256 == hashlib.sha256(canonical(version.content).encode()).hexdigest()
    assert version.content["texts"] == TEXTS
    assert version.content["figures"]["activities"] == {"times": 1, "people": 20, "volunteers": 0, "hours": 0}
    assert version.content["figures"]["money"]["spent_fen"] == 280_000
    assert version.content["indicators"][0] | {"id": "i1"} == {
        "id": "i1", "name": "入户探访", "unit": "人次", "target": "200", "actual": "150", "share": 7_500,
    }  # fmt: skip
    assert (report.state, report.days_late) == (ReportState.SUBMITTED, 0)
    assert AuditEntry.objects.get(verb="report.submit").facts["sha256"] == version.sha256


def test_the_database_itself_keeps_what_was_handed_in() -> None:
    handed_in(make_running())
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.all().delete()
    assert ReportVersion.objects.exclude(sha256="0" * 64).count() == 1


def test_late_days_are_counted_as_the_round_says() -> None:
    grant = make_running()
    assert handed_in(grant, days=9).days_late == 9


def test_a_report_is_returned_with_what_to_mend_mended_and_accepted() -> None:
    grant, judge = make_running(), clerk()
    report = handed_in(grant)
    at = clock.at(TODAY.replace(year=report.due_on.year, month=report.due_on.month, day=report.due_on.day))
    with at:
        mend_by = clock.today() + timedelta(days=7)
        with pytest.raises(RuleRefusal, match="report_remarks_missing"):
            flows.return_report(report_id=report.pk, remarks=" ", mend_by=mend_by, actor=judge)
        with pytest.raises(RuleRefusal, match="report_mend_by_past"):
            flows.return_report(report_id=report.pk, remarks="核对", mend_by=clock.today(), actor=judge)
        flows.return_report(report_id=report.pk, remarks="核对签到", mend_by=mend_by, actor=judge)
        report.refresh_from_db()
        assert (report.state, report.mend_by, report.remarks) == (ReportState.RETURNED, mend_by, "核对签到")
        flows.save_report(report_id=report.pk, typed={"done": "改好"}, base=TEXTS, actor=owner_of(grant))
        flows.submit_report(report_id=report.pk, actor=owner_of(grant))
        flows.accept_report(report_id=report.pk, actor=judge)
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    assert [each.content["texts"]["done"] for each in report.versions.order_by("number")] == ["完成探访。", "改好"]
    assert Message.objects.filter(event="report_returned", person=owner_of(grant)).exists()


def test_a_report_handed_in_is_not_written_in() -> None:
    grant = make_running()
    report = handed_in(grant)
    with pytest.raises(RuleRefusal, match="report_not_written"):
        flows.save_report(report_id=report.pk, typed={"done": "晚了"}, base={}, actor=owner_of(grant))
    report.refresh_from_db()
    assert report.content["texts"]["done"] == "完成探访。"


def test_nobody_judges_a_report_that_they_handed_in() -> None:
    grant, judge = make_running(), clerk()
    report = written(grant)
    with clock.at(TODAY):
        flows.submit_report(report_id=report.pk, actor=judge)
        with pytest.raises(RuleRefusal, match="report_by_two"):
            flows.accept_report(report_id=report.pk, actor=judge)
    assert Report.objects.get(pk=report.pk).state == ReportState.SUBMITTED


def test_a_file_that_was_handed_in_stays_on_record() -> None:
    grant = make_running()
    report, owner = written(grant), owner_of(grant)
    kept = flows.attach_to_report(report_id=report.pk, key=upload(owner, REPORT_PURPOSE).key, label="照片", actor=owner)
    with clock.at(TODAY):
        flows.submit_report(report_id=report.pk, actor=owner)
        flows.return_report(report_id=report.pk, remarks="换一张", mend_by=clock.today() + timedelta(3), actor=clerk())
        flows.detach_from_report(report_id=report.pk, file_id=kept.pk, actor=owner)
    kept.refresh_from_db()
    assert kept.off_at is not None
    assert ReportVersion.objects.get().content["files"][0]["sha256"] == kept.file.sha256


MOVES = {"submit": {"due", "returned"}, "return": {"submitted"}, "accept": {"submitted"}, "waive": {"due", "returned"}}


def test_every_verb_moves_a_report_from_its_states_only() -> None:
    grant = make_running()
    report, owner, judge = written(grant), owner_of(grant), clerk()
    acts = {
        "submit": lambda: flows.submit_report(report_id=report.pk, actor=owner),
        "return": lambda: flows.return_report(
            report_id=report.pk, remarks="改", mend_by=clock.today() + timedelta(3), actor=judge
        ),
        "accept": lambda: flows.accept_report(report_id=report.pk, actor=judge),
        "waive": lambda: flows.waive_report(report_id=report.pk, remarks="免", actor=judge),
    }
    with clock.at(TODAY):
        for verb, states in MOVES.items():
            for state in ReportState.values:
                Report.objects.filter(pk=report.pk).update(state=state, submitted_by=owner, judged_by=None)
                if state in states:
                    acts[verb]()
                    assert Report.objects.get(pk=report.pk).state != state
                else:
                    with pytest.raises(RuleRefusal, match="report_illegal_move"):
                        acts[verb]()
                    assert Report.objects.get(pk=report.pk).state == state


def test_reminders_come_once_before_the_day_and_each_week_after_it() -> None:
    grant = make_running()
    report = midterm(grant)
    morning = TODAY.replace(year=report.due_on.year, month=report.due_on.month, day=report.due_on.day)
    Report.objects.filter(grant=grant).exclude(pk=report.pk).delete()
    for days in (-20, -7, -6, 0, 1, 2, 8, 9):
        with clock.at(morning + timedelta(days)):
            flows.remind_of_reports()
    told = Message.objects.filter(person=owner_of(grant), event__in=("report_due", "report_late"))
    assert sorted(told.values_list("event", flat=True)) == ["report_due", "report_late", "report_late"]


def test_moments_of_a_reminder() -> None:
    due = START
    found = [moment_of(due, due + timedelta(days), 7) for days in (-8, -7, 0, 1, 7, 8)]
    assert found == [None, -1, -1, 0, 0, 1]
