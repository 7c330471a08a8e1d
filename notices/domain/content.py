"""The text of a notice as blocks, the plain way to write them, and the hash of what was frozen.

People write lines, never markup: ``# `` begins a heading, ``- `` an item, ``| `` a row of a table (the first row is
its head), an empty line ends a paragraph. Within a table a row whose first cell begins with ``# `` heads a group and
one that begins with ``= `` is the total; its last cell is the sum. Whatever else they type is text.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Block = dict[str, Any]
NUMBER: Final = re.compile(r"[0-9][0-9,.]*%?")


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
    if line.startswith("# "):
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
        case "list":
            return "\n".join(f"- {item}" for item in block["items"])
        case "table":
            return "\n".join("| " + " | ".join(row) + " |" for row in (block["head"], *block["rows"]))
        case _:
            return str(block["text"])


@dataclass
class Section:
    """A group of a table's rows. ``name`` is empty before the first heading; ``note`` and ``sum`` may be empty."""

    name: str = ""
    note: str = ""
    sum: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A table as a page draws it: ``numeric`` tells of each column whether it holds numbers only."""

    head: list[str]
    sections: list[Section]
    total: Section | None
    numeric: list[bool]


def table_of(block: Mapping[str, Any]) -> Table:
    """Return a table's groups, its total and which of its columns are numbers (set to the right)."""
    sections, total = [Section()], None
    for row in block["rows"]:
        first, *rest = row
        if first.startswith("# "):
            sections.append(_heading(first, rest))
        elif first.startswith("= "):
            total = _heading(first, rest)
        else:
            sections[-1].rows.append(row)
    rows = [row for section in sections for row in section.rows]
    numeric = [
        bool(rows) and all(NUMBER.fullmatch(row[column]) for row in rows) for column in range(len(block["head"]))
    ]
    return Table(block["head"], [each for each in sections if each.rows or each.name], total, numeric)


def _heading(first: str, rest: list[str]) -> Section:
    cells = [cell for cell in rest if cell]
    amount = cells.pop() if cells and NUMBER.fullmatch(cells[-1]) else ""
    return Section(first[2:], " ".join(cells), amount)


def canonical(content: Mapping[str, Any]) -> str:
    """Return the one JSON text of a notice's content: keys sorted, no spaces, characters as they are."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
