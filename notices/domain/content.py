"""The text of a notice as blocks, the plain way to write them, and the hash of what was frozen.

People write lines, never markup: ``# `` begins a heading, ``- `` an item, ``| `` a row of a table (the first row is
its head), an empty line ends a paragraph. Whatever else they type is text.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

Block = dict[str, Any]


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


def canonical(content: Mapping[str, Any]) -> str:
    """Return the one JSON text of a notice's content: keys sorted, no spaces, characters as they are."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
