"""What a question, a table and a section say of themselves."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Label:
    """One question: its name, the hint that stands before the answer, an example of a good one, and its unit."""

    name: Any
    hint: Any = ""
    example: Any = ""
    unit: Any = ""


@dataclass(frozen=True)
class TableLabel:
    """``row`` is what one line is called, ``add`` the button that makes another."""

    name: Any
    row: Any
    add: Any
    hint: Any = ""


@dataclass(frozen=True)
class Group:
    """Questions that stand together under one heading."""

    name: Any
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Lead:
    """What a section is about, and the minutes that it usually takes."""

    hint: Any
    minutes: int
