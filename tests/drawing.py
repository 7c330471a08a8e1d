"""What a run of the gate draws from a large family: by name and by the commit it stands on (docs/adr/0020).

The same commit draws the same, so that a failure comes back; the next commit draws others, so that everything is drawn
within a few of them. ``--whole`` and ``--soak`` draw nothing.
"""

import hashlib
import os
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Of the tests that ask any database PostgreSQL takes one in so many from SQLite; of a family's it sees fewer still.
SHARE, SHARE_OF_FAMILY = 6, 24
# Under CI=true there is a quarter of an hour on two cores: of what takes time each commit looks at one in so many.
IN_A_HURRY = 4


def drawn(name: str, share: int) -> bool:
    """Tell whether ``name`` is one of those, one in ``share``, that this run looks at."""
    return _lot(name) % share == 0


def _lot(name: str) -> int:
    """Return a number of its own for each name at each commit: two draws over one test do not hang together."""
    return int.from_bytes(hashlib.blake2b(f"{turn()} {name}".encode(), digest_size=4).digest())


@cache
def turn() -> str:
    """Return the commit that is tested; nothing outside of a repository."""
    command = ["git", "rev-parse", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


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
    hurry = IN_A_HURRY if os.environ.get("CI") == "true" and _takes_time(item) else 1
    beside = (SHARE_OF_FAMILY if family else SHARE) * hurry
    if on_postgres and not _only_postgres_shows(item):
        return _asks(item) and drawn(item.nodeid, beside)
    share = family.args[0] if family and family.args and not on_postgres else 1
    if not drawn(item.nodeid if family else _story(item), share * hurry):
        return False
    elsewhere = not on_postgres and not family and os.environ.get("BESIDE_POSTGRES") == "1"
    return not (elsewhere and _asks(item) and not _only_postgres_shows(item) and drawn(item.nodeid, beside))


def _takes_time(item: pytest.Item) -> bool:
    """Tell whether a test is one of many that take time. A rule on values is quick, and always looked at."""
    slow = _asks(item) or any(_marked(item, name) for name in ("browser", "minutes", "clamd"))
    return slow and not _marked(item, "always")


def _story(item: pytest.Item) -> str:
    """Return the name that is drawn: of a file whose tests may follow each other the file's, else the test's own."""
    follows = any(_marked(item, name) for name in ("browser", "minutes"))
    return item.nodeid.partition("::")[0] if follows else item.nodeid


def _one_of(name: str, number: int, of: int) -> bool:
    return _lot(name) % of == number


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
