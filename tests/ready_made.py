"""What every process of the tests would make anew, made once: migrated tables, the small city, a stage of tests.

A copy is a file on SQLite; on PostgreSQL it is a database that others are created from. The tables are named after the
text of every migration and kept between runs. The rest, which any code may change, is laid once for a run.
"""

import fcntl
import hashlib
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests.today import MADE, TODAY
from venture.kernel import clock

FOLDER = Path(settings.VAR_DIR) / "tests"
# All processes of a run of xdist share its name.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
# So many copies of a kind stay, the newest.
KEPT = 4


def start_from_copy() -> None:
    """Let the coming ``migrate`` find the tables laid out. Who comes first migrates, the others wait for its copy."""
    name = tables()
    _making.enter_context(_alone(f"tables_{connection.vendor}{connection.settings_dict['PORT']}"))
    if not _shelf().has(name):
        return
    _making.close()
    _found.append(name)
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        return
    own: Any = connection.prepare_database

    def prepare() -> None:
        own()
        Files.fetch(name)

    connection.prepare_database = prepare  # type: ignore[method-assign]


def keep_copy() -> None:
    """Keep the tables as they are now, if ``start_from_copy`` found none."""
    with _making:
        if not _found:
            _shelf().keep(tables())


def tables() -> str:
    """Return the name of the copy for the migrations as they are now."""
    texts = hashlib.sha256(version("django").encode())
    for path in sorted(settings.BASE_DIR.glob("*/migrations/*.py")) + sorted(
        settings.BASE_DIR.glob("venture/*/migrations/*.py")
    ):
        texts.update(path.name.encode() + path.read_bytes())
    return f"tables_{texts.hexdigest()[:20]}"


def tables_file() -> Path:
    """Return where SQLite's copy of the tables is kept, whether it is there or not."""
    return _file(tables())


@contextmanager
def laid(kind: str, lay: Callable[[], None]) -> Iterator[None]:
    """Let what ``lay`` makes stand while the block runs; afterwards the database is as it was.

    ``lay`` runs once for all processes of a run. It commits, and leaves nothing to be done on commit.
    """
    name = f"{kind}_{RUN}"
    with ExitStack() as until_the_end:
        with _alone(name):
            made = _shelf().has(name)
            until_the_end.enter_context(_shelf().aside(name if made else None))
            if made:
                _fetch_uploads(name)
            else:
                lay()
                _shelf().keep(name)
                _keep_uploads(name)
        yield


@contextmanager
def city_laid() -> Iterator[None]:
    """Let the demonstration's small city stand while the block runs, at its own day and going on from there."""
    with laid("city", _play), clock.at(TODAY, going=True):
        yield


class Files:
    """Copies of SQLite's database in files. The tests' own database lives in memory."""

    @staticmethod
    def has(name: str) -> bool:
        return _file(name).exists()

    @staticmethod
    def keep(name: str) -> None:
        making = _file(name).with_suffix(f".{os.getpid()}")
        connection.ensure_connection()
        with sqlite3.connect(making) as target:
            connection.connection.backup(target)
        making.replace(_file(name))
        for stale in sorted(FOLDER.glob(f"{name.partition('_')[0]}_*"), key=os.path.getmtime)[: -3 * KEPT]:
            stale.unlink(missing_ok=True)

    @staticmethod
    def fetch(name: str) -> None:
        connection.ensure_connection()
        with sqlite3.connect(_file(name)) as source:
            source.backup(connection.connection)

    @staticmethod
    @contextmanager
    def aside(copy: str | None) -> Iterator[None]:
        """Let the database be changed at will, beginning with a copy if one is named, and put it back."""
        before = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(before)
        try:
            if copy:
                Files.fetch(copy)
            yield
        finally:
            before.backup(connection.connection)
            before.close()


class Databases:
    """Copies of PostgreSQL's database beside it. Who looks at the city turns to a database of its own."""

    @staticmethod
    def has(name: str) -> bool:
        return bool(_on_server("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    @classmethod
    def keep(cls, name: str) -> None:
        cls._copy(connection.settings_dict["NAME"], name)
        kind = f"{name.partition('_')[0]}\\_%"
        stale = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC OFFSET %s"
        for (each,) in _on_server(stale, [kind, KEPT]):
            with suppress(DatabaseError):  # somebody else's run stands on it
                _on_server(f'DROP DATABASE "{each}"')

    @classmethod
    @contextmanager
    def aside(cls, copy: str | None) -> Iterator[None]:
        """Turn to a database beside the tests' own, a copy of the one that is named or of the tables."""
        own = connection.settings_dict["NAME"]
        beside = f"{own}_beside"
        cls._copy(copy or tables(), beside)
        connection.settings_dict["NAME"] = beside
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
            _on_server(f'DROP DATABASE "{beside}"')

    @staticmethod
    def _copy(source: str, target: str) -> None:
        connection.close()  # nobody may be connected to what is copied
        _on_server(f'DROP DATABASE IF EXISTS "{target}"')
        _on_server(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _shelf() -> Any:
    return Databases if connection.vendor == "postgresql" else Files


def _on_server(statement: str, values: list[Any] | None = None) -> list[Any]:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # how Django makes its own databases
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _file(name: str) -> Path:
    return FOLDER / f"{name}.sqlite3"


_making = ExitStack()
_found: list[str] = []


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let one process after the other through the block. Who dies in it lets the next one in."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _play() -> None:
    with transaction.atomic(), clock.at(MADE, going=True):
        call_command("load_demo", verbosity=0)
        # Nobody is to hear of what the city did: its messages and jobs stay where they are.
        connection.run_on_commit.clear()


def _keep_uploads(name: str) -> None:
    """Keep what was uploaded: in the tests, files live in the memory of one process."""
    found = {path: default_storage.open(path).read() for path in _uploads("")}
    (FOLDER / f"{name}.uploads").write_bytes(pickle.dumps(found))


def _fetch_uploads(name: str) -> None:
    for path, content in pickle.loads((FOLDER / f"{name}.uploads").read_bytes()).items():
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))


def _uploads(folder: str) -> Iterator[str]:
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}{name}" for name in names)
    for each in folders:
        yield from _uploads(f"{folder}{each}/")
