"""The demonstration's city as files: the data, a session for each persona, the list of screens. Made once, then copied.

    python -m tests.browser.city FOLDER     make it (a process of its own, with the demonstration's settings)

The template is kept under ``var/city`` by a fingerprint of the code that makes it, so that a second run starts at once.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.matrix.stop import Stop
from tests.today import MADE, TODAY
from tools.services import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "var" / "city"
MAKES_DATA = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "*/demo*.py",
    "*/demo*.json",
    "*/demo*/*",
    "*/domain/*.py",
)
MAKES_TOO = (
    "*/flows.py",
    "*/flows/*.py",
    "*/presets/*",
    "*/settings/*.py",
    "*/urls.py",
    "*/admin*",
    "tests/browser/city.py",
    "tests/matrix/*.py",
    "tests/matrix/*/*.py",
)
NOT_OURS = {".venv", ".git", "var", "node_modules", "staticfiles", "__pycache__"}
PLAIN = "plain.sqlite3"
PATIENCE = 120  # seconds; a busy machine starts two processes at once


@cache
def template() -> Path:
    """Return the folder of the template, made now unless the same code has made it before."""
    folder = KEPT / _fingerprint()
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "city.json").exists():
            _forget_old()
            with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
                run_in(Path(scratch), "-m", "tests.browser.city", scratch)
                shutil.copytree(scratch, folder)
    return folder


@cache
def known() -> dict[str, Any]:
    """Return ``{"sessions": {persona: session key}, "stops": [a ``tour.Stop`` as a mapping, …]}``."""
    return dict(json.loads((template() / "city.json").read_text(encoding="utf-8")))


def stops() -> list[Stop]:
    return [Stop(**{**each, "who": tuple(each["who"])}) for each in known()["stops"]]


def _forget_old() -> None:
    for old in KEPT.glob("city-*"):
        if time.time() - old.stat().st_mtime > 3600:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def served(*, plain: bool = False) -> Iterator[str]:
    """Serve a fresh copy of the city on a free port; yield its address. Nothing done there outlives the block."""
    with copied(plain=plain) as folder, serving(folder) as base:
        yield base


@contextmanager
def copied(*, plain: bool = False) -> Iterator[Path]:
    """Yield the folder of a fresh copy of the city, to be served more than once.

    ``plain`` leaves out the rows that were made up for the list of screens: what a person finds who starts it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(template(), Path(scratch) / "var"))
        if plain:
            (folder / PLAIN).replace(folder / "venture.sqlite3")
        yield folder


@contextmanager
def serving(folder: Path, *, at: datetime = TODAY, worker: bool = False) -> Iterator[str]:
    """Serve the copy in ``folder`` on a free port, its clock going on from ``at``; yield the address.

    With ``worker`` its jobs are done as well, by the same clock.
    """
    port, environment = free_port(), _environment(folder)
    environment["CITY_BEHIND"] = str((datetime.now(UTC) - at).total_seconds())
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", "1", "--threads", "8", "--worker-tmp-dir", str(folder), "--no-control-socket"]
    command += ["tests.browser.moved"]
    celery = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tests.browser.moved",
        "worker",
        "-P",
        "threads",
        "-c",
        "1",
        "-l",
        "INFO",
    ]
    celery += ["--without-gossip", "--without-mingle"]
    log = folder / "web.log"
    with ExitStack() as running:
        if worker:
            for name in ("queue", "queue-control"):
                (folder / name).mkdir(exist_ok=True)
            running.enter_context(_process(celery, environment, folder / "worker.log"))
        process = running.enter_context(_process(command, environment, log))
        base = f"http://127.0.0.1:{port}"
        _wait_for(base, process, log)
        yield base


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)  # gunicorn lets what was asked come to its end: 30 s


def _wait_for(base: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/privacy/", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the web server does not answer:\n{log.read_text(errors='replace')[-3000:]}")


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "CACHE_URL"}}
    ours = {"DJANGO_SETTINGS_MODULE": "venture.settings.demo", "VAR_DIR": str(folder), "DEMO_SCALE": "small"}
    return {**kept, **ours}


def run_in(folder: Path, *arguments: str) -> str:
    """Run Python over the city in ``folder``; return what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=_environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the city could not be made:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return f"city-{digest.hexdigest()[:16]}"


def _sources() -> Iterator[Path]:
    for folder, inside, files in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in NOT_OURS]
        for path in (Path(folder, name) for name in files):
            if any(path.match(pattern) for pattern in (*MAKES_DATA, *MAKES_TOO)):
                yield path


def _make(folder: Path) -> None:
    """Migrate, load the demonstration, sign every persona in. Runs under the demonstration's settings."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from tests.matrix.personas import people
    from tests.matrix.tour import stops as screens
    from tools.messages import compile_catalogue

    compile_catalogue()
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    accounts, sessions = people(), {}
    for name, user in accounts.items():
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        sessions[name] = client.session.session_key
    _write_down(connection)
    shutil.copy(folder / "venture.sqlite3", folder / PLAIN)
    found = [asdict(stop) for stop in screens(accounts)]
    _write_down(connection)
    (folder / "city.json").write_text(json.dumps({"sessions": sessions, "stops": found}), encoding="utf-8")


def _write_down(connection: Any) -> None:
    """Leave nothing beside the file, so that it may be copied."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


if __name__ == "__main__":
    import django

    django.setup()
    from venture.kernel import clock

    with clock.at(MADE, going=True):
        _make(Path(sys.argv[1]))
