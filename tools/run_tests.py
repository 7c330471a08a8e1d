"""``make test``: everything that this machine can run, and a plain word about what it cannot.

Three runs: on SQLite, on PostgreSQL (with Redis), and in Chromium. PostgreSQL and Redis where their servers are found
or named in the environment. Under ``CI=true`` leaving something out is failing. Arguments go on to pytest: ``--whole``
leaves nothing out of the large families (docs/adr/0020).

The first two run side by side: where one waits for a lock, a server or a last long test, the other has the core. What
the second one says comes when it is done. The browser's city is laid meanwhile; Chromium has the machine for itself.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from tests.browser.chromium import executable
from tools import services
from tools.messages import compile_catalogue

# The cores decide; more than four processes only make more databases.
WORKERS = min(4, os.cpu_count() or 1)
NOTHING_CHOSEN = 5  # pytest's word for "no test fits": the arguments named one of another run


@dataclass
class Run:
    """One run of pytest, begun and not yet waited for."""

    title: str
    began: float
    process: "subprocess.Popen[bytes]"
    said: IO[bytes] | None


@dataclass
class Report:
    """What was run, with seconds, and what was left out and why."""

    ran: list[tuple[str, int, bool]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def begin(self, title: str, *arguments: str, aside: bool = False, **environment: str) -> Run:
        """Begin a run. ``aside`` takes half of the processes, and keeps what it says until it is waited for."""
        said = tempfile.TemporaryFile() if aside else None  # noqa: SIM115 -- closed when it is waited for
        if not aside:
            print(f"--- {title}", flush=True)
        workers = max(1, WORKERS // 2) if aside else WORKERS
        command = [sys.executable, "-m", "pytest", "-q", "-n", str(workers), "--dist", "worksteal"]
        process = subprocess.Popen(
            [*command, *arguments, *sys.argv[1:]],
            env={**os.environ, **environment},
            stdout=said,
            stderr=subprocess.STDOUT if said else None,
        )
        return Run(title, time.monotonic(), process, said)

    def wait(self, run: Run) -> None:
        code = run.process.wait()
        self.ran.append((run.title, round(time.monotonic() - run.began), code in {0, NOTHING_CHOSEN}))
        if run.said:
            run.said.seek(0)
            print(f"--- {run.title}\n{run.said.read().decode(errors='replace')}", flush=True)
            run.said.close()

    def say(self) -> int:
        print("---")
        for title, seconds, passed in self.ran:
            print(f"{'Passed' if passed else 'FAILED'}: {title}, {seconds} s")
        for line in self.left_out:
            print(f"Left out: {line}")
        print(f"All in all {round(time.monotonic() - self.began)} s on {os.cpu_count()} cores.")
        failed = not all(passed for _title, _seconds, passed in self.ran)
        return 1 if failed or (self.left_out and os.environ.get("CI") == "true") else 0


@contextmanager
def _city_being_laid() -> Iterator[None]:
    """Lay the browser's city while the block runs. Should it fail, the browser's run tells why."""
    command = [sys.executable, "-c", "from tests.browser.city import template; template()"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet):
        yield


def _databases(report: Report) -> None:
    with services.postgres() as database, services.redis() as queue:
        if database is None:
            report.left_out.append("PostgreSQL: no initdb here and no TEST_DATABASE_URL")
        if queue is None:
            report.left_out.append("Redis: no redis-server here and no TEST_REDIS_URL")
        beside = "1" if database is not None else "0"
        runs = [report.begin("SQLite", "-m", "not browser", BESIDE_POSTGRES=beside)]
        if database is not None:
            names = {"DATABASE_URL": database} | ({"TEST_REDIS_URL": queue} if queue else {})
            title = "PostgreSQL and Redis" if queue else "PostgreSQL"
            runs.append(report.begin(title, "-m", "not browser", aside=True, **names))
        for run in runs:
            report.wait(run)


def main() -> int:
    report = Report()
    compile_catalogue()
    if executable() is None:
        report.left_out.append("Browser: no Chromium here")
        _databases(report)
        return report.say()
    with _city_being_laid():
        _databases(report)
    report.wait(report.begin("Browser", "-m", "browser", *([] if sys.argv[1:] else ["tests/browser"])))
    return report.say()


if __name__ == "__main__":
    sys.exit(main())
