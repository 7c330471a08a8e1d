"""Throw-away servers for tests and soak runs: a PostgreSQL cluster and a Redis, on loopback, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import Any


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_tools() -> Path | None:
    """Return the folder of ``initdb``; Debian keeps it off the PATH."""
    found = [str(Path(path).parent) for path in sorted(glob("/usr/lib/postgresql/*/bin/initdb"))]
    if not found and (on_path := shutil.which("initdb")):
        found = [str(Path(on_path).resolve().parent)]
    return Path(found[-1]) if found else None


@contextmanager
def postgres() -> Iterator[str | None]:
    """Yield the URL of an empty PostgreSQL, ``TEST_DATABASE_URL`` if it is set, or ``None`` where there is none."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    tools = postgres_tools()
    if tools is None:
        yield None
        return
    # PostgreSQL refuses to run as root: the cluster then belongs to the package's own user.
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    with tempfile.TemporaryDirectory(prefix="venture-pg-") as folder:
        data, port = Path(folder) / "data", free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, owner)
        as_owner = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": "/"}
        subprocess.run(
            [*as_owner, str(tools / "initdb"), "-D", str(data), "-U", owner, "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8"], check=True, **quiet,
        )  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
        options += " -c jit=off"  # compiling takes longer than any query here
        control = [*as_owner, str(tools / "pg_ctl"), "-D", str(data), "-w"]
        subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], check=True, **quiet)
        try:
            create = [*as_owner, str(tools / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", owner, "venture"]
            subprocess.run(create, check=True, **quiet)
            yield f"postgres://{owner}@127.0.0.1:{port}/venture"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, **quiet)


@contextmanager
def redis() -> Iterator[str | None]:
    """Yield the URL of an empty Redis, ``TEST_REDIS_URL`` if it is set, or ``None`` where there is none."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    server = shutil.which("redis-server")
    if server is None:
        yield None
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="venture-redis-") as folder:
        process = subprocess.Popen(
            [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(port: int, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")
