"""The text of a notice as blocks, the plain way to write them, and the hash of what was frozen.

People write lines, never markup: ``# `` begins a heading, ``- `` an item, ``| `` a row of a table (the first row is
its head), an empty line ends a paragraph. Within a table a row whose first cell begins with ``# `` heads a group and
one that begins with ``= `` is the total; its last cell is the sum. A line ``@list`` is the place of the frozen list.
Whatever else they type is text.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Block = dict[str, Any]
NUMBER: Final = re.compile(r"[0-9][0-9,.]*%?")
SHORT: Final = 8
MOST_ON_CARD: Final = 4
LIST_HERE: Final = "@list"


def blocks_of(text: str) -> list[Block]:
    """Return the blocks that the lines of ``text`` say: heading, text, list and table, in their order."""
    blocks: list[Block] = []
    fresh = True
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip()
        if not line:
            fresh = True
            continue
        _append(blocks, line, fresh=fresh)
        fresh = False
    return blocks


def _append(blocks: list[Block], line: str, *, fresh: bool) -> None:
    last = None if fresh or not blocks else blocks[-1]
    if line == LIST_HERE:
        blocks.append({"kind": "items"})
    elif line.startswith("# "):
        blocks.append({"kind": "heading", "text": line[2:].strip()})
    elif line.startswith("- "):
        if last and last["kind"] == "list":
            last["items"].append(line[2:].strip())
        else:
            blocks.append({"kind": "list", "items": [line[2:].strip()]})
    elif line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if last and last["kind"] == "table":
            last["rows"].append(_fitted(cells, len(last["head"])))
        else:
            blocks.append({"kind": "table", "head": cells, "rows": []})
    elif last and last["kind"] == "text":
        last["text"] = f"{last['text']}\n{line}"
    else:
        blocks.append({"kind": "text", "text": line})


def _fitted(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * width)[:width]


def lines_of(blocks: Iterable[Mapping[str, Any]]) -> str:
    """Return the lines that ``blocks_of`` reads back as the same blocks."""
    return "\n\n".join(_lines(block) for block in blocks)


def _lines(block: Mapping[str, Any]) -> str:
    match block["kind"]:
        case "heading":
            return f"# {block['text']}"
        case "items":
            return LIST_HERE
        case "list":
            return "\n".join(f"- {item}" for item in block["items"])
        case "table":
            return "\n".join("| " + " | ".join(row) + " |" for row in (block["head"], *block["rows"]))
        case _:
            return str(block["text"])


@dataclass
class Section:
    """A group of a table's rows. ``name`` is empty before the first heading; ``note`` and ``sum`` may be empty.

    ``cells`` are all cells of the heading itself: what a table with several columns of numbers shows.
    """

    name: str = ""
    note: str = ""
    sum: str = ""
    rows: list[list["Cell"]] = field(default_factory=list)
    cells: list["Cell"] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """A cell and its place: ``no`` a running number, ``t`` the title, ``r`` the end of the line, ``o`` any other."""

    text: str
    place: str


@dataclass(frozen=True)
class Table:
    """A table as a page draws it. ``span`` is the width of a heading beside its sum."""

    head: list[Cell]
    sections: list[Section]
    total: Section | None

    @property
    def wide(self) -> bool:
        """Tell whether several columns hold numbers, or more stand beside each other than a card of a phone shows
        without their heads: such a table keeps its columns there.
        """
        return sum("r num" in cell.place for cell in self.head) > 1 or len(self.head) > MOST_ON_CARD

    @property
    def span(self) -> int:
        return max(len(self.head) - 1, 1)


def drawn(blocks: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Return the blocks as a page draws them: ``text``, ``lines`` of a list, ``table`` of a table."""
    pages: list[Block] = []
    for block in blocks:
        if block["kind"] == "list":
            pages.append({"kind": "list", "lines": block["items"]})
        elif block["kind"] == "table":
            pages.append({"kind": "table", "table": table_of(block)})
        elif block["kind"] == "items":
            pages.append({"kind": "items"})
        else:
            pages.append({"kind": block["kind"], "text": block["text"]})
    return pages


def table_of(block: Mapping[str, Any]) -> Table:
    """Return a table's groups and total, and where each column stands."""
    plain = [row for row in block["rows"] if not row[0].startswith(("# ", "= "))]
    places = [
        _place([row[column] for row in plain], column, len(block["head"])) for column in range(len(block["head"]))
    ]
    if "no" not in places[0]:
        places[0] = "t"
    sections, total = [Section()], None
    for row in block["rows"]:
        first, *rest = row
        if first.startswith("# "):
            sections.append(_heading(first, rest, places))
        elif first.startswith("= "):
            total = _heading(first, rest, places)
        else:
            sections[-1].rows.append(_cells(row, places))
    return Table(_cells(block["head"], places), [each for each in sections if each.rows or each.name], total)


def _place(column: list[str], index: int, width: int) -> str:
    numeric = bool(column) and all(NUMBER.fullmatch(text) for text in column)
    if index == 0 and numeric:
        return "no num"
    if index == 1:
        return "r num" if numeric else "t"
    if numeric:
        return "r num"
    return "r" if index == width - 1 and max(map(len, column), default=0) <= SHORT else "o"


def _cells(row: Iterable[str], places: list[str]) -> list[Cell]:
    return [Cell(text, place) for text, place in zip(row, places, strict=True)]


def _heading(first: str, rest: list[str], places: list[str]) -> Section:
    cells = [cell for cell in rest if cell]
    amount = cells.pop() if cells and NUMBER.fullmatch(cells[-1]) else ""
    return Section(first[2:], " ".join(cells), amount, cells=_cells([first[2:], *rest], places))


def rows_of(blocks: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Return the rows of all tables of a text, headings of groups and totals aside."""
    rows = (row for block in blocks if block["kind"] == "table" for row in block["rows"])
    return [list(row) for row in rows if row and not row[0].startswith(("# ", "= "))]


def canonical(content: Mapping[str, Any]) -> str:
    """Return the one JSON text of a notice's content: keys sorted, no spaces, characters as they are."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
