"""Expenses as the funder's side judges them: ask about one, accept it into the special account's book, disallow it."""

from accounts.models import User
from grants.domain.lifecycle import EXPENSE_LIFE
from grants.enums import ExpenseState
from grants.flows.holding import refuse_same
from grants.flows.ledger import disallow, spend
from grants.flows.running.spending import LONGEST, held_expense
from grants.flows.running.telling import tell_organization
from grants.models import Expense
from grants.queries.running.checks import checked
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def query_expense(*, expense_id: int, reason: str, actor: User) -> Expense:
    """Ask the organisation about an expense.

    Raise ``RuleRefusal``: ``expense_illegal_move``, ``expense_reason_missing``, ``expense_by_two``,
    ``own_organization``.
    """
    return _judge(expense_id, "query", reason, actor)


def accept_expense(*, expense_id: int, actor: User, reason: str = "") -> Expense:
    """Accept an expense: it is booked in the organisation's own book, in the same act.

    The checks are made anew. Where something strikes, ``reason`` says why it is accepted all the same. Raise
    ``RuleRefusal``: ``expense_illegal_move``, ``expense_flagged``, ``expense_by_two``, ``own_organization``, what the
    ledger refuses: more than was received is no expense of this money.
    """
    with held_expense(expense_id, actor=actor) as (_grant, expense):
        EXPENSE_LIFE.target_of("accept", expense.state)
        refuse_same(expense.entered_by, actor, "expense_by_two")
        expense.flags = [flag.as_json() for flag in checked(expense)]
        if expense.flags and not reason.strip():
            raise RuleRefusal("expense_flagged")
        spend(expense, actor=actor)
        step(
            expense, EXPENSE_LIFE, "accept", noun="expense", actor=actor, facts={"reason": reason.strip()[:LONGEST]},
            judged_by=actor, judged_at=clock.now(), reason=reason.strip()[:LONGEST], flags=expense.flags,
        )  # fmt: skip
        return expense


def disallow_expense(*, expense_id: int, reason: str, actor: User) -> Expense:
    """Disallow an expense; an accepted one leaves the book again. The money is owed to the special account.

    Raise ``RuleRefusal``: ``expense_illegal_move``, ``expense_reason_missing``, ``expense_by_two``,
    ``own_organization``.
    """
    return _judge(expense_id, "disallow", reason, actor)


def _judge(expense_id: int, verb: str, reason: str, actor: User) -> Expense:
    with held_expense(expense_id, actor=actor) as (grant, expense):
        EXPENSE_LIFE.target_of(verb, expense.state)
        refuse_same(expense.entered_by, actor, "expense_by_two")
        stated = reason.strip()[:LONGEST]
        if not stated:
            raise RuleRefusal("expense_reason_missing")
        now, facts = clock.now(), {"reason": stated}
        event = "expense_queried" if verb == "query" else "expense_disallowed"
        tell_organization(
            grant, event, f"{expense.pk}:{now:%Y%m%d%H%M%S}", page="expenses", voucher=expense.voucher_number,
            reason=stated,
        )  # fmt: skip
        if verb == "query":
            step(expense, EXPENSE_LIFE, "query", noun="expense", actor=actor, facts=facts, reason=stated, answer="")
            return expense
        if expense.state == ExpenseState.ACCEPTED:
            disallow(expense, actor=actor, reason=stated)
        step(
            expense, EXPENSE_LIFE, "disallow", noun="expense", actor=actor, facts=facts, judged_by=actor, judged_at=now,
            reason=stated,
        )  # fmt: skip
        return expense
