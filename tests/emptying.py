"""The teardown's own door: a test that commits must be able to empty its own database afterwards.

The database refuses to change or delete what the audit log, notices and hand-ins hold, its owner included: for the
emptying, and here only, the guards are off. Only tables that hold something are touched: most of the stock flush's time
goes to the others.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

# What ``migrate`` writes after the last migration, the same for every test.
STAYS = frozenset({"django_content_type", "auth_permission"})


def empty_after_commits() -> None:
    """Let every test that commits end with ``empty`` instead of the stock flush."""
    TransactionTestCase._fixture_teardown = lambda self: empty()  # type: ignore[method-assign]


def empty() -> None:
    """Delete every row of every table."""
    name = connection.ops.quote_name
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAYS
    holds = " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT 1 FROM {name(each)})" for each in sorted(tables))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(holds)
        filled = [each for (each,) in cursor.fetchall()]
        with unguarded(cursor, filled):
            for each in filled:
                cursor.execute(f"DELETE FROM {name(each)}")


@contextmanager
def unguarded(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Let the block write what the database's guards refuse. For tests and benchmarks only."""
    name = connection.ops.quote_name
    if connection.vendor == "postgresql":
        for each in tables:
            cursor.execute(f"ALTER TABLE {name(each)} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit would hold the tables
        for each in tables:
            cursor.execute(f"ALTER TABLE {name(each)} ENABLE TRIGGER USER")
        return
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = cursor.fetchall()
    for guard, _sql in guards:
        cursor.execute(f"DROP TRIGGER {name(guard)}")
    yield
    for _guard, sql in guards:
        cursor.execute(sql)
