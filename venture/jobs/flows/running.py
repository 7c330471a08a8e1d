"""Taking work up: claim by compare-and-set, lease, heartbeat, and an effect that happens once."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from venture.jobs import queries, registry
from venture.jobs.domain import lifecycle
from venture.jobs.enums import JobState
from venture.jobs.flows.heartbeat import Heartbeat
from venture.jobs.flows.moving import ClaimLostError, move
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

ERROR_LENGTH = 4000
WORKER_DIED = gettext_noop("The worker stopped in mid-work each time; nobody finished it.")

logger = logging.getLogger(__name__)


class StopRequestedError(Exception):
    """A person asked the job to stop and it has seen that."""


class Running:
    """A claimed job as its handler sees it (``registry.Run``)."""

    def __init__(self, job: Job, lease: timedelta) -> None:
        self.job_id = job.pk
        self.done = job.progress_done
        self.stopped = False
        self._lease = lease
        self._mine = Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Say how far the work is. Inside a step it is committed with the step, so ``done`` never runs ahead."""
        self._hold(progress_done=done, progress_total=total, progress_note=note[:200])

    def cancelled(self) -> bool:
        """Say whether somebody asked the job to stop (or it is no longer this worker's). One query."""
        asked = self._mine.values_list("cancel_requested", flat=True).first()
        self.stopped = self.stopped or asked is None or asked
        return self.stopped

    @contextmanager
    def step(self) -> Iterator[None]:
        """Commit one step of a long job, or nothing of it when the job was taken over meanwhile.

        Raise ``StopRequestedError`` before the step when somebody asked the job to stop.
        """
        if self.cancelled():
            raise StopRequestedError
        with transaction.atomic():
            yield
            self._hold()

    def _hold(self, **fields: object) -> None:
        now = clock.now()
        if not self._mine.update(heartbeat_at=now, lease_until=now + self._lease, **fields):
            raise ClaimLostError(f"job {self.job_id}")


def run_job(job_id: int) -> bool:
    """Do one job if it is due and free (or its worker died), and return whether this call did its share of it.

    Never raises for what a handler does: failures wait longer each time and park in the end, a refusal parks at once.
    """
    job = _claim(job_id)
    if job is None:
        return False
    handler = registry.handler_of(job.name)
    lease = timedelta(seconds=handler.lease)
    run = Running(job, lease)
    try:
        with Heartbeat(job.pk, job.claim, lease, long=handler.long):
            if handler.long:
                _work(handler, run, job)
                move(job, "finish", **_end())
            else:
                with transaction.atomic():
                    _work(handler, run, job)
                    move(job, "finish", **_end())
    except ClaimLostError:
        logger.warning("job %s was taken over while it ran; this attempt left nothing behind", job.pk)
        return False
    except StopRequestedError:
        _settle(job, "stop", **_end())
    except RuleRefusal as refusal:
        _settle(job, "park", error=f"{refusal.code} {refusal.details}"[:ERROR_LENGTH], **_end())
    except Exception:
        logger.exception("job %s (%s %s) failed", job.pk, job.name, job.key)
        _fail(job, traceback.format_exc()[-ERROR_LENGTH:])
    return True


def work_off(limit: int = 1000) -> int:
    """Do every job that is due in this process and return how many ran: for tests and the demonstration's loader."""
    ran = 0
    while ran < limit:
        due = list(queries.to_do(clock.now()).order_by("run_at", "pk").values_list("pk", flat=True)[:50])
        taken = sum(run_job(job_id) for job_id in due)
        if not taken:
            break
        ran += taken
    return ran


def _claim(job_id: int) -> Job | None:
    """Return the job with a fresh claim, or ``None`` when it is not to be done, or not by us."""
    now = clock.now()
    job = queries.to_do(now).filter(pk=job_id).first()
    if job is None:
        return None
    died = job.state == JobState.RUNNING
    verb = "take_over" if died else "claim"
    try:
        if died and job.cancel_requested:
            move(job, "stop", claim="", lease_until=None, finished_at=now)
            return None
        if died and job.attempts >= job.max_attempts:
            move(job, "park", claim="", lease_until=None, finished_at=now, error=WORKER_DIED)
            return None
        if job.name not in registry.registered():
            move(job, verb, claim=uuid4().hex, **_lease(now, 60))
            move(job, "park", claim="", lease_until=None, finished_at=now, error=f"LookupError: {job.name}")
            return None
        lease = registry.handler_of(job.name).lease
        return move(job, verb, claim=uuid4().hex, attempts=job.attempts + 1, started_at=now, **_lease(now, lease))
    except ClaimLostError:
        return None


def _work(handler: registry.Handler, run: Running, job: Job) -> None:
    handler.work(run, **job.payload)


def _end() -> dict[str, object]:
    return {"finished_at": clock.now(), "lease_until": None, "claim": ""}


def _lease(now: datetime, seconds: int) -> dict[str, object]:
    return {"heartbeat_at": now, "lease_until": now + timedelta(seconds=seconds)}


def _settle(job: Job, verb: str, **stamps: object) -> None:
    """Write the outcome down unless another worker holds the job by now."""
    try:
        move(job, verb, **stamps)
    except ClaimLostError:
        logger.warning("job %s was taken over before its outcome was written", job.pk)


def _fail(job: Job, error: str) -> None:
    if job.attempts >= job.max_attempts:
        _settle(job, "park", error=error, **_end())
        return
    later = clock.now() + timedelta(seconds=lifecycle.delay_seconds(job.attempts))
    _settle(job, "retry", error=error, claim="", lease_until=None, run_at=later)
