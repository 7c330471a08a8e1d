"""``make soak``: the long runs. Prints one JSON document; exits 1 when one failed.

Arguments go on to pytest, so that one show can be run alone: ``python -m tools.soak tests/rounds/flows/test_edge.py``.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

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
            results[name] = _run(environment)
    print(json.dumps(results, ensure_ascii=False, indent=2))
    return 0 if all(each.get("exit", 0) == 0 for each in results.values()) else 1


def _run(environment: dict[str, str]) -> dict[str, Any]:
    """Run every soak case and return by show (a file of tests) what each measured.

    A case says so with ``record_property("measured", JSON)``.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="venture-soak-") as folder:
        report = Path(folder, "report.xml")
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--soak", "-m", "soak",
             f"--junit-xml={report}", *sys.argv[1:]],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        found = ElementTree.parse(report).iter("testcase") if report.exists() else []  # noqa: S314 -- our own file
        shows: dict[str, list[dict[str, Any]]] = {}
        for case in found:
            shows.setdefault(case.get("classname", ""), []).append(_case(case))
    if run.returncode:
        print(run.stdout, run.stderr, file=sys.stderr)
    return {"exit": run.returncode, "seconds": round(time.monotonic() - began, 1), "shows": shows}


def _case(case: ElementTree.Element) -> dict[str, Any]:
    measured = [
        json.loads(each.get("value", "null")) for each in case.iter("property") if each.get("name") == "measured"
    ]
    outcome = next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")
    return {"case": case.get("name"), "outcome": outcome, "seconds": float(case.get("time", 0)), "measured": measured}


if __name__ == "__main__":
    sys.exit(main())
