"""Expenses: entered once with what struck the checks, asked about, answered, accepted into the book, disallowed."""

from datetime import timedelta
from typing import Any

import pytest

from grants.enums import ExpenseState
from grants.flows import running as flows
from grants.flows.ledger import spent_entry
from grants.models import VOUCHER_PURPOSE, Account, Expense
from grants.queries.running import statement_of
from organizations.models import Membership
from rounds.models import FundBan
from tests.grants.running.factories import (
    END,
    START,
    TODAY,
    activity,
    clerk,
    codes,
    expense,
    make_running,
    owner_of,
    upload,
)  # fmt: skip
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def special(grant: Any) -> int:
    return Account.objects.get(grant=grant, kind="special").balance_fen


def test_an_expense_within_its_line_strikes_nothing_and_is_entered_once() -> None:
    grant = make_running()
    first = expense(grant, key="voucher-1", activity_id=activity(grant).pk)
    again = expense(grant, key="voucher-1", amount_fen=1)

    assert again == first
    row = Expense.objects.get()
    assert (row.flags, row.state, row.amount_fen) == ([], ExpenseState.ENTERED, 280_000)
    assert row.source_slug == grant.shares.get().source.slug


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"line": "gone"}, "expense_out_of_plan"),
        ({"line": ""}, "expense_out_of_plan"),
        ({"amount_fen": 3_300_001}, "expense_line_over"),
        ({"on": START - timedelta(days=1)}, "expense_before_start"),
        ({"payee": "陈社工"}, "expense_to_own_people"),
        ({"payee": " 周 敏 "}, "expense_to_own_people"),
        ({"method": "cash", "amount_fen": 100_001}, "expense_cash_large"),
        ({"purpose": "公务接待用餐"}, "expense_banned"),
    ],
)
def test_what_strikes_is_kept_with_the_expense(more: dict[str, Any], code: str) -> None:
    grant = make_running()
    FundBan.objects.create(source=grant.shares.get().source, text="因公出国（境）、公务接待", citation="办法")
    assert codes(expense(grant, **more)) == [code]


def test_an_overspent_line_counts_what_stands_in_it() -> None:
    grant = make_running()
    expense(grant, amount_fen=3_000_000)
    assert codes(expense(grant, amount_fen=300_000)) == []
    assert codes(expense(grant, amount_fen=1)) == ["expense_line_over"]


def test_one_voucher_twice_is_seen_across_the_projects_of_an_organisation() -> None:
    grant, other = make_running(), make_running()
    type(other).objects.filter(pk=other.pk).update(organization=grant.organization)
    expense(grant, voucher_number="No.42", payee="云溪茶叶店")
    twice = expense(other, voucher_number="ｎｏ.４２", payee="云溪 茶叶店", actor=owner_of(grant))
    assert codes(twice) == ["expense_voucher_twice"]


def test_one_photo_twice_is_seen_whatever_the_number() -> None:
    grant = make_running()
    owner = owner_of(grant)
    expense(grant, voucher=upload(owner, VOUCHER_PURPOSE, sha="a" * 64).key)
    assert codes(expense(grant, voucher=upload(owner, VOUCHER_PURPOSE, sha="a" * 64).key)) == ["expense_photo_twice"]


def test_an_expense_is_asked_about_answered_and_accepted_into_the_book() -> None:
    grant = make_running()
    row, judge = expense(grant), clerk()
    with clock.at(TODAY):
        flows.query_expense(expense_id=row.pk, reason="发票抬头不符", actor=judge)
        flows.answer_expense(expense_id=row.pk, answer="已换开", actor=owner_of(grant))
        flows.accept_expense(expense_id=row.pk, actor=judge)

    row.refresh_from_db()
    assert (row.state, row.answer, row.judged_by) == (ExpenseState.ACCEPTED, "已换开", judge)
    assert spent_entry(row) is not None
    assert special(grant) == 5_000_000 - 280_000


def test_a_flagged_expense_needs_a_word_to_be_accepted() -> None:
    grant = make_running()
    row = expense(grant, line="")
    with clock.at(TODAY):
        with pytest.raises(RuleRefusal, match="expense_flagged"):
            flows.accept_expense(expense_id=row.pk, actor=clerk())
        row.refresh_from_db()
        assert row.state == ExpenseState.ENTERED
        flows.accept_expense(expense_id=row.pk, actor=clerk(), reason="经批准列支")
    row.refresh_from_db()
    assert (row.state, row.reason) == (ExpenseState.ACCEPTED, "经批准列支")


def test_what_was_accepted_leaves_the_book_when_it_is_disallowed() -> None:
    grant = make_running()
    row, judge = expense(grant), clerk()
    with clock.at(TODAY):
        flows.accept_expense(expense_id=row.pk, actor=judge)
        flows.disallow_expense(expense_id=row.pk, reason="审计认定不合规", actor=judge)
    row.refresh_from_db()
    assert row.state == ExpenseState.DISALLOWED
    assert special(grant) == 5_000_000


def test_more_than_was_received_is_not_booked() -> None:
    grant = make_running(paid=False)
    row = expense(grant)
    with clock.at(TODAY), pytest.raises(RuleRefusal, match="ledger_short"):
        flows.accept_expense(expense_id=row.pk, actor=clerk())
    row.refresh_from_db()
    assert row.state == ExpenseState.ENTERED
    assert spent_entry(row) is None


def test_nobody_judges_an_own_expense_nor_one_of_an_own_organisation() -> None:
    grant = make_running()
    judge = clerk()
    row = expense(grant, actor=judge)
    with clock.at(TODAY), pytest.raises(RuleRefusal, match="expense_by_two"):
        flows.accept_expense(expense_id=row.pk, actor=judge)
    Membership.objects.create(organization=grant.organization, user=judge, role="viewer", since=TODAY)
    with clock.at(TODAY), pytest.raises(RuleRefusal, match="own_organization"):
        flows.disallow_expense(expense_id=row.pk, reason="不合规", actor=judge)
    row.refresh_from_db()
    assert row.state == ExpenseState.ENTERED


MOVES = {
    "query": {"entered"}, "answer": {"queried"}, "accept": {"entered", "queried"},
    "disallow": {"entered", "queried", "accepted"}, "reverse": {"entered", "queried"},
}  # fmt: skip


def act(verb: str, key: int, owner: Any, judge: Any) -> None:
    {
        "query": lambda: flows.query_expense(expense_id=key, reason="说明", actor=judge),
        "answer": lambda: flows.answer_expense(expense_id=key, answer="说明", actor=owner),
        "accept": lambda: flows.accept_expense(expense_id=key, reason="说明", actor=judge),
        "disallow": lambda: flows.disallow_expense(expense_id=key, reason="说明", actor=judge),
        "reverse": lambda: flows.reverse_expense(expense_id=key, reason="说明", actor=owner),
    }[verb]()


def test_every_verb_moves_an_expense_from_its_states_only() -> None:
    grant = make_running()
    owner, judge = owner_of(grant), clerk()
    for verb, states in MOVES.items():
        for state in ExpenseState.values:
            row = expense(grant, amount_fen=100)
            Expense.objects.filter(pk=row.pk).update(state=state)
            with clock.at(TODAY):
                if state in states:
                    act(verb, row.pk, owner, judge)
                    assert Expense.objects.get(pk=row.pk).state != state
                else:
                    with pytest.raises(RuleRefusal, match="expense_illegal_move"):
                        act(verb, row.pk, owner, judge)
                    assert Expense.objects.get(pk=row.pk).state == state
            Expense.objects.filter(pk=row.pk).update(state="reversed")


def test_the_monthly_table_adds_up_by_line_and_month() -> None:
    grant = make_running()
    expense(grant, amount_fen=100_000, on=START + timedelta(days=5))
    expense(grant, amount_fen=200_000, on=START + timedelta(days=45))
    expense(grant, line="", amount_fen=50_000, on=START + timedelta(days=45))
    gone = expense(grant, amount_fen=999_999)
    Expense.objects.filter(pk=gone.pk).update(state="disallowed")

    statement = statement_of(grant)
    assert [(row.key, row.budget_fen, row.spent_fen) for row in statement.rows] == [
        ("b1", 3_000_000, 300_000), ("b2", 7_000_000, 0), ("", 0, 50_000),
    ]  # fmt: skip
    assert statement.total.spent_fen == 350_000
    assert sum(statement.received) == 5_000_000
    assert statement.balances()[-1] == 5_000_000 - 350_000


def test_an_end_of_the_project_is_an_end_of_its_expenses() -> None:
    grant = make_running(ends_on=START + timedelta(days=20))
    assert codes(expense(grant, on=START + timedelta(days=21))) == ["expense_after_end"]
    assert grant.ends_on < END
