"""The worker's doors: one task does a job by its number, one sweeps."""

from datetime import time, timedelta

from celery import shared_task

from venture.audit.flows import publish_head as publish_audit_head
from venture.jobs import flows
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.jobs.registry import Run, handler
from venture.kernel import clock

KEEP_CANARIES = timedelta(days=2)


@shared_task(name="venture.jobs.run")
def run(job_id: int) -> None:
    flows.run_job(job_id)


@shared_task(name="venture.jobs.sweep")
def sweep() -> None:
    flows.sweep()


@handler("jobs.canary")
def canary(run: Run) -> None:
    """Show that a worker hears. Old canaries are taken away."""
    old = clock.now() - KEEP_CANARIES
    Job.objects.filter(name="jobs.canary", state=JobState.DONE, finished_at__lt=old).delete()


@handler("audit.publish_head", daily_at=time(0, 10))
def publish_head(run: Run) -> None:
    """Publish the end of the audit chain each day, so that anybody can keep a copy."""
    publish_audit_head()
