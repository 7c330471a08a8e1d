"""A migrated database, kept between runs: on SQLite a test run starts from a copy instead of migrating again.

The copy is named after the text of every migration, so a changed one makes a new copy. PostgreSQL migrates each time.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction


def template() -> Path:
    """Return where the copy for the migrations as they are now lies, or would lie."""
    texts = hashlib.sha256(version("django").encode())
    for path in sorted(settings.BASE_DIR.glob("*/migrations/*.py")) + sorted(
        settings.BASE_DIR.glob("venture/*/migrations/*.py")
    ):
        texts.update(path.name.encode() + path.read_bytes())
    return Path(settings.VAR_DIR) / "tests" / f"{texts.hexdigest()[:20]}.sqlite3"


def start_from_copy() -> None:
    """Let the coming ``migrate`` find the tables laid out, where a copy of them is kept."""
    if connection.vendor != "sqlite":
        return
    own: Any = connection.prepare_database

    def prepare() -> None:
        own()
        kept = template()
        if kept.exists():
            with sqlite3.connect(kept) as source:
                connection.ensure_connection()
                source.backup(connection.connection)

    connection.prepare_database = prepare  # type: ignore[method-assign]


def keep_copy() -> None:
    """Keep the tables as they are now, unless a copy is there already; of rivals the last one stays."""
    kept = template()
    if connection.vendor != "sqlite" or kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    for stale in sorted(kept.parent.glob("*.sqlite3"), key=os.path.getmtime)[:-4]:
        stale.unlink(missing_ok=True)
    making = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with sqlite3.connect(making) as target:
        connection.connection.backup(target)
    making.replace(kept)


_city: sqlite3.Connection | None = None


@contextmanager
def city_laid() -> Iterator[None]:
    """Let the demonstration's small city stand while the block runs; afterwards the database is as it was.

    It is played once per process and copied from then on; PostgreSQL plays it each time, in a transaction.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            call_command("load_demo", verbosity=0)
            yield
            transaction.set_rollback(True)
        return
    before = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(before)
    try:
        _lay_city()
        yield
    finally:
        before.backup(connection.connection)
        before.close()


def _lay_city() -> None:
    global _city  # noqa: PLW0603 -- one copy for the process
    if _city is not None:
        _city.backup(connection.connection)
        return
    with transaction.atomic():
        call_command("load_demo", verbosity=0)
        # Nobody is to hear of what the city did: its messages and jobs stay where they are.
        connection.run_on_commit.clear()
    _city = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(_city)
