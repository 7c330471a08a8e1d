"""The write side of jobs: ``defer`` puts work down, ``run_job`` takes it up, ``sweep`` forgets nothing."""

from venture.jobs.flows.queueing import cancel, defer, rerun, sweep
from venture.jobs.flows.running import run_job, work_off

__all__ = ["cancel", "defer", "rerun", "run_job", "sweep", "work_off"]
