"""What a posted section says: answers by their flat paths, and the buttons that add, move and remove rows."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from projects.domain.form import Form, Kind
from projects.domain.form.kinds import LONGEST_ANSWER, ids_in

__all__ = ["LONGEST_ANSWER", "fresh_id", "rows_after", "said_of", "typed_in"]

TICKED: Final = frozenset({Kind.CHOICES, Kind.FLAG})


def typed_in(form: Form, data: Any) -> dict[str, str]:
    """Return what was posted of a section. A path that was not posted is not named; an unticked box is empty, because
    the page puts an empty answer before its boxes."""
    kinds = _kinds_in(form, data)
    typed = {path: _answer(data.getlist(path), kind) for path, kind in kinds.items() if path in data}
    return typed | {table.name: data.get(table.name) for table in form.tables if table.name in data}


def said_of(form: Form, texts: Mapping[str, str]) -> dict[str, str]:
    """Return what the page's script said of a section, one text per path: what the form does not ask is left out."""
    asked = {*_kinds_in(form, texts), *(table.name for table in form.tables)}
    return {path: text.replace("\x00", "") for path, text in texts.items() if path in asked}


def _kinds_in(form: Form, data: Any) -> dict[str, Kind]:
    kinds = {each.name: each.kind for each in form.fields}
    for table in form.tables:
        for row in ids_in(data.get(table.name, "")):
            kinds |= {f"{table.name}.{row}.{each.name}": each.kind for each in table.fields}
    return kinds


def _answer(given: list[str], kind: Kind) -> str:
    if kind in TICKED:
        return " ".join(each for each in given if each.strip())
    return given[-1].replace("\x00", "")


def rows_after(form: Form, typed: Mapping[str, str], button: str) -> tuple[dict[str, str], str]:
    """Return the answers after a button (``add:risks``, ``remove:risks:r1``, ``up:…``, ``down:…``) and the row that the
    page should show then. An unknown button changes nothing."""
    act, _sep, place = button.partition(":")
    table, _sep, row = place.partition(":")
    if table not in {each.name for each in form.tables}:
        return dict(typed), ""
    rows = ids_in(typed.get(table, ""))
    if act == "add":
        row = fresh_id(rows)
        rows = [*rows, row]
    elif row not in rows:
        return dict(typed), ""
    elif act == "remove":
        at = rows.index(row)
        rows.remove(row)
        row = rows[min(at, len(rows) - 1)] if rows else ""
    elif act in {"up", "down"}:
        at = rows.index(row)
        to = max(0, at - 1) if act == "up" else min(len(rows) - 1, at + 1)
        rows.insert(to, rows.pop(at))
    return {**typed, table: " ".join(rows)}, f"{table}.{row}" if row else table


def fresh_id(rows: list[str]) -> str:
    """Return an id that no row has, and that another editor's new row does not have either."""
    while True:
        found = f"r{secrets.token_hex(4)}"
        if found not in rows:
            return found
