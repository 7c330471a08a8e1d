"""The edge of a round, in threads on PostgreSQL: nothing is taken after closing, nothing is lost before."""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from rounds import flows
from rounds.enums import RoundState
from rounds.flows.locks import alone, intake
from rounds.models import Round
from tests.rounds.factories import make_published
from venture.audit.flows import record
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Crowd:
    """Writers that come around the closing instant, each in a thread with a connection of its own."""

    def __init__(self, round_: Round, size: int, seed: int) -> None:
        self.round = round_
        self.chance = random.Random(seed)
        self.size = size
        self.taken: dict[int, datetime] = {}
        self.refused: dict[int, tuple[str, datetime, datetime]] = {}
        self.errors: list[BaseException] = []
        self.gate = threading.Barrier(size + 2)

    def write(self, number: int, wait: float) -> None:
        try:
            self.gate.wait()
            threading.Event().wait(wait)
            came = clock.now()
            try:
                with intake(self.round.pk) as at:
                    record(actor=None, verb="edge.write", subject=self.round, number=number)
                self.taken[number] = at
            except RuleRefusal as refusal:
                self.refused[number] = (refusal.code, came, clock.now())
        except BaseException as error:
            self.errors.append(error)
        finally:
            connection.close()

    def hold(self, begin: float, until: datetime) -> None:
        """Hold the round alone across the closing instant, so that writers who came in time wait for the lock.

        It asks early: it gets the lock when the writers who share it at that moment are done.
        """
        try:
            self.gate.wait()
            threading.Event().wait(begin)
            with alone(self.round.pk):
                threading.Event().wait(max((until - clock.now()).total_seconds(), 0))
            flows.announce_window(round_id=self.round.pk)
        finally:
            connection.close()

    def run(self, spread: float, hold_at: float, until: datetime) -> None:
        threads = [
            threading.Thread(target=self.write, args=(number, self.chance.uniform(0, spread)))
            for number in range(self.size)
        ]
        threads.append(threading.Thread(target=self.hold, args=(hold_at, until)))
        for thread in threads:
            thread.start()
        self.gate.wait()
        for thread in threads:
            thread.join()


def race(size: int, seed: int, *, grace: int = 0) -> tuple[Crowd, datetime]:
    now = clock.now()
    round_ = make_published(opens_at=now + timedelta(days=1))
    end = clock.now() + timedelta(seconds=3)
    Round.objects.filter(pk=round_.pk).update(
        opens_at=now - timedelta(hours=1), closes_at=end - timedelta(seconds=grace), grace_seconds=grace
    )
    flows.announce_window(round_id=round_.pk)
    crowd = Crowd(round_, size, seed)
    before = (end - clock.now()).total_seconds()
    crowd.run(spread=before + 1.0, hold_at=before - 1.0, until=end + timedelta(seconds=0.3))
    return crowd, end


@pytest.mark.parametrize(
    ("size", "grace"),
    [
        (40, 0),
        pytest.param(200, 0, marks=pytest.mark.soak),
        pytest.param(200, 2, marks=pytest.mark.soak),
        pytest.param(250, 0, marks=pytest.mark.soak),
    ],
)
def test_writers_around_the_closing_instant_are_taken_before_and_refused_after(
    size: int, grace: int, record_property: Callable[[str, object], None]
) -> None:
    seed = 20270308 + size
    crowd, end = race(size, seed, grace=grace)
    stored = {entry.facts["number"]: entry.seq for entry in AuditEntry.objects.filter(verb="edge.write")}
    closing = AuditEntry.objects.get(verb="round.close")
    waited = sum(1 for _code, came, _left in crowd.refused.values() if came < end)
    measured = {
        "writers": size, "grace_seconds": grace, "taken": len(crowd.taken), "refused": len(crowd.refused),
        "came_in_time_but_waited_past_it": waited,
        "last_taken_ms_before_the_end": round((end - max(crowd.taken.values())).total_seconds() * 1000, 1),
        "first_refused_ms_after_the_end": round(
            (min(left for _code, _came, left in crowd.refused.values()) - end).total_seconds() * 1000, 1
        ),
    }  # fmt: skip
    record_property("measured", json.dumps(measured))

    assert crowd.errors == []
    assert len(crowd.taken) + len(crowd.refused) == size
    assert stored.keys() == crowd.taken.keys()
    assert max(crowd.taken.values()) < end
    assert Counter(code for code, _came, _left in crowd.refused.values()) == {"round_closed": len(crowd.refused)}
    assert min(left for _code, _came, left in crowd.refused.values()) >= end
    assert max(stored.values()) < closing.seq
    assert len(crowd.taken) > 0
    assert Round.objects.get(pk=crowd.round.pk).state == RoundState.CLOSED


@pytest.mark.parametrize("size", [20, pytest.param(100, marks=pytest.mark.soak)])
def test_who_came_in_time_and_waited_for_the_lock_past_the_end_is_refused(
    size: int, record_property: Callable[[str, object], None]
) -> None:
    """The clock is read after the lock: an instant from before the wait would let all of them in."""
    round_ = make_published(opens_at=clock.now() + timedelta(days=1))
    crowd = Crowd(round_, size, seed=size)
    crowd.gate = threading.Barrier(size + 1)
    threads = [threading.Thread(target=crowd.write, args=(number, 0)) for number in range(size)]
    for thread in threads:
        thread.start()
    now = clock.now()
    end = now + timedelta(seconds=2)
    Round.objects.filter(pk=round_.pk).update(opens_at=now - timedelta(hours=1), closes_at=end)
    with alone(round_.pk):
        crowd.gate.wait()
        threading.Event().wait(max((end - clock.now()).total_seconds(), 0) + 0.2)
    for thread in threads:
        thread.join()
    came = [came for _code, came, _left in crowd.refused.values()]
    waited = sum(1 for each in came if each < end)
    record_property("measured", json.dumps({"writers": size, "came_in_time_and_refused": waited}))

    assert (crowd.errors, crowd.taken) == ([], {})
    assert Counter(code for code, _came, _left in crowd.refused.values()) == {"round_closed": size}
    assert waited == size
    assert not AuditEntry.objects.filter(verb="edge.write").exists()


def test_a_round_whose_closing_nobody_announced_is_closed_all_the_same() -> None:
    round_ = make_published(opens_at=clock.now() + timedelta(days=1))
    Round.objects.filter(pk=round_.pk).update(
        opens_at=clock.now() - timedelta(days=2), closes_at=clock.now() - timedelta(seconds=1)
    )

    with pytest.raises(RuleRefusal) as refused, intake(round_.pk):
        raise AssertionError("nobody comes in here")
    assert refused.value.code == "round_closed"
    assert Round.objects.get(pk=round_.pk).state == RoundState.PUBLISHED
