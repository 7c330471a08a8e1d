"""A worker's sign of life: while the handler works, a thread of its own renews the lease."""

import logging
import threading
from datetime import timedelta
from types import TracebackType

from django.db import DatabaseError, connection

from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import clock

BEATS_PER_LEASE = 3

logger = logging.getLogger(__name__)


class Heartbeat:
    """Renew the lease of a claimed job until the block ends, on a database connection of its own.

    On SQLite a short handler holds the one write lock, so nobody could take the job over and nothing is renewed.
    """

    def __init__(self, job_id: int, claim: str, lease: timedelta, *, long: bool) -> None:
        self._long = long
        self._mine = {"pk": job_id, "claim": claim, "state": JobState.RUNNING}
        self._lease = lease
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Heartbeat":
        if self._long or connection.vendor != "sqlite":
            self._thread = threading.Thread(target=self._beat, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _beat(self) -> None:
        pause = self._lease.total_seconds() / BEATS_PER_LEASE
        while not self._stop.wait(pause):
            try:
                if not self._renew():
                    break
            except DatabaseError as failure:
                # A step that commits holds the row (SQLite: the file). It renews the lease itself; the next beat comes.
                logger.info("heartbeat of job %s: %s", self._mine["pk"], failure)
                connection.close()
        connection.close()

    def _renew(self) -> int:
        brief = "SET lock_timeout = '1s'" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 1000"
        with connection.cursor() as cursor:
            cursor.execute(brief)
        now = clock.now()
        return Job.objects.filter(**self._mine).update(heartbeat_at=now, lease_until=now + self._lease)
