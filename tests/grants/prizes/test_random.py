"""Acts with prizes at random, on the database: whatever is done in whatever order, its check finds nothing."""

import random
from collections import Counter

import pytest

from grants.flows import ledger, prizes
from grants.models import JournalEntry, PrizePayment
from grants.queries.invariants import findings
from grants.queries.prizes import money_of
from projects.models import IdeaPrize
from tests.grants.factories import GRANTED
from tests.grants.prizes.cases import YUAN, add_prize, make_prizes
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


WAY = ("do_ask", "do_approve", "do_pay")


class Play:
    """Five prizes; the money set aside reaches for three of them."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.case = make_prizes(aside=9_000 * YUAN)
        for number in range(4):
            fen = (2_000 + 500 * number) * YUAN
            add_prize(self.case.contest, fen, self.lot.choice([0, fen // 5]))
        self.number, self.mark = 0, self.case.round.pk
        self.ask()

    def step(self) -> str:
        """Do one act; return its name, or the code of its refusal after checking that nothing moved."""
        self.number += 1
        # The way to the bank is walked more often than what ends it.
        act = self.lot.choice([*(name for name in dir(self) if name.startswith("do_")), *WAY * 2])
        before = (list(PrizePayment.objects.order_by("pk").values()), JournalEntry.objects.count())
        try:
            getattr(self, act)()
        except RuleRefusal as refusal:
            assert (list(PrizePayment.objects.order_by("pk").values()), JournalEntry.objects.count()) == before
            return refusal.code
        return act

    def some(self, *wanted: str) -> int:
        """Return a payment, more often than not one that the act suits."""
        rows = PrizePayment.objects.filter(prize__contest=self.case.contest)
        suited = list(rows.filter(state__in=wanted).values_list("pk", flat=True))
        every = list(rows.values_list("pk", flat=True))
        if suited and self.lot.random() < 0.8:
            return int(self.lot.choice(suited))
        return int(self.lot.choice(every))

    def ask(self) -> PrizePayment:
        prize = self.lot.choice(list(IdeaPrize.objects.filter(contest=self.case.contest)))
        return prizes.ask_prize(
            prize_id=prize.pk,
            source_id=self.case.source.pk,
            key=f"{self.mark}-{self.number}",
            actor=self.case.maker,
        )

    def do_ask(self) -> None:
        self.ask()

    def do_approve(self) -> None:
        prizes.approve_prize(payment_id=self.some("asked"), actor=self.lot.choice([self.case.maker, self.case.checker]))

    def do_refuse(self) -> None:
        prizes.refuse_prize(payment_id=self.some("asked"), answer="不符", actor=self.case.checker)

    def do_pay(self) -> None:
        prizes.pay_prize(
            payment_id=self.some("approved"), voucher=f"V{self.number}", on=GRANTED.date(), actor=self.case.maker
        )  # fmt: skip

    def do_fail(self) -> None:
        prizes.fail_prize(payment_id=self.some("approved"), reason="账号有误", on=GRANTED.date(), actor=self.case.maker)

    def do_return(self) -> None:
        prizes.return_prize(payment_id=self.some("paid"), reason="销户", on=GRANTED.date(), actor=self.case.maker)

    def do_remit(self) -> None:
        prizes.remit_prize(
            payment_id=self.some("paid"), voucher=f"T{self.number}", on=GRANTED.date(), actor=self.case.maker
        )  # fmt: skip

    def do_take_money_back(self) -> None:
        asked = ledger.propose_prize_money(
            round_id=self.case.round.pk, source_id=self.case.source.pk, year=self.case.round.year, kind="unreserve",
            amount_fen=self.lot.randint(1, 300) * YUAN, document_number="收回", key=f"m{self.mark}-{self.number}",
            actor=self.case.maker,
        )  # fmt: skip
        try:
            ledger.confirm_allotment(allotment_id=asked.pk, actor=self.case.checker)
        except RuleRefusal:
            ledger.withdraw_allotment(allotment_id=asked.pk, actor=self.case.maker)
            raise


@pytest.mark.parametrize(("runs", "steps"), [(2, 80), pytest.param(60, 80, marks=pytest.mark.soak)])
def test_whatever_is_done_in_whatever_order_nothing_is_overpaid_and_the_check_finds_nothing(
    runs: int, steps: int
) -> None:
    done: Counter[str] = Counter()
    with clock.at(GRANTED):
        for seed in range(runs):
            play = Play(seed)
            done += Counter(play.step() for _each in range(steps))
            assert findings() == [], f"seed {seed}"
            held = money_of(play.case.round.pk)
            alive = PrizePayment.objects.filter(prize__contest=play.case.contest, state__in=("approved", "paid"))
            assert min(held.values()) >= 0
            assert sum(fen for kind, fen in held.items() if kind != "prizes") == sum(each.amount_fen for each in alive)
            assert all(each.payments.filter(state__in=("asked", "approved", "paid")).count() <= 1 for each in
                       IdeaPrize.objects.filter(contest=play.case.contest))  # fmt: skip
    assert min(done[name] for name in (*WAY, "do_fail")) >= runs // 2, done
