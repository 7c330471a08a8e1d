"""The tests' settings with a beat that does not let a test wait."""

from venture.settings.test import *  # noqa: F403

JOBS_SWEEP_SECONDS = 1
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "venture.jobs.sweep", "schedule": JOBS_SWEEP_SECONDS}}
