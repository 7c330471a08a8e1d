"""The table: every address of the site, who may come there, by which method. An unlisted address fails the tests.

How to add yours
----------------
Put one module per app beside this file (``table/portal.py``, ``table/notify.py`` …). It is found by itself. It holds

    TABLE = {
        "notify:inbox": page(),                                   # everybody who signed in reads it
        "notify:read": act(keys=newest_message),                  # a button: POST only
        "portal:desk-finance": page("finance_maker", "finance_checker"),
        "api:round-list": api(),                                  # anonymous: 401 instead of the sign-in
        "files:download": page("org_owner", keys=a_file, foreign=somebody_elses_file),
    }

The name is the one ``reverse`` takes. The words (``public``, ``page``, ``form``, ``act``, ``api``, ``library``,
``nobody``) stand in tests/matrix/doors.py, the personas in tests/matrix/personas.py. ``keys`` is a function that reads
rows of the loaded demonstration; ``foreign`` one that gives a row nobody named may see. A model registered in the
admin needs no line: its pages follow from its declared permissions (``table/admin.py``).
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.matrix.doors import DoorLine


def _gathered() -> tuple[dict[str, DoorLine], list[str]]:
    table: dict[str, DoorLine] = {}
    twice: list[str] = []
    for found in sorted(iter_modules(__path__), key=lambda module: module.name):
        lines: dict[str, DoorLine] = import_module(f"{__name__}.{found.name}").TABLE
        twice += [f"{name} stands in two modules of the table" for name in sorted(table.keys() & lines.keys())]
        table |= lines
    return table, twice


TABLE, TWICE = _gathered()


def table_problems(known: set[str]) -> list[str]:
    """Say in words what the table lacks, holds too much or holds twice, for the addresses the resolver knows."""
    table = set(TABLE)
    unlisted = [f"{name} is not in the table: add a line to a module of tests/matrix/table" for name in known - table]
    gone = [f"{name} is in the table and no longer an address: take its line out" for name in table - known]
    return [*TWICE, *sorted(unlisted), *sorted(gone)]
