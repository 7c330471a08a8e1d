"""The ledger's acts at random, on the database: whatever is done in whatever order, its check finds nothing.

Another act joins by a method whose name begins with ``do_``. A refusal is an answer; nothing may have moved then.
"""

import json
import random
from collections import Counter
from collections.abc import Callable

import pytest

from grants.enums import ExpenseState, PaymentState
from grants.flows import ledger
from grants.flows.holding import holding
from grants.models import Expense, Grant, JournalEntry, Payment, Recovery
from grants.queries.invariants import findings
from tests.grants.factories import GRANTED, make_bank_account, make_finance, make_grants, make_payment
from tests.reviews.decide_factories import WAN
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


class Play:
    """Three grants of one field; two of them fit into its money."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.grants = make_grants([10 * WAN, 9 * WAN, 8 * WAN], envelope=27 * WAN)
        self.maker, self.checker = make_finance()
        for grant in self.grants:
            make_bank_account(grant.organization)
        self.number = 0

    def step(self) -> str:
        """Do one act; return its name, or the code of its refusal after checking that nothing moved."""
        self.number += 1
        act = self.lot.choice([name for name in dir(self) if name.startswith("do_")])
        grant, before = self.lot.choice(self.grants), JournalEntry.objects.count()
        try:
            with holding(grant.pk) as held:
                getattr(self, act)(held)
        except RuleRefusal as refusal:
            assert JournalEntry.objects.count() == before
            return refusal.code
        return act

    def payment(self, grant: Grant, *states: str) -> Payment | None:
        rows = list(grant.payments.filter(state__in=states))
        return self.lot.choice(rows) if rows else None

    def some(self) -> int:
        return self.lot.randint(1, 4 * WAN)

    def do_commit(self, grant: Grant) -> None:
        if not grant.committed_fen:
            ledger.commit_grant(grant, document="协议", document_pk=self.number, actor=None, kind="test")

    def do_release(self, grant: Grant) -> None:
        ledger.release_grant(
            grant, amount_fen=self.some(), document="x", document_pk=self.number, actor=None, kind="test"
        )

    def do_withdraw_money(self, grant: Grant) -> None:
        share = grant.shares.get()
        ledger.withdraw(
            round_id=grant.round_id, category_id=grant.project.category_id or 0, source=share.source, year=share.year,
            amount_fen=self.some(), document="收回", actor=None, reference=f"w{self.number}",
        )  # fmt: skip

    def do_approve(self, grant: Grant) -> None:
        order = self.lot.randint(1, 3)
        if not grant.payments.filter(tranche__order=order, state__in=PaymentState.living()).exists():
            make_payment(grant, order, "requested")
            payment = grant.payments.get(tranche__order=order, state="requested")
            ledger.approve_payment(payment, actor=None)
            grant.payments.filter(pk=payment.pk).update(state="approved", decided_by=self.checker, decided_at=GRANTED)

    def do_cancel(self, grant: Grant) -> None:
        payment = self.payment(grant, "approved")
        if payment is not None:
            ledger.cancel_payment(payment, actor=None, document="撤回")
            grant.payments.filter(pk=payment.pk).update(state=self.lot.choice(["cancelled", "failed"]))

    def do_pay(self, grant: Grant) -> None:
        payment = self.payment(grant, "approved")
        if payment is not None:
            ledger.pay_payment(payment, on=GRANTED.date(), voucher=f"V{payment.pk}", file=None, actor=None)
            grant.payments.filter(pk=payment.pk).update(
                state="paid", voucher=f"V{payment.pk}", settled_on=GRANTED.date()
            )

    def do_bounce(self, grant: Grant) -> None:
        payment = self.payment(grant, "paid")
        if payment is not None:
            ledger.bounce_payment(payment, on=GRANTED.date(), voucher="T", file=None, actor=None)
            grant.payments.filter(pk=payment.pk).update(state="returned")

    def do_spend(self, grant: Grant) -> None:
        expense = Expense.objects.create(
            grant=grant, on=GRANTED.date(), amount_fen=self.some(), voucher_number=f"E{self.number}", payee="甲",
            purpose="物资", key=f"{grant.pk}:{self.number}", entered_by=self.maker, entered_at=GRANTED,
        )  # fmt: skip
        ledger.spend(expense, actor=None)

    def do_turn_expense(self, grant: Grant) -> None:
        booked = [each for each in grant.expenses.filter(state="entered") if ledger.spent_entry(each)]
        if booked:
            expense, act = self.lot.choice(booked), self.lot.choice([ExpenseState.DISALLOWED, ExpenseState.REVERSED])
            if act == ExpenseState.DISALLOWED:
                ledger.disallow(expense, actor=None, reason="超范围")
            else:
                ledger.take_back(expense, actor=None)
            grant.expenses.filter(pk=expense.pk).update(state=act)

    def do_recover(self, grant: Grant) -> None:
        share, fen = grant.shares.get(), self.some()
        recovery = Recovery.objects.create(
            grant=grant, source=share.source, year=share.year, ground="unspent", amount_fen=fen, reason="x",
            key=f"r{self.number}", claimed_by=self.maker, claimed_at=GRANTED,
        )  # fmt: skip
        if self.lot.random() < 0.5:
            ledger.recover(
                recovery, amount_fen=fen, on=GRANTED.date(), voucher=f"R{self.number}", file=None, actor=None
            )
            Recovery.objects.filter(pk=recovery.pk).update(returned_fen=fen, state="settled")
        else:
            ledger.write_off(recovery, amount_fen=fen, document="核销", actor=None)
            Recovery.objects.filter(pk=recovery.pk).update(written_off_fen=fen, state="written_off")


@pytest.mark.parametrize(("runs", "steps"), [(1, 40), pytest.param(100, 30, marks=pytest.mark.soak)])
def test_whatever_is_done_in_whatever_order_the_check_finds_nothing(
    runs: int, steps: int, record_property: Callable[[str, object], None]
) -> None:
    done: Counter[str] = Counter()
    with clock.at(GRANTED):
        for seed in range(runs):
            play = Play(seed)
            done += Counter(play.step() for _each in range(steps))
            assert findings() == [], f"seed {seed}"
    record_property("measured", json.dumps({"runs": runs, "steps": steps, "acts": dict(done)}))
    assert done["do_pay"] >= runs // 2
