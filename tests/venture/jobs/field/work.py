"""A Celery application with two kinds of work that stop in the middle until a file says go on. For real workers."""

import os
import time
from pathlib import Path

from celery.signals import worker_init

from venture.celery import app

__all__ = ["app"]

PATIENCE = 60


def _wait_here(name: str) -> None:
    """Leave a mark and wait for the test's; a worker without the mark ``hold`` in its folder goes straight on."""
    folder = Path(os.environ["FIELD_FOLDER"])
    (folder / f"{name}-{os.getpid()}").touch()
    end = time.monotonic() + PATIENCE
    while (folder / "hold").exists() and time.monotonic() < end:
        time.sleep(0.05)


def register() -> None:
    """Register the work. Called once, after Django is set up."""
    from venture.audit.flows import record
    from venture.jobs.models import Job
    from venture.jobs.registry import Run, handler

    def effect(run: Run, step: int) -> None:
        record(actor=None, verb="field.effect", subject=Job.objects.get(pk=run.job_id), step=step)

    @handler("field.short", lease=3)
    def short(run: Run) -> None:
        effect(run, 0)
        _wait_here("short")

    @handler("field.long", lease=3, long=True)
    def long(run: Run) -> None:
        for number in range(run.done, 4):
            with run.step():
                effect(run, number)
                run.progress(number + 1, 4)
            if number == 1:
                _wait_here("long")


def register_once() -> None:
    """Register the work unless this process has it already."""
    from venture.jobs.registry import registered

    if "field.short" not in registered():
        register()


@worker_init.connect
def _register_when_ready(**_: object) -> None:
    register_once()
