"""What a run of the gate draws from a large family: by name and by the commit it stands on (docs/adr/0020).

The same commit draws the same, so that a failure comes back; the next commit draws others, so that everything is drawn
within a few of them. ``--whole`` and ``--soak`` draw nothing.
"""

import os
import subprocess
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Of the tests that ask any database PostgreSQL takes one in so many from SQLite; of a family's it sees fewer still.
SHARE, SHARE_OF_FAMILY = 6, 24


def drawn(name: str, share: int) -> bool:
    """Tell whether ``name`` is one of those, one in ``share``, that this run looks at."""
    return (zlib.crc32(name.encode()) + turn()) % share == 0


@cache
def turn() -> int:
    """Return a number that is another one at each commit; 0 outside of a repository."""
    command = ["git", "rev-parse", "HEAD"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return int(asked.stdout.strip()[:8] or "0", 16)


def whole(config: pytest.Config) -> bool:
    return bool(config.getoption("--whole") or config.getoption("--soak"))


def due(items: Sequence[pytest.Item], *, on_postgres: bool) -> list[pytest.Item]:
    """Return the tests that this run of the gate is to look at, in their order."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return [
        item
        for name, family in cases.items()
        for number, item in enumerate(family)
        if _due(item, on_postgres) and (not _marked(item, "one_of") or _one_of(name, number, len(family)))
    ]


def _due(item: pytest.Item, on_postgres: bool) -> bool:
    family = item.get_closest_marker("sampled")
    if on_postgres:
        if _only_postgres_shows(item):
            return True
        return _asks(item) and drawn(item.nodeid, SHARE_OF_FAMILY if family else SHARE)
    if family:
        return drawn(item.nodeid, family.args[0] if family.args else 1)
    beside = os.environ.get("BESIDE_POSTGRES") == "1"
    taken = beside and _asks(item) and not _only_postgres_shows(item) and drawn(item.nodeid, SHARE)
    return not taken


def _one_of(name: str, number: int, of: int) -> bool:
    return (zlib.crc32(name.encode()) + turn()) % of == number


def _only_postgres_shows(item: pytest.Item) -> bool:
    return any(_marked(item, name) for name in ("postgres", "redis")) or _commits(item)


def _asks(item: pytest.Item) -> bool:
    return _marked(item, "django_db") or bool({"db", "django_db_setup"} & set(getattr(item, "fixturenames", ())))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    named = "transactional_db" in getattr(item, "fixturenames", ())
    return named or bool(marker and marker.kwargs.get("transaction"))


def _marked(item: pytest.Item, name: str) -> bool:
    return item.get_closest_marker(name) is not None
