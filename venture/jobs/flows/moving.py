"""The one writer of a job's state: compare and set."""

from typing import Any

from venture.jobs.domain import lifecycle
from venture.jobs.models import Job


class ClaimLostError(Exception):
    """Another worker holds the job now; whatever this one was about to commit must not be."""


def move(job: Job, verb: str, **stamps: Any) -> Job:
    """Move ``job`` by ``verb`` if it still stands where this caller read it, and return it as it stands now.

    Raise ``RuleRefusal("job_illegal_move")`` when the verb leads nowhere from here, ``ClaimLostError`` when somebody
    was quicker.
    """
    stamps["state"] = lifecycle.target_of(verb, job.state)
    unchanged = Job.objects.filter(pk=job.pk, state=job.state, claim=job.claim, attempts=job.attempts)
    if not unchanged.update(**stamps):
        raise ClaimLostError(f"job {job.pk}")
    for field, value in stamps.items():
        setattr(job, field, value)
    return job
