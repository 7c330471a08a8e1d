"""Threads on PostgreSQL: one form is one record; two who accept one expense book it once; two judge one report."""

from datetime import timedelta
from typing import Any

import pytest

from grants.flows import running as flows
from grants.models import Activity, Expense, JournalEntry, Report
from tests.grants.running.factories import START, TODAY, clerk, expense, make_running, owner_of
from tests.together import outcomes
from venture.kernel import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_twenty_of_the_same_form_are_one_activity_and_one_expense() -> None:
    grant = make_running()
    owner = owner_of(grant)
    told: dict[str, Any] = {"grant_id": grant.pk, "on": START + timedelta(days=9), "actor": owner}

    with clock.at(TODAY):
        recorded = outcomes([lambda: flows.record_activity(key="phone-1", title="茶会", people=20, **told)] * 20)
        entered = outcomes(
            [
                lambda: flows.enter_expense(
                    key="voucher-1",
                    line="b1",
                    amount_fen=1_000,
                    voucher_number="V1",
                    payee="甲",
                    purpose="茶点",
                    **told,
                )
            ]
            * 20
        )

    assert (recorded, entered) == (["done"] * 20, ["done"] * 20)
    assert (Activity.objects.count(), Expense.objects.count()) == (1, 1)


def test_many_who_accept_more_than_was_received_never_overspend_the_special_account() -> None:
    grant = make_running()
    rows = [expense(grant, line="b2", amount_fen=1_500_000) for _each in range(5)]
    judge = clerk()

    with clock.at(TODAY):
        said = outcomes(
            [
                lambda row=row: flows.accept_expense(expense_id=row.pk, actor=judge, reason="核对无误")  # type: ignore[misc]
                for row in rows
            ]
        )

    assert sorted(said) == ["done"] * 3 + ["ledger_short"] * 2
    assert Expense.objects.filter(state="accepted").count() == 3
    assert JournalEntry.objects.filter(kind="spend", grant=grant).count() == 3


def test_two_who_judge_one_report_leave_one_end() -> None:
    grant = make_running()
    report = Report.objects.create(grant=grant, kind="progress", due_on=TODAY.date())
    flows.save_report(report_id=report.pk, typed={"done": "完成"}, base={}, actor=owner_of(grant))
    with clock.at(TODAY):
        flows.submit_report(report_id=report.pk, actor=owner_of(grant))
        first, second, until = clerk(), clerk(), clock.today() + timedelta(days=5)
        said = outcomes(
            [
                lambda: flows.accept_report(report_id=report.pk, actor=first),
                lambda: flows.return_report(report_id=report.pk, remarks="改", mend_by=until, actor=second),
            ]
        )
    assert sorted(said) == ["done", "report_illegal_move"]
