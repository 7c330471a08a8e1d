"""Putting work down, taking it back, and reminding the broker of what is due."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction

from venture.audit.flows import record
from venture.jobs import queries, registry
from venture.jobs.enums import JobState
from venture.jobs.flows.moving import ClaimLostError, move
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

RUN_TASK = "venture.jobs.run"
HINTS_PER_SWEEP = 200
CANARY_EVERY = timedelta(minutes=10)

logger = logging.getLogger(__name__)


@transaction.atomic
def defer(
    name: str, key: str, *, run_at: datetime | None = None, label: str = "", owner: Any = None, **payload: Any
) -> Job:
    """Write work down in the caller's transaction and return its row; the broker hears of it after the commit.

    ``name`` and ``key`` together are done once: a second ``defer`` returns the row of the first and changes nothing,
    even when its payload differs. ``run_at`` is the earliest instant, now by default. ``payload`` holds JSON values and
    reaches the handler as keyword arguments. ``label`` and ``owner`` are for the page that shows the progress.
    Raise ``LookupError`` for a name that nobody registered.
    """
    handler = registry.handler_of(name)
    now = clock.now()
    wanted = Job(
        name=name,
        key=key,
        payload=payload,
        label=label,
        owner=owner,
        max_attempts=handler.attempts,
        run_at=run_at or now,
        created_at=now,
    )
    # The insert that meets a rival's uncommitted row waits for it and gives way, without breaking this transaction.
    Job.objects.bulk_create([wanted], ignore_conflicts=True)
    job = Job.objects.get(name=name, key=key)
    if job.state == JobState.QUEUED and job.run_at <= now:
        transaction.on_commit(partial(hint, job.pk))
    return job


def hint(job_id: int) -> bool:
    """Tell the broker that a job is due. Return whether it listened; when not, the next sweep tells it again."""
    try:
        current_app.send_task(
            RUN_TASK, args=[job_id], expires=2 * settings.JOBS_SWEEP_SECONDS, retry=False, ignore_result=True
        )
    except Exception as failure:
        logger.warning("the broker did not take job %s: %s", job_id, failure)
        return False
    return True


def sweep() -> int:
    """Tell the broker of every job that is due or whose worker died, and return of how many.

    Also put down the daily work whose hour has come and the canary that shows whether the workers hear.
    """
    now = clock.now()
    for handler in registry.daily():
        local = now.astimezone(clock.BEIJING)
        if handler.daily_at is not None and local.time() >= handler.daily_at:
            defer(handler.name, local.date().isoformat())  # registered: the name comes from the registry itself
    defer("jobs.canary", str(int(now.timestamp() // CANARY_EVERY.total_seconds())))
    due = list(queries.to_do(now).order_by("run_at").values_list("pk", flat=True)[:HINTS_PER_SWEEP])
    return sum(hint(job_id) for job_id in due)


@transaction.atomic
def cancel(*, job_id: int, actor: Any) -> Job:
    """Take a job off the list. One that runs is asked to stop and does so at its next step.

    Raise ``RuleRefusal("job_illegal_move")`` when it is finished already.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    before = job.state
    if before == JobState.RUNNING:
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
    else:
        _move_or_refuse(job, "cancel", finished_at=clock.now())
    record(actor=actor, verb="job.cancel", subject=job, before=before, after=job.state, name=job.name, key=job.key)
    return job


@transaction.atomic
def rerun(*, job_id: int, actor: Any) -> Job:
    """Put a parked or cancelled job back on the list with all its attempts.

    Raise ``RuleRefusal("job_illegal_move")`` for any other.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    before = job.state
    _move_or_refuse(
        job,
        "rerun",
        attempts=0,
        run_at=clock.now(),
        claim="",
        cancel_requested=False,
        finished_at=None,
        lease_until=None,
    )
    record(actor=actor, verb="job.rerun", subject=job, before=before, after=job.state, name=job.name, key=job.key)
    transaction.on_commit(partial(hint, job.pk))
    return job


def _move_or_refuse(job: Job, verb: str, **stamps: Any) -> None:
    try:
        move(job, verb, **stamps)
    except ClaimLostError:
        # Only where rows are not locked: a worker took the job between the look and the move.
        raise RuleRefusal("job_illegal_move", state=JobState(JobState.RUNNING).label) from None
