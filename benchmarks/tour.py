"""What each page costs: CPU milliseconds, queries, bytes; on the demonstration's data and on a big city's."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from benchmarks import big
from tests.matrix.personas import ANONYMOUS, people
from tests.matrix.stop import Stop
from tests.matrix.tour import stops

WARM_UP = 2
RUNS = 7


def run() -> Iterator[dict[str, Any]]:
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    accounts = people()
    screens = list(stops(accounts))
    clients = {name: _client(user) for name, user in accounts.items()} | {ANONYMOUS: Client()}
    small = {_name(stop): _measure(stop, clients[stop.first]) for stop in screens}
    grown = big.grow()
    large = {_name(stop): _measure(stop, clients[stop.first]) for stop in screens}
    yield {
        "database": connection.vendor,
        "runs": RUNS,
        "demonstration": {"summary": _summary(small), "pages": small},
        "big": {"rows": grown, "summary": _summary(large), "pages": large},
        "more_queries_when_big": sorted(name for name in small if large[name]["queries"] > small[name]["queries"]),
    }


def _name(stop: Stop) -> str:
    return f"{stop.name} ({stop.first})"


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _measure(stop: Stop, client: Client) -> dict[str, Any]:
    for _ in range(WARM_UP):
        response = client.get(stop.path)
    times = []
    for _ in range(RUNS):
        before = time.process_time()
        response = client.get(stop.path)
        times.append((time.process_time() - before) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(stop.path)
    return {
        "path": stop.path,
        "status": response.status_code,
        "cpu_ms": round(statistics.median(times), 1),
        "queries": len(queries),
        "bytes": None if response.streaming else len(response.content),
    }


def _summary(pages: dict[str, dict[str, Any]]) -> dict[str, Any]:
    slowest = max(pages, key=lambda name: pages[name]["cpu_ms"])
    busiest = max(pages, key=lambda name: pages[name]["queries"])
    return {
        "pages": len(pages),
        "cpu_ms_median": round(statistics.median(page["cpu_ms"] for page in pages.values()), 1),
        "cpu_ms_worst": {slowest: pages[slowest]["cpu_ms"]},
        "queries_worst": {busiest: pages[busiest]["queries"]},
    }
