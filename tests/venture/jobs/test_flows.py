"""A job is a row: done once, tried again when it fails, parked when it keeps failing, stopped when somebody asks."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.enums import Role
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.jobs import flows, registry
from venture.jobs.domain import lifecycle
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@pytest.fixture
def work() -> Iterator[dict[str, Any]]:
    """Register three kinds of work for one test: one that writes, one that fails, one in steps."""
    seen: dict[str, Any] = {"done": [], "steps": [], "stop_after": 99}

    def write(run: registry.Run, **payload: Any) -> None:
        seen["done"].append(payload)

    def fail(run: registry.Run) -> None:
        raise ValueError("broken on purpose")

    def steps(run: registry.Run) -> None:
        for number in range(run.done, 3):
            with run.step():
                seen["steps"].append(number)
                run.progress(number + 1, 3)
            if number + 1 == seen["stop_after"]:
                raise RuntimeError("the power went")

    registry.handler("test.write")(write)
    registry.handler("test.fail", attempts=2)(fail)
    registry.handler("test.steps", long=True, attempts=3)(steps)
    yield seen
    for name in ("test.write", "test.fail", "test.steps"):
        registry._handlers.pop(name)


@pytest.mark.django_db
def test_the_same_key_is_one_job_with_one_effect(work: dict[str, Any]) -> None:
    first = flows.defer("test.write", "k", value=1)
    second = flows.defer("test.write", "k", value=2)
    ran = flows.work_off()

    assert (first.pk, ran, work["done"]) == (second.pk, 1, [{"value": 1}])
    assert Job.objects.get().state == JobState.DONE
    assert flows.run_job(first.pk) is False
    assert work["done"] == [{"value": 1}]


@pytest.mark.django_db
def test_an_unknown_name_is_refused_where_it_is_deferred() -> None:
    with pytest.raises(LookupError):
        flows.defer("test.nobody", "k")

    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_a_failing_job_waits_and_then_parks_and_can_be_run_again(work: dict[str, Any]) -> None:
    keeper = make_user(Role.SYSTEM_ADMIN)
    job = flows.defer("test.fail", "k")
    flows.run_job(job.pk)
    job.refresh_from_db()
    waiting = (job.state, job.attempts, job.run_at > clock.now(), "broken on purpose" in job.error)
    with clock.at(job.run_at + timedelta(seconds=1)):
        flows.run_job(job.pk)
    job.refresh_from_db()
    parked = (job.state, job.attempts)
    flows.rerun(job_id=job.pk, actor=keeper)
    job.refresh_from_db()

    assert waiting == (JobState.QUEUED, 1, True, True)
    assert parked == (JobState.PARKED, 2)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert AuditEntry.objects.get().verb == "job.rerun"


@pytest.mark.django_db(transaction=True)
def test_a_long_job_goes_on_where_it_stopped(work: dict[str, Any]) -> None:
    work["stop_after"] = 2
    job = flows.defer("test.steps", "k")
    flows.run_job(job.pk)
    work["stop_after"] = 99
    job.refresh_from_db()
    with clock.at(job.run_at + timedelta(seconds=1)):
        flows.run_job(job.pk)
    job.refresh_from_db()

    assert work["steps"] == [0, 1, 2]
    assert (job.state, job.progress_done, job.progress_total) == (JobState.DONE, 3, 3)


@pytest.mark.django_db
def test_a_job_taken_off_the_list_does_nothing(work: dict[str, Any]) -> None:
    keeper = make_user(Role.SYSTEM_ADMIN)
    job = flows.defer("test.write", "k")
    flows.cancel(job_id=job.pk, actor=keeper)

    assert (flows.work_off(), work["done"], Job.objects.get().state) == (0, [], JobState.CANCELLED)


@pytest.mark.django_db
def test_a_worker_that_died_is_taken_over_after_its_lease_and_not_before(work: dict[str, Any]) -> None:
    job = flows.defer("test.write", "k")
    now = clock.now()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, claim="dead", attempts=1, started_at=now, lease_until=now + timedelta(seconds=30)
    )
    early = flows.run_job(job.pk)
    with clock.at(now + timedelta(seconds=31)):
        late = flows.run_job(job.pk)

    assert (early, late, len(work["done"])) == (False, True, 1)


@pytest.mark.parametrize("verb", lifecycle.MOVES)
@pytest.mark.parametrize("state", JobState.values)
def test_every_verb_moves_exactly_from_where_the_table_says(verb: str, state: str) -> None:
    move = lifecycle.MOVES[verb]
    if state in move.sources:
        assert lifecycle.target_of(verb, state) == move.target
    else:
        with pytest.raises(RuleRefusal) as refused:
            lifecycle.target_of(verb, state)
        assert refused.value.code == "job_illegal_move"


def test_waiting_doubles_up_to_an_hour() -> None:
    assert [lifecycle.delay_seconds(n) for n in (1, 2, 3, 9, 40)] == [15, 30, 60, 3600, 3600]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_people_deferring_one_key_at_once_make_one_job(work: dict[str, Any]) -> None:
    start = threading.Barrier(20)
    found: list[int] = []

    def press() -> None:
        try:
            start.wait()
            with transaction.atomic():
                found.append(flows.defer("test.write", "same", value=7).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    racers = [threading.Thread(target=lambda: (flows.run_job(found[0]), connection.close())) for _ in range(8)]
    for thread in racers:
        thread.start()
    for thread in racers:
        thread.join()

    assert (len(found), len(set(found)), Job.objects.count(), work["done"]) == (20, 1, 1, [{"value": 7}])
