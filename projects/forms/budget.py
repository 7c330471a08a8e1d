"""What a page of the budget posts: the rows as typed, and where the typing began."""

import json
import secrets
from collections.abc import Mapping

from django.http import QueryDict

from projects.domain.budget import is_blank
from projects.domain.form import FORMS
from projects.domain.form.kinds import ids_in

FORM = FORMS["budget"]
LINES = FORM.table("lines")
FIELDS = tuple(each.name for each in LINES.fields)


def typed_in(posted: QueryDict) -> dict[str, str]:
    """Return the flat text of the rows; spare rows that nobody typed into are left out."""
    known = set(ids_in(base_in(posted).get(LINES.name, "")))
    rows = {row: row_in(posted, row) for row in ids_in(posted.get(LINES.name, ""))}
    return flat({row: typed for row, typed in rows.items() if row in known or not is_blank(typed)})


def row_in(typed: Mapping[str, str], row: str) -> dict[str, str]:
    """Return the cells of one row by their names."""
    return {name: typed.get(f"{LINES.name}.{row}.{name}", "") for name in FIELDS}


def flat(rows: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    cells = {f"{LINES.name}.{row}.{name}": text for row, typed in rows.items() for name, text in typed.items()}
    return {LINES.name: " ".join(rows), **cells}


def base_in(posted: QueryDict) -> dict[str, str]:
    """Return what the page was drawn from; nothing when that cannot be read, which a merge takes for a first save."""
    try:
        base = json.loads(posted.get("base", "") or "{}")
    except ValueError:
        return {}
    return {str(path): str(text) for path, text in base.items()} if isinstance(base, dict) else {}


def new_row() -> str:
    """Return an id for a row: letters and digits that no other row has."""
    return secrets.token_hex(4)
