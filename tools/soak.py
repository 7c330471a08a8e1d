"""``make soak``: the long runs. Prints one JSON document; exits 1 when one failed."""

import json
import os
import subprocess
import sys
import time
from typing import Any

from tools import services


def main() -> int:
    results: dict[str, dict[str, Any]] = {}
    with services.postgres() as database, services.redis() as queue:
        for name, url in {"sqlite": None, "postgresql": database}.items():
            if name == "postgresql" and url is None:
                results[name] = {"left_out": "no PostgreSQL here"}
                continue
            environment = {**os.environ, **({"DATABASE_URL": url} if url else {})}
            if queue:
                environment["TEST_REDIS_URL"] = queue
            began = time.monotonic()
            run = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "--soak", "-m", "soak", *sys.argv[1:]],
                env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            last = run.stdout.strip().splitlines()[-1] if run.stdout.strip() else ""
            results[name] = {"exit": run.returncode, "seconds": round(time.monotonic() - began, 1), "says": last}
    print(json.dumps(results, ensure_ascii=False, indent=2))
    return 0 if all(each.get("exit", 0) == 0 for each in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
