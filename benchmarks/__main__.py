"""Run the benchmarks and print JSON lines. ``make bench`` calls this; nothing here is a timed test.

``python -m benchmarks [NAME ...]`` runs the named ones, all of them without a name. Each has a database of its own: an
empty one of a throw-away PostgreSQL (or of ``TEST_DATABASE_URL``), SQLite where there is none. Returns 1 when something
costs more than its budget.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from tools import services
from tools.messages import compile_catalogue

NAMES = ("pages", "tour", "assignment", "reviews", "ranking", "ledger", "payments")


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    if len(names) == 1 and "VENTURE_BENCH" in os.environ:
        return measure(names[0])
    compile_catalogue()
    return max(apart(name) for name in names or NAMES)


def apart(name: str) -> int:
    """Run one benchmark in a process, a folder and a database of its own."""
    with tempfile.TemporaryDirectory() as folder, services.postgres() as database:
        for queue in ("queue", "queue-control"):
            Path(folder, queue).mkdir()
        given = {"VENTURE_BENCH": name, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "venture.settings.bench"}
        given |= {"DATABASE_URL": database} if database else {}
        given |= {"DEMO_SCALE": "small"} if name in {"pages", "reviews", "ranking", "ledger", "payments"} else {}
        command = [sys.executable, "-m", "benchmarks", name]
        return subprocess.run(command, env={**os.environ, **given}, check=False).returncode


def measure(name: str) -> int:
    import django  # noqa: PLC0415 -- after the settings are chosen

    django.setup()
    kept = True
    for line in import_module(f"benchmarks.{name}").run():
        kept = kept and line.get("kept", True)
        machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "loop_ms": loop_ms()}
        print(json.dumps({"benchmark": name, **line, "machine": machine}, ensure_ascii=False), flush=True)
    return 0 if kept else 1


def loop_ms() -> float:
    """Return the CPU time of a plain loop: what the numbers of another or a busier machine are to be divided by."""
    began, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return round((time.process_time() - began) * 1000, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
