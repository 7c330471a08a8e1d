"""Many at once, and a process killed in the middle: nothing is overspent, nothing is booked twice or by half."""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import DatabaseError, connection, connections

from grants.domain.ledger import Part, moves_of
from grants.enums import AccountKind, EntryKind
from grants.flows.holding import holding
from grants.flows.ledger import commit_grant, pay_payment, release_grant, withdraw
from grants.flows.ledger.booking import Paper, book
from grants.flows.ledger.granting import purse_of
from grants.models import Account, Grant, JournalEntry, Posting
from grants.queries.invariants import findings
from grants.queries.ledger import balances_of_grant
from tests.grants.factories import GRANTED, make_grant, make_grants, make_payment
from tests.reviews.decide_factories import WAN
from tests.together import at_once, outcomes
from venture.kernel import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

THREADS = 32


def approve(grant_id: int, fen: int, mark: str, kind: EntryKind = EntryKind.APPROVE) -> int:
    """Set money of a grant aside, or back, under a reference of its own."""
    with holding(grant_id) as grant:
        moves = moves_of(kind, [Part(purse_of(grant.shares.get()), fen)], grant=grant.pk)
        entry = book(
            kind, moves, reference=mark, paper=Paper("请款单", "test"), actor=None, grant=grant, round_id=grant.round_id
        )
        return entry.number


@pytest.mark.parametrize("rounds", [2, pytest.param(200, marks=pytest.mark.soak)])
def test_parallel_payments_reach_the_award_exactly_and_never_pass_it(
    rounds: int, record_property: Callable[[str, object], None]
) -> None:
    grant = make_grant(10 * WAN, "agreed")
    began, overspent = time.monotonic(), 0
    with clock.at(GRANTED):
        for number in range(rounds):
            acts = [partial(approve, grant.pk, WAN, f"{number}:{each}") for each in range(THREADS)]
            said = Counter(outcomes(acts))
            held = balances_of_grant(grant)
            overspent += max(held.payable - 10 * WAN, 0)
            assert said == {"done": 10, "ledger_short": THREADS - 10}
            assert (held.committed, held.payable) == (0, 10 * WAN)
            approve(grant.pk, 10 * WAN, f"{number}:back", EntryKind.CANCEL)
    seconds = round(time.monotonic() - began, 1)
    record_property(
        "measured", json.dumps({"threads": THREADS, "rounds": rounds, "overspent_fen": overspent, "seconds": seconds})
    )
    assert findings() == []


@pytest.mark.parametrize("rounds", [1, pytest.param(50, marks=pytest.mark.soak)])
def test_grants_that_sign_at_once_never_pass_their_envelope(rounds: int) -> None:
    grants = make_grants([10 * WAN] * 6, envelope=60 * WAN)
    source = grants[0].shares.get().source
    with clock.at(GRANTED):
        withdraw(
            round_id=grants[0].round_id, category_id=grants[0].project.category_id or 0, source=source,
            year=grants[0].round.year, amount_fen=35 * WAN, document="收回", actor=None, reference="less",
        )  # fmt: skip

        def sign(grant_id: int, number: int) -> None:
            with holding(grant_id) as grant:
                commit_grant(grant, document="协议", document_pk=number, actor=None, kind="test")

        for number in range(rounds):
            said = Counter(outcomes([partial(sign, grant.pk, number) for grant in grants]))
            assert said == {"done": 2, "ledger_short": 4}
            assert Account.objects.get(kind=AccountKind.FREE, debit_fen__gt=0).balance_fen == 5 * WAN
            for grant in grants:
                with holding(grant.pk) as held:
                    release_grant(held, document="x", document_pk=number, actor=None, kind="test")
    assert findings() == []


def test_rows_laid_past_every_lock_still_cannot_overspend() -> None:
    grant = make_grant(10 * WAN, "agreed")
    entry = JournalEntry.objects.get(kind=EntryKind.COMMIT, grant=grant)
    committed = Account.objects.get(kind=AccountKind.COMMITTED, grant=grant)
    payable = Account.objects.create(
        kind=AccountKind.PAYABLE, grant=grant, source_id=committed.source_id, year=committed.year
    )

    def forget() -> str:
        try:
            Posting.objects.create(entry=entry, debit=payable, credit=committed, amount_fen=WAN)
        except DatabaseError:
            return "refused"
        return "done"

    said = Counter(map(str, at_once([forget] * THREADS)))
    assert said == {"done": 10, "refused": THREADS - 10}
    assert balances_of_grant(grant).payable == 10 * WAN


def test_one_key_twenty_times_at_once_is_one_payment() -> None:
    grant = make_grant(10 * WAN, "agreed")
    payment = make_payment(grant, 1, "sent")
    before = JournalEntry.objects.count()

    def pay() -> int:
        with holding(grant.pk):
            return pay_payment(payment, on=GRANTED.date(), voucher="V1", file=None, actor=None).number

    with clock.at(GRANTED):
        said = Counter(map(str, at_once([pay] * 20)))
    assert list(said.values()) == [20]
    assert JournalEntry.objects.count() == before + 1
    assert balances_of_grant(grant).paid == 5 * WAN
    assert Grant.objects.get(pk=grant.pk).paid_fen == 5 * WAN


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_a_process_killed_in_mid_payment_leaves_no_half_entry(
    kills: int, record_property: Callable[[str, object], None]
) -> None:
    grant = make_grant(11 * WAN, "agreed")
    lot, booked = random.Random(5), []
    with clock.at(GRANTED):
        for number in range(kills):
            before = JournalEntry.objects.count()
            connections.close_all()
            child = os.fork()
            if child == 0:
                _pay_for_ever(grant.pk, number)
            _until(lambda floor=before: JournalEntry.objects.count() > floor)  # type: ignore[misc]
            time.sleep(lot.uniform(0, 0.15))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            # The next act waits for what the dead one held, and finds everything or nothing of it. A part that the
            # child never takes is left for it.
            approve(grant.pk, 1, f"{number}:after")
            approve(grant.pk, 1, f"{number}:again", EntryKind.CANCEL)
            assert findings() == []
            booked.append(JournalEntry.objects.count() - before)
    record_property("measured", json.dumps({"kills": kills, "entries_between": booked}))
    assert min(booked) >= 3


def _pay_for_ever(grant_id: int, number: int) -> None:
    """Book in a child that its parent kills. It never comes back into the test."""
    try:
        for each in range(10_000):
            held = balances_of_grant(grant_id)
            kind = EntryKind.APPROVE if held.committed >= 2 * WAN else EntryKind.CANCEL
            approve(grant_id, 2 * WAN, f"{number}:{each}", kind)
    finally:
        os._exit(1)


def _until(true: Callable[[], bool], patience: float = 60) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "the child booked nothing"
        time.sleep(0.02)
    connection.close()
