"""Many at once: a prize is paid once, and what is set aside is never overspent."""

from functools import partial

import pytest

from grants.flows import prizes
from grants.models import JournalEntry, PrizePayment
from grants.queries.invariants import findings
from grants.queries.prizes import money_of
from tests.grants.factories import GRANTED
from tests.grants.prizes.cases import YUAN, add_prize, approved, asked, make_prizes
from tests.together import outcomes
from venture.kernel import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

THREADS = 12


def test_a_prize_that_many_ask_for_at_once_is_asked_for_once() -> None:
    case = make_prizes(aside=30_000 * YUAN)
    with clock.at(GRANTED):
        said = outcomes([
            partial(
                prizes.ask_prize, prize_id=case.prize.pk, source_id=case.source.pk, key=f"k{number}", actor=case.maker
            )
            for number in range(THREADS)
        ])  # fmt: skip

    assert sorted(said) == ["done", *["prize_payment_stands"] * (THREADS - 1)]
    assert PrizePayment.objects.count() == 1


def test_prizes_approved_at_once_never_pass_what_is_set_aside() -> None:
    case = make_prizes(aside=10_000 * YUAN)
    waiting = [asked(case, add_prize(case.contest)) for _each in range(8)]
    with clock.at(GRANTED):
        said = outcomes([partial(prizes.approve_prize, payment_id=each.pk, actor=case.checker) for each in waiting])

    assert sorted(said) == ["done"] * 3 + ["ledger_short"] * 5
    held = money_of(case.round.pk)
    assert (held["prizes"], held["prize_due"]) == (1_000 * YUAN, 9_000 * YUAN)
    assert findings() == []


def test_a_slip_that_is_recorded_by_many_at_once_is_booked_once() -> None:
    case = make_prizes(aside=10_000 * YUAN)
    payment = approved(case)
    with clock.at(GRANTED):
        act = partial(prizes.pay_prize, payment_id=payment.pk, voucher="V-1", on=GRANTED.date(), actor=case.maker)
        said = outcomes([act] * THREADS)

    assert sorted(said) == ["done", *["prize_illegal_move"] * (THREADS - 1)]
    assert JournalEntry.objects.filter(kind="reward").count() == 1
    assert findings() == []
