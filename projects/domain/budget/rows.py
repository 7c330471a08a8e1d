"""From the rows of the application form to lines, and what is wrong with a line as a whole."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from projects.domain.budget.lines import Line
from projects.domain.form.kinds import Problem
from venture.kernel.money import LARGEST_FEN

SECTION, TABLE = "budget", "lines"
# What a row that nobody typed into may hold: a new row comes with the category of its group, a unit and zeros.
_PRESET = frozenset({"category", "unit", "id"})
_ZEROED = frozenset({"own", "donation"})


def is_blank(row: Mapping[str, str]) -> bool:
    """Return whether nobody typed into the row yet."""
    return not any(
        text.strip("0０.． " if name in _ZEROED else " \t\n\u3000") for name, text in row.items() if name not in _PRESET
    )


def lines_of(rows: Iterable[Mapping[str, Any]], quoted: Collection[str] = ()) -> tuple[Line, ...]:
    """Return a line for every row that the form read. A row whose price or quantity it could not read counts as
    nothing, own money and donations too; the problem is the form's. ``quoted`` are the ids of rows with a quotation."""
    return tuple(_line(row, row["id"] in quoted) for row in rows)


def _line(row: Mapping[str, Any], quoted: bool) -> Line:
    words: dict[str, Any] = {name: row[name] or "" for name in ("category", "item", "activity", "unit", "basis")}
    if row["price"] is None or row["quantity"] is None:
        return Line(row["id"], **words, has_quote=quoted)
    return Line(
        row["id"],
        **words,
        quantity=Decimal(row["quantity"]),
        price_fen=row["price"],
        own_fen=row["own"] or 0,
        donation_fen=row["donation"] or 0,
        has_quote=quoted,
    )


def problems_of(rows: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Return what no field shows by itself: a line that costs nothing, costs beyond reason or is paid above its cost.

    Rows whose price or quantity could not be read are left to the form.
    """
    found = []
    for row in rows:
        (line,) = lines_of([row])
        if row["price"] is None or row["quantity"] is None:
            continue
        if line.total_fen > LARGEST_FEN:
            found.append(_problem(line, "price", "cost_too_large"))
        elif not line.total_fen:
            found.append(_problem(line, "price" if line.quantity else "quantity", "costs_nothing"))
        elif line.grant_fen < 0:
            purse = "own" if line.own_fen else "donation"
            found.append(_problem(line, purse, "paid_above_cost", fen=-line.grant_fen, total_fen=line.total_fen))
    return found


def path_of(key: str, name: str) -> str:
    return f"{TABLE}.{key}.{name}"


def _problem(line: Line, name: str, code: str, **details: object) -> Problem:
    return Problem(SECTION, path_of(line.key, name), code, details)
