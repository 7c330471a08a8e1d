"""The way back: from the values of a section to what somebody would type for them."""

from collections.abc import Mapping
from typing import Any

from projects.domain.form.kinds import Field, Form, Kind
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
