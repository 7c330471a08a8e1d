"""What each page costs the server: CPU milliseconds, queries, bytes; on the demonstration's data.

The database is the one of ``DATABASE_URL`` (it must be empty), or SQLite in a throw-away folder.
"""

import statistics
import time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from tests.matrix.tour import stops

WARM_UP = 2
RUNS = 7


def run() -> dict[str, Any]:
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    return {
        "database": connection.vendor,
        "runs": RUNS,
        "pages": {f"{stop.name} ({stop.persona})": _measure(stop) for stop in stops()},
    }


def _measure(stop: Any) -> dict[str, Any]:
    client = Client()
    if not isinstance(stop.user, AnonymousUser):
        client.force_login(stop.user, backend="django.contrib.auth.backends.ModelBackend")
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
        "bytes": len(response.content) if not response.streaming else None,
    }
