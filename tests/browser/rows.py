"""What stands in the database of a served copy, read beside the server: for facts that no page tells."""

import sqlite3
from pathlib import Path
from typing import Any


def rows(folder: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query that only reads."""
    with sqlite3.connect(f"file:{folder}/venture.sqlite3?mode=ro", uri=True, timeout=30) as base:
        return base.execute(sql, values).fetchall()
