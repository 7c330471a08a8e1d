"""What stands in the database of a served city, read beside its server: the facts behind what a page says."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(folder: Path, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a statement finds in the city of ``folder``. Nothing can be written this way."""
    with closing(sqlite3.connect(f"file:{folder / 'venture.sqlite3'}?mode=ro", uri=True, timeout=30)) as opened:
        return opened.execute(statement, values).fetchall()


def one(folder: Path, statement: str, *values: Any) -> Any:
    """Return the only value that a statement finds."""
    ((value,),) = rows(folder, statement, *values)
    return value
