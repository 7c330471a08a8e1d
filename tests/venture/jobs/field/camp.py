"""A small installation of its own for one test: database, queue, and workers that can be killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg2
import psycopg2.errors

from tests.ready_made import tables, tables_file

ROOT = Path(__file__).resolve().parents[4]
# One process that looks again and again: to start one for each look would keep a core busy.
_LOOKING = """
import time
end = time.monotonic() + {seconds}
while (answer := Job.objects.get(pk={job}).state) != '{state}' and time.monotonic() < end:
    time.sleep(0.2)
"""


class Camp:
    """One installation. ``environment`` is all that its processes know."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")},
            "DJANGO_SETTINGS_MODULE": "tests.venture.jobs.field.settings",
            "VAR_DIR": str(folder),
            "FIELD_FOLDER": str(folder),
            **environment,
        }
        self.workers: list[subprocess.Popen[bytes]] = []
        for name in ("queue", "queue-control"):
            (folder / name).mkdir()
        self.ask("call_command('migrate', verbosity=0)")

    def ask(self, code: str) -> Any:
        """Run ``code`` in a process of its own and return what it assigned to ``answer``."""
        lines = (
            "import json, django; django.setup()",
            "from django.core.management import call_command",
            "from tests.venture.jobs.field import work; work.app.finalize(); work.register_once()",
            "from venture.jobs import flows; from venture.jobs.models import Job",
            "from venture.audit.models import AuditEntry",
            "answer = None",
            code,
            "print('\\n' + json.dumps(answer))",
        )
        run = subprocess.run(
            [sys.executable, "-c", "\n".join(lines)],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if run.returncode:
            raise AssertionError(run.stderr)
        return json.loads(run.stdout.strip().splitlines()[-1])

    def start_worker(self) -> "subprocess.Popen[bytes]":
        """Start a real worker with its beat, in a process group of its own."""
        command = [sys.executable, "-m", "celery", "-A", "tests.venture.jobs.field.work", "worker", "-B"]
        command += ["-s", str(self.folder / f"beat-{uuid4().hex}"), "-P", "threads", "-c", "2", "-l", "WARNING"]
        command += ["--without-gossip", "--without-mingle", "-n", f"{uuid4().hex}@field"]
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.workers.append(worker)
        return worker

    def kill(self, worker: "subprocess.Popen[bytes]") -> None:
        """kill -9, the beat with it."""
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    def wait_for_mark(self, name: str, seconds: float = 120) -> None:
        self._wait(lambda: any(self.folder.glob(f"{name}-*")), f"no worker reached {name}", seconds)

    def wait_for_state(self, job_id: int, state: str, seconds: float = 120) -> float:
        """Wait until the job stands in ``state`` and return how many seconds that took."""
        began = time.monotonic()
        found = self.ask(_LOOKING.format(job=job_id, state=state, seconds=seconds))
        self._wait(lambda: found == state, f"{found}, not {state}", 0)
        return round(time.monotonic() - began, 1)

    def _wait(self, holds: Any, what: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"{what}\n{(self.folder / 'worker.log').read_text(encoding='utf-8')[-3000:]}")
            time.sleep(0.1)


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Camp]:
    """Camp on SQLite and the file system."""
    base = folder / "camp.sqlite3"
    if tables_file().exists():
        shutil.copy(tables_file(), base)
    camp = Camp(folder, {"DATABASE_URL": f"sqlite:///{base}"})
    yield from _until_the_end(camp)


@contextmanager
def on_servers(folder: Path, database_url: str, redis_url: str) -> Iterator[Camp]:
    """Camp on a database of its own in the given cluster, and on Redis."""
    parts = urlsplit(database_url)
    name = f"camp_{uuid4().hex[:12]}"
    try:
        _in_cluster(database_url, f"CREATE DATABASE {name} TEMPLATE {tables()}")
    except (psycopg2.errors.InvalidCatalogName, psycopg2.errors.ObjectInUse):
        # No copy of the tables is kept yet, or somebody stands on it.
        _in_cluster(database_url, f"CREATE DATABASE {name}")
    try:
        camp = Camp(folder, {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")), "REDIS_URL": redis_url})
        yield from _until_the_end(camp)
    finally:
        _in_cluster(database_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _until_the_end(camp: Camp) -> Iterator[Camp]:
    try:
        yield camp
    finally:
        for worker in camp.workers:
            camp.kill(worker)


def _in_cluster(url: str, statement: str) -> None:
    connection = psycopg2.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
