"""``make test``: everything that this machine can run, and a plain word about what it cannot.

SQLite always; PostgreSQL and Redis where their servers are found or named in the environment. Under ``CI=true`` leaving
something out is failing.
"""

import os
import subprocess
import sys
import time

from tools import services


def main() -> int:
    failed, left_out = [], []
    if _pytest("SQLite", {}):
        failed.append("SQLite")
    with services.postgres() as database, services.redis() as queue:
        if database is None:
            left_out.append("PostgreSQL: no initdb here and no TEST_DATABASE_URL")
        if queue is None:
            left_out.append("Redis: no redis-server here and no TEST_REDIS_URL")
        if database is not None:
            names = {"DATABASE_URL": database} | ({"TEST_REDIS_URL": queue} if queue else {})
            if _pytest("PostgreSQL", names):
                failed.append("PostgreSQL")
    for line in left_out:
        print(f"Left out: {line}")
    for name in failed:
        print(f"Failed: {name}")
    return 1 if failed or (left_out and os.environ.get("CI") == "true") else 0


def _pytest(title: str, environment: dict[str, str]) -> int:
    print(f"--- Tests on {title}", flush=True)
    began = time.monotonic()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *sys.argv[1:]], env={**os.environ, **environment}, check=False
    ).returncode
    print(f"--- {title}: {time.monotonic() - began:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
