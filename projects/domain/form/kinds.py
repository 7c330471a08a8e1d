"""What a section is made of. Typed text is kept flat: ``title``, ``activities`` (the ids of its rows, parted by
blanks, in order) and ``activities.<id>.name`` are paths to strings, so that an invalid draft is kept as it was typed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

Typed = Mapping[str, str]

ROW_ID: Final = re.compile(r"[a-z0-9]{1,16}")
LONGEST_LINE: Final = 60
MOST_ROWS: Final = 60
# More than a table may have: two editors' rows together, or a long paste, are named as too many, never cut off.
ROWS_READ: Final = 240
# Far above every limit of the form: what is longer is no answer but an accident, and is not kept.
LONGEST_ANSWER: Final = 20_000


class Kind(Enum):
    """How a field is typed and read. ``REF`` names rows of another table by their ids."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOBILE = "mobile"
    COMMUNITY = "community"
    NEED = "need"
    REF = "ref"
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """One question. ``limit`` is characters for text, the largest value for numbers.

    ``identity`` fields may name the applicant: blind reviewers never see them. ``short`` ones stand in the short form.
    """

    name: str
    kind: Kind = Kind.LINE
    required: bool = True
    limit: int = LONGEST_LINE
    choices: tuple[str, ...] = ()
    refers: str = ""
    identity: bool = False
    short: bool = True


@dataclass(frozen=True)
class Table:
    """Rows of the same fields, each with an id of its own; at least ``least`` of them are asked for."""

    name: str
    fields: tuple[Field, ...]
    least: int = 0
    most: int = MOST_ROWS

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)


@dataclass(frozen=True)
class Form:
    """One section: its fields, then its tables."""

    section: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()

    def table(self, name: str) -> Table:
        return next(each for each in self.tables if each.name == name)

    def paths(self, typed: Typed) -> Iterator[str]:
        """Yield every path that belongs to the section: fields, tables, and the cells of the rows that are named."""
        for each in self.fields:
            yield each.name
        for table in self.tables:
            yield table.name
            for row in ids_in(typed.get(table.name, "")):
                for each in table.fields:
                    yield f"{table.name}.{row}.{each.name}"

    def cleaned(self, typed: Typed) -> dict[str, str]:
        """Return what belongs to the section and is not empty, with plain line ends; false ids are left out."""
        ordered = {**typed}
        for table in self.tables:
            ordered[table.name] = " ".join(ids_in(typed.get(table.name, "")))
        found = {path: str(ordered.get(path, "")).replace("\r\n", "\n") for path in self.paths(ordered)}
        return {path: text for path, text in found.items() if text != ""}


@dataclass(frozen=True)
class Problem:
    """What is to be mended: where, a stable code that words.py turns into a sentence, and plain values for it.

    ``missing`` problems are gaps, the others mistakes. ``blocks`` false: a warning, never a bar to handing in.
    """

    section: str
    path: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)
    blocks: bool = True

    @property
    def missing(self) -> bool:
        return self.code in GAPS


GAPS: Final = frozenset(
    {
        "answer_missing",
        "rows_missing",
        "paper_missing",
        "quote_missing",
        "consent_missing",
        "basis_missing",
        "need_missing",
    }
)


def ids_in(text: str) -> list[str]:
    """Return the row ids of a table in order, each once, without anything that is no id."""
    found: dict[str, None] = {}
    for each in text.split():
        if ROW_ID.fullmatch(each):
            found.setdefault(each)
    return list(found)[:ROWS_READ]
