"""What the questions of the application form are called: the one place for page, print, API and sentences.

A path is ``field``, ``table`` or ``table.row.field``; the id of a row plays no part in its words.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from projects.domain.form import Problem
from projects.domain.form.kinds import ids_in
from projects.words.labels import applicant, design, means
from projects.words.labels.kinds import Group, Label, Lead, TableLabel
from projects.words.labels.names import CHOICES, GROUPS, SECTIONS, TABLES
from rounds.enums import Section
from venture.doors.templatetags.when import beijing_day
from venture.kernel.errors import RuleRefusal, sentence_of

__all__ = [
    "CHOICES",
    "GROUPS",
    "QUESTIONS",
    "SECTIONS",
    "TABLES",
    "Group",
    "Label",
    "Lead",
    "TableLabel",
    "answer_words",
    "joined",
    "label_of",
    "name_of",
    "paper_kind",
    "place_of",
    "section_name",
    "sentence",
    "table_of",
]

QUESTIONS: Mapping[str, Label] = {**applicant.QUESTIONS, **design.QUESTIONS, **means.QUESTIONS}


def section_name(section: str) -> str:
    return str(Section(section).label)


def label_of(section: str, path: str) -> Label:
    """Return the words of a question. Raise ``KeyError`` for a path that is none."""
    parts = path.split(".")
    return QUESTIONS[".".join([section, parts[0], *parts[2:]])]


def table_of(section: str, table: str) -> TableLabel:
    return TABLES[f"{section}.{table}"]


def name_of(section: str, path: str) -> str:
    """Return what stands at a path in a few words: a question, a table, a row; the section for an empty path.

    A path that the form does not know (the kind of a paper) is returned as it is.
    """
    parts = path.split(".")
    if not path:
        return section_name(section)
    if f"{section}.{parts[0]}" in TABLES and len(parts) < 3:
        table = table_of(section, parts[0])
        return str(table.name if len(parts) == 1 else table.row)
    try:
        return str(label_of(section, path).name)
    except KeyError:
        return _("Quotation") if parts[-1] == "quote" else path


def place_of(section: str, path: str, typed: Mapping[str, str]) -> str:
    """Return where a path stands, as a person would say it: “Activity 2 · From”."""
    parts = path.split(".")
    name = name_of(section, path)
    if len(parts) < 2:
        return name
    rows = ids_in(typed.get(parts[0], ""))
    number = rows.index(parts[1]) + 1 if parts[1] in rows else 0
    row = f"{table_of(section, parts[0]).row} {number or ''}".strip()
    return row if len(parts) == 2 else f"{row} · {name}"


def answer_words(section: str, path: str, value: Any) -> str:
    """Return a value of a choice in words; anything else as it is."""
    parts = path.split(".")
    key = ".".join([section, parts[0], *parts[2:]])
    choices = CHOICES.get(key)
    if choices is None or value is None:
        return "" if value is None else str(value)
    if isinstance(value, list):
        return joined(str(choices.get(each, each)) for each in value)
    return str(choices.get(value, value))


def joined(words: Iterable[str]) -> str:
    """Return words in a row, parted as the reader's language parts them."""
    return _(", ").join(words)


def paper_kind(slug: str) -> str:
    """Return what a paper is called that the round does not name."""
    return _("Quotations") if slug == "quote" else _("Other papers")


def sentence(problem: Problem) -> str:
    """Return what is wrong at a place and how to mend it, in the reader's language."""
    said = {name: _plain(value) for name, value in problem.details.items()}
    return sentence_of(RuleRefusal(problem.code, **said))


def _plain(value: object) -> object:
    return beijing_day(value, "year") if isinstance(value, date) else value
