"""Reading a table that was copied out of Excel, WPS or a web page. Nothing is dropped silently: each row of the paste
becomes a line of the budget or stands in ``skipped`` with the reason, and every guess is said."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from projects.domain.budget import vocabulary
from projects.domain.budget.columns import Columns, by_content, by_heading
from projects.domain.form.kinds import MOST_ROWS
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import FEN, format_yuan, parse_yuan

FIELDS = ("category", "item", "activity", "unit", "quantity", "price", "own", "donation", "basis")
_WITH_UNIT = re.compile(r"^([¥￥]?[\d,，.．０-９]+万?)\s*([^\d\s.,/*×xX+\-=()（）][^\d\s*×+\-=()（）]{0,9})$")


@dataclass(frozen=True)
class Skipped:
    """``row`` counts from 1 as in the paste. ``reason``: heading, sum, group, empty, too_many."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class PasteProblem:
    """``row`` 0 is the whole paste. ``name`` is the field, empty where the row as a whole is meant."""

    row: int
    name: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


PASTE_PROBLEMS = frozenset(
    {
        "paste_empty", "paste_columns_guessed", "paste_column_unknown", "paste_category_guessed",
        "paste_category_unknown", "paste_total_differs", "paste_total_as_price", "paste_price_from_total",
        "paste_price_uneven", "paste_rest_as_own", "paste_more_cells", "paste_too_many",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Paste:
    """``lines`` are rows as somebody would have typed them, in the order of the paste; ``rows`` their numbers in it."""

    lines: tuple[dict[str, str], ...] = ()
    rows: tuple[int, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[PasteProblem, ...] = ()


def read_paste(text: str, labels: Mapping[str, str]) -> Paste:
    """Return what the paste says. ``labels`` are the cost categories that the round knows, by slug, in the words of
    the reader. What cannot be read stays in its cell as it was, for the person to mend."""
    table = _cells(text)
    filled = [(number, row) for number, row in enumerate(table, start=1) if any(row)]
    skipped = [Skipped(number, "", "empty") for number, row in enumerate(table, start=1) if not any(row)]
    if not filled:
        return Paste(problems=(PasteProblem(0, "", "paste_empty"),))
    reader = _Reader(dict(labels), _columns(filled, labels, skipped))
    for number, row in filled:
        if all(number != each.row for each in skipped):
            reader.take(number, row)
    return Paste(
        tuple(reader.lines),
        tuple(reader.rows),
        tuple(sorted([*skipped, *reader.skipped], key=lambda each: each.row)),
        (*reader.columns.problems_as(PasteProblem), *reader.problems),
    )


def _cells(text: str) -> list[list[str]]:
    """Split as spreadsheets copy: tabs between cells, quotes around cells with line breaks. Tables out of running text
    have wide gaps in place of tabs."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").replace("\x00", "")
    if not clean.strip():
        return []
    if "\t" not in clean:
        return [[cell.strip() for cell in re.split(r" {2,}|\u3000+|\|", row.strip().strip("|"))]
                for row in clean.split("\n")]  # fmt: skip
    rows = csv.reader(io.StringIO(clean, newline=""), delimiter="\t")
    return [[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in rows]


def _columns(filled: list[tuple[int, list[str]]], labels: Mapping[str, str], skipped: list[Skipped]) -> Columns:
    """Find the heading among the first rows; titles above it are no lines. Without a heading look at the contents."""
    for place, (_number, row) in enumerate(filled[:6]):
        if (found := by_heading(row)) is not None:
            skipped.extend(Skipped(above, _joined(cells), "heading") for above, cells in filled[: place + 1])
            return found
    return by_content([row for _number, row in filled], dict(labels))


def _joined(row: list[str]) -> str:
    return " ".join(cell for cell in row if cell)[:120]


class _Reader:
    """Goes down the rows once; a category that stands in a merged cell holds until the next one."""

    def __init__(self, labels: dict[str, str], columns: Columns) -> None:
        self.labels, self.columns = labels, columns
        self.lines: list[dict[str, str]] = []
        self.rows: list[int] = []
        self.skipped: list[Skipped] = []
        self.problems: list[PasteProblem] = []
        self.category = ""

    def take(self, number: int, row: list[str]) -> None:
        cells = {name: row[place] if place < len(row) else "" for name, place in self.columns.places.items()}
        if any(vocabulary.SUM_ROW.match(vocabulary.plain(cell)) for cell in row if cell):
            self.skipped.append(Skipped(number, _joined(row), "sum"))
        elif self.columns.is_heading(row):
            self.skipped.append(Skipped(number, _joined(row), "heading"))
        elif self._is_group(cells, row):
            self.skipped.append(Skipped(number, _joined(row), "group"))
        elif len(self.lines) >= MOST_ROWS:
            self.skipped.append(Skipped(number, _joined(row), "too_many"))
        else:
            self._line(number, cells, row)

    def _is_group(self, cells: dict[str, str], row: list[str]) -> bool:
        """Return whether the row only names a category for the rows below it, alone or with the group's sum."""
        words = [cell for cell in row if cell and not _is_number(cell)]
        if len(words) != 1 or cells.get("quantity") or cells.get("price"):
            return False
        slug = vocabulary.category(words[0], self.labels)
        named = vocabulary.NUMBERING.match(words[0]) or words[0] == cells.get("category")
        exact = vocabulary.plain(words[0]) in {vocabulary.plain(label) for label in self.labels.values()}
        if slug is None or not (exact or named):
            return False
        self.category = slug
        return True

    def _line(self, number: int, cells: dict[str, str], row: list[str]) -> None:
        line = {name: cells.get(name, "") for name in FIELDS}

        def say(name: str, code: str, **values: Any) -> None:
            self.problems.append(PasteProblem(number, name, code, values))

        self._part_units(line)
        for name in ("quantity", "price", "own", "donation"):
            line[name] = _yuan(line[name], wan=name in self.columns.wan)
        line["category"] = self._category(line, say)
        total, grant = (_fen(cells.get(name, ""), wan=name in self.columns.wan) for name in ("total", "grant"))
        if grant is not None and total is None and not (line["price"] and line["quantity"]):
            total = grant + sum(_fen(line[name]) or 0 for name in ("own", "donation"))
        self._settle(line, total, say)
        if grant is not None and not cells.get("own") and not cells.get("donation"):
            self._rest(line, grant, say)
        beyond = [cell for cell in row[self.columns.width :] if cell]
        if beyond:
            say("", "paste_more_cells", cells="、".join(beyond))
        self.lines.append(line)
        self.rows.append(number)

    def _part_units(self, line: dict[str, str]) -> None:
        """``24场`` is 24 and 场; ``25元/人次`` is 25."""
        if (found := _WITH_UNIT.match(line["quantity"])) and found[2] != "万":
            line["quantity"], line["unit"] = found[1], line["unit"] or found[2]
        amount, _slash, per = line["price"].partition("/")
        if per and not _is_number(per):
            line["price"], line["unit"] = amount.strip(), line["unit"] or per.strip()

    def _category(self, line: dict[str, str], say: Any) -> str:
        if typed := line["category"]:
            slug = vocabulary.category(typed, self.labels)
            if slug is None:
                say("category", "paste_category_unknown", text=typed)
            self.category = slug or ""
            return self.category
        if self.category:
            return self.category
        if guess := vocabulary.category(line["item"], self.labels):
            say("category", "paste_category_guessed", label=self.labels[guess])
            return guess
        return ""

    def _settle(self, line: dict[str, str], total: int | None, say: Any) -> None:
        """Hold the stated total against price × quantity, or find the price from it."""
        price, quantity = _fen(line["price"]), _quantity(line["quantity"])
        if total is None:
            return
        if price is not None and quantity is not None:
            stated = int((price * quantity + Decimal("0.5")) // 1)
            if stated != total:
                say("price", "paste_total_differs", stated=format_yuan(total), computed=format_yuan(stated))
        elif not line["price"] and quantity:
            if (total / quantity) % 1:
                line["price"], line["quantity"] = _typed(total), "1"
                say("price", "paste_price_uneven", total=format_yuan(total), quantity=str(quantity))
            else:
                line["price"] = _typed(int(total / quantity))
                say("price", "paste_price_from_total", price=format_yuan(int(total / quantity)))
        elif not line["quantity"] and (price is None or price == total):
            line["price"], line["quantity"] = _typed(total), "1"
            say("price", "paste_total_as_price", total=format_yuan(total))

    def _rest(self, line: dict[str, str], grant: int, say: Any) -> None:
        """A column of grant money without one of own money: the rest of the cost is own money."""
        price, quantity = _fen(line["price"]), _quantity(line["quantity"])
        if price is None or quantity is None:
            return
        rest = int((price * quantity + Decimal("0.5")) // 1) - grant
        if rest > 0:
            line["own"] = _typed(rest)
            say("own", "paste_rest_as_own", own=format_yuan(rest))
        elif rest < 0:
            say("price", "paste_total_differs", stated=format_yuan(grant), computed=format_yuan(rest + grant))


def _is_number(text: str) -> bool:
    return _fen(text) is not None


def _fen(text: str, *, wan: bool = False) -> int | None:
    try:
        return parse_yuan(text + "万" if wan and "万" not in text else text) if text else None
    except RuleRefusal:
        return None


def _yuan(text: str, *, wan: bool) -> str:
    """Return the number in plain digits; what is no number stays as it was."""
    fen = _fen(text, wan=wan)
    return text if fen is None else _typed(fen)


def _typed(fen: int) -> str:
    return f"{Decimal(fen) / FEN:.2f}" if fen % FEN else str(fen // FEN)


def _quantity(text: str) -> Decimal | None:
    """Quantities are read like amounts: separators, full width, 万, two places."""
    fen = _fen(text)
    return None if fen is None else Decimal(fen) / FEN
