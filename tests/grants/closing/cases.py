"""A running project with money paid, spent and left, and people to judge and close it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.flows import ledger
from grants.flows.evaluating import confirm_evaluation, open_evaluation, propose_evaluation, save_marks
from grants.flows.holding import holding
from grants.models import Evaluation, Expense, Grant, Report
from grants.queries.evaluating import items_of
from rounds.enums import Phase
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED, make_grant
from venture.kernel import clock

LATER = GRANTED + timedelta(days=200)


@dataclass
class Case:
    grant: Grant
    owner: User
    evaluator: User
    clerk: User
    head: User


def make_case(state: str = "active", **fields: Any) -> Case:
    grant = make_grant(state=state, **fields)
    owner = grant.organization.memberships.order_by("pk")[0].user
    return Case(grant, owner, make_user(Role.EVALUATOR), make_user(Role.CLERK), make_user(Role.HEAD))


def spent(case: Case, fen: int, *, state: str = "accepted", number: str = "记-001") -> Expense:
    """Write an expense straight into its table, with the ledger's entry where it was accepted."""
    expense = Expense.objects.create(
        grant=case.grant, state=state, on=LATER.date(), amount_fen=fen, voucher_number=number, payee="云溪超市",
        purpose="活动物资", key=f"{case.grant.pk}-{number}", entered_by=case.owner, entered_at=LATER,
        source_slug=case.grant.shares.select_related("source")[0].source.slug,
    )  # fmt: skip
    if state == "accepted":
        with clock.at(LATER), holding(case.grant.pk):
            ledger.spend(expense, actor=case.clerk)
    return expense


def reported(case: Case, kind: str = "final", state: str = "accepted") -> Report:
    return Report.objects.create(grant=case.grant, kind=kind, state=state, due_on=LATER.date())


def judged(case: Case, phase: str = Phase.FINAL, *, share: int = 90) -> Evaluation:
    """Return an open evaluation with all points given: ``share`` percent of each judged item, all targets reached."""
    with clock.at(LATER):
        evaluation = open_evaluation(grant_id=case.grant.pk, phase=phase, actor=case.evaluator)
        marks = {
            item.key: {"reached": share, "target": 100} if item.bands else {"given": item.points * share}
            for item in items_of(case.grant.round_id, phase)
        }
        return save_marks(
            evaluation_id=evaluation.pk, marks=marks, extras=[], opinion="按计划完成。", actor=case.evaluator
        )


def confirmed(case: Case, phase: str = Phase.FINAL, *, share: int = 90) -> Evaluation:
    evaluation = judged(case, phase, share=share)
    with clock.at(LATER):
        propose_evaluation(evaluation_id=evaluation.pk, actor=case.evaluator)
        return confirm_evaluation(evaluation_id=evaluation.pk, actor=case.head)
