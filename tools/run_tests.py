"""``make test``: everything that this machine can run, and a plain word about what it cannot.

Three runs: on SQLite, on PostgreSQL (with Redis), and in Chromium. PostgreSQL and Redis where their servers are found
or named in the environment. Under ``CI=true`` leaving something out is failing. Arguments go on to pytest.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

from tests.browser.chromium import executable
from tools import services

# The cores decide; more than four processes only make more databases.
WORKERS = min(4, os.cpu_count() or 1)
NOTHING_CHOSEN = 5  # pytest's word for "no test fits": the arguments named one of another run


@dataclass
class Report:
    """What was run, with seconds, and what was left out and why."""

    ran: list[tuple[str, int, bool]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def run(self, title: str, *arguments: str, **environment: str) -> None:
        print(f"--- {title}", flush=True)
        began = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "-n", str(WORKERS), *arguments, *sys.argv[1:]]
        code = subprocess.run(command, env={**os.environ, **environment}, check=False).returncode
        self.ran.append((title, round(time.monotonic() - began), code in {0, NOTHING_CHOSEN}))

    def say(self) -> int:
        print("---")
        for title, seconds, passed in self.ran:
            print(f"{'Passed' if passed else 'FAILED'}: {title}, {seconds} s")
        for line in self.left_out:
            print(f"Left out: {line}")
        print(f"All in all {sum(seconds for _title, seconds, _passed in self.ran)} s on {os.cpu_count()} cores.")
        failed = not all(passed for _title, _seconds, passed in self.ran)
        return 1 if failed or (self.left_out and os.environ.get("CI") == "true") else 0


def main() -> int:
    report = Report()
    report.run("SQLite", "-m", "not browser")
    with services.postgres() as database, services.redis() as queue:
        if database is None:
            report.left_out.append("PostgreSQL: no initdb here and no TEST_DATABASE_URL")
        if queue is None:
            report.left_out.append("Redis: no redis-server here and no TEST_REDIS_URL")
        if database is not None:
            names = {"DATABASE_URL": database} | ({"TEST_REDIS_URL": queue} if queue else {})
            report.run("PostgreSQL and Redis" if queue else "PostgreSQL", "-m", "not browser", **names)
    if executable() is None:
        report.left_out.append("Browser: no Chromium here")
    else:
        report.run("Browser", "-m", "browser")
    return report.say()


if __name__ == "__main__":
    sys.exit(main())
