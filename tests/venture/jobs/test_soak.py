"""A long afternoon: many jobs, workers killed at random, the queue emptied in between. Nothing lost, nothing twice."""

import json
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.venture.jobs.field import camp as camps

JOBS = 40
KILLS = 8


@pytest.fixture
def camp(tmp_path: Path) -> Iterator[camps.Camp]:
    if url := os.environ.get("DATABASE_URL"):
        with camps.on_servers(tmp_path, url, os.environ["TEST_REDIS_URL"]) as camp:
            yield camp
    else:
        with camps.on_sqlite(tmp_path) as camp:
            yield camp


@pytest.mark.soak
def test_many_jobs_survive_random_kills_and_a_lost_queue(
    camp: camps.Camp, record_property: Callable[[str, object], None]
) -> None:
    seed = int(os.environ.get("SOAK_SEED", time.time_ns() % 10**9))
    chance = random.Random(seed)
    camp.ask(
        f"[flows.defer(kind, str(number)) for number in range({JOBS // 2}) for kind in ('field.short', 'field.long')]"
    )
    began = time.monotonic()
    for _ in range(KILLS):
        worker = camp.start_worker()
        time.sleep(chance.uniform(1.5, 6))
        camp.kill(worker)
        if chance.random() < 0.3:
            shutil.rmtree(camp.folder / "queue", ignore_errors=True)
            (camp.folder / "queue").mkdir()
    camp.start_worker()
    states = {}
    while time.monotonic() - began < 240:
        states = camp.ask(
            "from collections import Counter; "
            "answer = Counter(Job.objects.filter(name__startswith='field.').values_list('state', flat=True))"
        )
        if states == {"done": JOBS}:
            break
        time.sleep(1)
    effects = camp.ask(
        "answer = [[e.subject_pk, e.facts['step']] for e in AuditEntry.objects.filter(verb='field.effect')]"
    )
    counted = Counter(map(tuple, effects))
    record_property(
        "measured",
        json.dumps({
            "seed": seed, "jobs": JOBS, "kills": KILLS, "seconds": round(time.monotonic() - began, 1),
            "effects": len(effects), "twice": sum(1 for times in counted.values() if times > 1),
        }),
    )  # fmt: skip

    assert states == {"done": JOBS}
    assert len(effects) == JOBS // 2 * (1 + 4)
    assert max(counted.values()) == 1
