"""Queries whose SQL is written once in the life of a process.

Django builds a query anew each time it is asked, which for a wide one takes ten times what the database takes for the
answer. ``Prepared`` keeps the text and puts in only what is given. What is asked stays said in one place, in the words
of the models; the rows are read afresh each time, and nothing of them is kept.
"""

import re
from collections.abc import Callable
from copy import copy
from datetime import date
from inspect import signature
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

from venture.kernel import clock

# Stand in the text where what is given comes. Numbers that the smallest column holds, else Django asks nothing at all.
STAND_INS: Final = (32_001, 32_501)
# How SQLite is told a day or an instant.
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# No column holds a larger number.
LARGEST: Final = 2**63 - 1


class _Known(NamedTuple):
    """A query as one kind of database takes it, and which of its values is which of those that are given."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    values: tuple[Any, ...]
    places: dict[int, str]


class Prepared:
    """A query as a function from numbers or texts to its rows.

    ``build`` is called once for each kind of database, with stand-ins for its arguments (a text where one is annotated
    as ``str``, else a whole number): it may do nothing with them but ask that columns equal them, and whatever else it
    says must be the same at every call. While the clock is moved a day may stand in the text: then nothing is kept.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self._build, self._texts = build, dict[str, _Known]()
        self._kinds = {name: each.annotation for name, each in signature(build).parameters.items()}

    def __call__(self, **given: Any) -> list[Any]:
        """Return the rows. One query, and as many for the same once more.

        Raise ``TransactionManagementError`` for a query that locks where no transaction is open.
        """
        if clock.is_moved():
            return list(self._build(**given))
        connection: Any = connections[DEFAULT_DB_ALIAS]
        known = self._texts.get(connection.vendor) or self._learn(connection.vendor)
        if known.rows.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        if any(isinstance(each, int) and abs(each) > LARGEST for each in given.values()):
            return []
        values = list(known.values)
        for place, name in known.places.items():
            values[place] = type(values[place])(given[name])
        rows: Any = known.rows.all()
        rows.query.get_compiler = lambda *_asked, **_named: _with_text(known, connection, tuple(values))
        return list(rows)

    def _learn(self, vendor: str) -> _Known:
        """Build the query with two sets of stand-ins: what differs is what is given, and it must be nothing else."""
        sets = [self._standing(first) for first in STAND_INS]
        rows: list[Any] = [self._build(**each) for each in sets]
        compilers = [each.query.get_compiler(DEFAULT_DB_ALIAS) for each in rows]
        (sql, values), (again, others) = (each.as_sql() for each in compilers)
        names: dict[Any, str] = {(sets[0][name], sets[1][name]): name for name in self._kinds}
        differ = {place: pair for place, pair in enumerate(zip(values, others, strict=False)) if pair[0] != pair[1]}
        if (sql, len(values)) != (again, len(others)) or {*differ.values()} != {*names}:
            raise ValueError(f"the text hangs on {', '.join(self._kinds)}: it cannot be kept")
        if any(isinstance(each, date) or (isinstance(each, str) and DAY.match(each)) for each in values):
            raise ValueError("a day stands in the text and would never pass: it cannot be kept")
        places = {place: names[pair] for place, pair in differ.items()}
        known = self._texts[vendor] = _Known(rows[0], compilers[0], sql, tuple(values), places)
        return known

    def _standing(self, first: int) -> dict[str, Any]:
        numbered = enumerate(self._kinds.items(), start=first)
        return {name: str(place) if kind is str else place for place, (name, kind) in numbered}


def _with_text(known: _Known, connection: Any, values: tuple[Any, ...]) -> Any:
    """Return what reads the rows of the kept text: nobody else's, so that threads do not meet in it."""
    compiler = copy(known.compiler)
    compiler.connection, compiler.as_sql = connection, lambda: (known.sql, values)
    return compiler
