"""The way back: from the values of a section to what somebody would type for them."""

from collections.abc import Callable, Mapping
from typing import Any

from projects.domain.form.kinds import ROW_ID, ROWS_READ, Field, Form, Kind, Table
from venture.kernel.money import FEN


def typed_from(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the flat text that ``read`` takes for the same values; rows keep their ids."""
    typed = {each.name: _text(each, values.get(each.name)) for each in form.fields}
    for table in form.tables:
        rows = values.get(table.name) or []
        typed[table.name] = " ".join(row["id"] for row in rows)
        for row in rows:
            typed |= {f"{table.name}.{row['id']}.{each.name}": _text(each, row.get(each.name)) for each in table.fields}
    return {path: text for path, text in typed.items() if text != ""}


def _text(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind == Kind.CHOICES:
        return " ".join(value)
    if field.kind == Kind.MONEY:
        yuan, fen = divmod(value, FEN)
        return f"{yuan}.{fen:02d}" if fen else str(yuan)
    if field.kind == Kind.FLAG:
        return "on" if value else "off"
    return str(value)


def flattened(form: Form, values: Mapping[str, Any], fresh: Callable[[], str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the flat text of what ``values`` name, and what is at fault in them by path: ``unknown`` or ``kind``.

    What is not named is not touched; ``None`` clears an answer. A table is named as a whole, its rows in order: a row
    with a known ``id`` keeps the answers that it does not name, a row without one is new and gets one from ``fresh``.
    """
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    fields, tables = {each.name: each for each in form.fields}, {each.name: each for each in form.tables}
    for name, value in values.items():
        if name in fields:
            _flatten(fields[name], value, name, typed, wrong)
        elif name not in tables:
            wrong[name] = "unknown"
        elif not isinstance(value, list) or len(value) > ROWS_READ:
            wrong[name] = "kind"
        else:
            keys = []
            for number, row in enumerate(value):
                key, cells, faults = _row(tables[name], row, f"{name}[{number}]", fresh)
                keys.append(key)
                typed |= cells
                wrong |= faults
            typed[name] = " ".join(keys)
    return typed, wrong


def _row(table: Table, row: Any, place: str, fresh: Callable[[], str]) -> tuple[str, dict[str, str], dict[str, str]]:
    """Return the id of the row, the text of its cells by path, and what is at fault in it."""
    given = row.get("id") if isinstance(row, dict) else 0
    if given is not None and not (isinstance(given, str) and ROW_ID.fullmatch(given)):
        return "", {}, {place: "kind"}
    key = given or fresh()
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    fields = {each.name: each for each in table.fields}
    for name, value in row.items():
        if name == "id":
            continue
        if name not in fields:
            wrong[f"{place}.{name}"] = "unknown"
            continue
        flat: dict[str, str] = {}
        found: dict[str, str] = {}
        _flatten(fields[name], value, name, flat, found)
        typed |= {f"{table.name}.{key}.{path}": text for path, text in flat.items()}
        wrong |= {f"{place}.{path}": fault for path, fault in found.items()}
    return key, typed, wrong


def _flatten(field: Field, value: Any, path: str, typed: dict[str, str], wrong: dict[str, str]) -> None:
    if value is None or _fits(field.kind, value):
        typed[path] = _text(field, value)
    else:
        wrong[path] = "kind"


def _fits(kind: Kind, value: Any) -> bool:
    """Tell whether a value is of the kind that ``read`` returns for the question."""
    if kind == Kind.FLAG:
        return isinstance(value, bool)
    if kind in {Kind.MONEY, Kind.WHOLE}:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind == Kind.CHOICES:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, str)
