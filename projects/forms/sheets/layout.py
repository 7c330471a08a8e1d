"""Which pages and columns the workbook has: one row for each application, one page for each table of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from projects.domain.form import FORMS, Field, Kind, Table
from projects.words import labels

# The workbook is an office's paper in Chinese, whatever language the reader chose for the pages: its headings are how
# a filled-in one is read.
LANGUAGE: Final = "zh-hans"
LONGEST_NAME: Final = 31


@dataclass(frozen=True)
class Column:
    """One question. ``choices`` are what may be written, by their words."""

    head: str
    section: str
    field: Field
    hint: str
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """One page of the workbook; ``table`` is the form's table that it holds, ``None`` for the applications."""

    name: str
    section: str
    table: Table | None
    columns: Sequence[Column]


@dataclass(frozen=True)
class Heads:
    """The columns that are no questions."""

    page: str
    number: str
    code: str
    name: str
    day: str


def heads() -> Heads:
    with translation.override(LANGUAGE):
        return Heads(
            _("Applications"), _("Sequence"), _("Credit code"), _("Name of the organisation"), _("Received on")
        )


def pages() -> list[Page]:
    """Return the pages in the order of the form, the applications first."""
    with translation.override(LANGUAGE):
        first: list[Column] = []
        others: list[Page] = []
        for section, form in FORMS.items():
            name = labels.section_name(section)
            first += [_column(section, each.name, each, f"{name}·") for each in form.fields]
            for table in form.tables:
                columns = [_column(section, f"{table.name}.x.{each.name}", each) for each in table.fields]
                title = str(labels.table_of(section, table.name).name)[:LONGEST_NAME]
                others.append(Page(title, section, table, columns))
        return [Page(heads().page, "", None, first), *others]


def _column(section: str, path: str, field: Field, before: str = "") -> Column:
    label = labels.label_of(section, path)
    parts = path.split(".")
    words = labels.CHOICES.get(".".join([section, parts[0], *parts[2:]]), {})
    choices = {str(word): value for value, word in words.items()}
    if field.kind == Kind.FLAG:
        choices = {_("Yes"): "on", _("No"): "off"}
    return Column(f"{before}{label.name}", section, field, _hint(field, str(label.hint)), choices)


def _hint(field: Field, hint: str) -> str:
    if field.kind == Kind.REF:
        table = labels.table_of(*field.refers.split("."))
        return _("Number of the row in “%(table)s”, counted within this application: 1, 2, 3 …") % {"table": table.name}
    if field.kind == Kind.DAY:
        return _("A day, as 2027-03-01.")
    if field.kind in {Kind.LINE, Kind.TEXT}:
        limit = _("At most %(limit)s characters.") % {"limit": field.limit}
        return f"{hint} {limit}".strip()
    return hint
