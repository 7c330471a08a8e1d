"""The text of an agreement: fields in double braces, a light form for the default text, blocks for paper and Word."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

# What may stand between braces, and what every text has to name: without it nobody knows who gets how much for what.
FIELDS: Final = (
    "title", "number", "round", "funder", "funder_address", "recipient", "uscc", "legal_representative", "address",
    "phone", "project", "code", "period", "starts_on", "ends_on", "amount", "amount_capital", "total", "own",
    "sources", "tranches", "tranche_count", "receipt", "mark_clause", "duty_clause", "due_on", "annex_pages",
    "annex_sha256",
)  # fmt: skip
NEEDED: Final = ("recipient", "project", "amount", "amount_capital", "tranches", "annex_sha256")
# Blocks of the default text that are more than words, and the fields that each stands for.
BLOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    "parties": ("funder", "recipient", "uscc", "legal_representative", "address", "phone"),
    "tranches": ("tranches",),
    "signatures": (),
}
FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
# Marks of a language for programs in a text: nothing of the kind is ever run, so it would stand there as it is.
STRANGE = re.compile(r"\{%|%\}|\{#|#\}")
BLOCK = re.compile(r"\[\[(\w+)\]\]\Z")


def found_in(text: str) -> list[str]:
    """Return the fields that a text names, each once, in their order."""
    return list(dict.fromkeys(FIELD.findall(text)))


def faults_of(text: str) -> tuple[list[str], list[str], bool]:
    """Return the fields that nobody knows, those that are missing, and whether marks of a program stand there."""
    found = found_in(text)
    return (
        [name for name in found if name not in FIELDS],
        [name for name in NEEDED if name not in found],
        bool(STRANGE.search(text)),
    )


def filled(text: str, fields: Mapping[str, str]) -> str:
    """Return a text with its fields filled in. A value is never read for fields again."""
    return FIELD.sub(lambda found: fields.get(found.group(1), ""), text)


def blocks_of(source: str, fields: Mapping[str, str], made: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the default text as blocks: ``# `` begins the title, ``## `` a heading, ``[[name]]`` stands for a block
    of ``made``. A paragraph that is nothing but empty fields is left out."""
    blocks: list[dict[str, Any]] = []
    for line in source.splitlines():
        block = BLOCK.match(line.strip())
        if block is not None:
            blocks += made[block.group(1)]
            continue
        words = filled(line, fields).strip()
        if not words:
            continue
        kind = "title" if words.startswith("# ") else "heading" if words.startswith("## ") else "text"
        blocks.append({"kind": kind, "text": words.lstrip("#").strip()})
    return blocks


def parties_block(parties: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the two parties, a line for each thing that is said of them."""
    return [
        {"kind": "plain", "text": f"{name}：{value}"} for party in parties for name, value in party["lines"] if value
    ]


def tranches_block(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    return [{"kind": "table", "head": list(head), "rows": [list(row) for row in rows]}]


def signatures_block(sides: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Return the place where both sides sign: one column each, line by line."""
    return [{"kind": "sign", "rows": [list(pair) for pair in zip(*sides, strict=True)]}]


def lacks(fields: Mapping[str, str], *, optional: Collection[str] = ("mark_clause", "duty_clause")) -> list[str]:
    """Return the needed fields that have no value."""
    return [name for name in NEEDED if name not in optional and not fields.get(name)]
