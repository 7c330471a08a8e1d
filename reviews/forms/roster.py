"""A sheet of experts: its columns, how a filled-in one is read, and how a trial is kept until it is taken over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from reviews.enums import TieKind
from reviews.queries.pool import SHEET_TIES, Row
from rounds.enums import Field
from venture.doors import trial
from venture.files.examining import examine
from venture.files.registry import purpose_of
from venture.kernel.errors import RuleRefusal

PURPOSE: Final = "reviews.roster"
MOST_LINES: Final = 1000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 400
SALT: Final = "reviews.roster"
YES: Final = frozenset({"是", "√", "1", "yes", "true"})
COLUMNS: Final[dict[str, Any]] = {
    "key": _("Row number"),
    "name": _("Name"),
    "employer": _("Works at"),
    "employer_code": _("Credit code of the employer"),
    "title": _("Professional title"),
    "fields": _("Fields of service"),
    "finance": _("Finance or audit (yes/no)"),
    "mobile": _("Mobile number"),
    "email": _("E-mail"),
    "address": _("Address"),
    "most": _("Projects a round, at most"),
    "away_from": _("Away from"),
    "away_until": _("Away until"),
    "note": _("Note"),
    str(TieKind.BOARD): _("Sits on the board of"),
    str(TieKind.ADVISER): _("Adviser of"),
    str(TieKind.EVALUATOR): _("Has evaluated"),
}
NEEDED: Final = ("name", "fields")
DAYS: Final = frozenset({"away_from", "away_until"})
TIES: Final = frozenset(str(kind) for kind in SHEET_TIES)


@dataclass(frozen=True)
class Trial:
    """The rows of a sheet, and the text that carries them to the taking over."""

    rows: tuple[Row, ...]
    kept: str


class RosterForm(forms.Form):
    file = forms.FileField(label=_("Filled-in workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def trial(self) -> Trial:
        """Return what the workbook says. Raise ``RuleRefusal``: what is wrong with the file or its heads."""
        content: Any = examine(self.cleaned_data["file"], purpose_of(PURPOSE)).content.file
        content.seek(0)
        rows = tuple(read_roster(content))
        return Trial(rows, trial.packed([_packed(row) for row in rows], salt=SALT))


def unpacked(kept: str) -> list[Row]:
    """Return the rows of a trial. Raise ``RuleRefusal("roster_gone")`` for an old or a changed one."""
    rows = trial.unpacked(kept, salt=SALT, gone="roster_gone")
    return [_row(line, given, ties) for line, given, ties in rows]


def read_roster(content: Any) -> Iterator[Row]:
    """Yield the lines of a workbook; a formula or a day that cannot be read is a fault of its line.

    Raise ``RuleRefusal``: ``roster_unreadable``, ``roster_foreign``, ``roster_empty``, ``roster_too_long``.
    """
    with trial.first_sheet(content, unreadable="roster_unreadable") as sheet:
        lines = sheet.iter_rows(max_row=MOST_LINES + 2, max_col=MOST_COLUMNS)
        known = _heads()
        names = [known.get(_text(cell), "") for cell in next(lines, ())]
        for name in NEEDED:
            if name not in names:
                raise RuleRefusal("roster_foreign", head=str(COLUMNS[name]))
        count = 0
        for number, cells in enumerate(lines, start=2):
            row = _line(number, names, cells)
            if row is None:
                continue
            count += 1
            if count > MOST_LINES:
                raise RuleRefusal("roster_too_long", most=MOST_LINES)
            yield row
        if not count:
            raise RuleRefusal("roster_empty")


def _line(number: int, names: list[str], cells: Any) -> Row | None:
    given: dict[str, Any] = {}
    ties: dict[str, tuple[str, ...]] = {}
    faults: list[RuleRefusal] = []
    for name, cell in zip(names, cells, strict=False):
        text = _text(cell)
        if getattr(cell, "data_type", "") == "f":
            faults.append(RuleRefusal("roster_formula", cell=f"{cell.column_letter}{number}"))
        elif not name or not text:
            continue
        elif name in TIES:
            ties[name] = tuple(part for part in _parts(text) if part)
        elif name in DAYS:
            try:
                given[name] = date.fromisoformat(text.replace("/", "-").replace(".", "-"))
            except ValueError:
                faults.append(RuleRefusal("roster_day", text=text[:20]))
        elif name == "fields":
            given[name] = [_field_of(part) for part in _parts(text) if part]
        elif name == "finance":
            given[name] = text.casefold() in YES
        else:
            given[name] = text
    return Row(number, given, ties, tuple(faults)) if given or ties or faults else None


def _heads() -> dict[str, str]:
    """Return the columns by their heads in every language of the site."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(words): name for name, words in COLUMNS.items()}
    return found


def _field_of(text: str) -> str:
    """Return the field of service that a word means in any language of the site, or the word itself."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for value, words in Field.choices:
                if text in {value, str(words)}:
                    return str(value)
    return text


def _parts(text: str) -> list[str]:
    for mark in ",，;；/\n":
        text = text.replace(mark, "、")
    return [part.strip() for part in text.split("、")]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\x00", "").strip()[:LONGEST_CELL]


def _packed(row: Row) -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
    return (
        row.line,
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.given.items()},
        {kind: list(names) for kind, names in row.ties.items()},
    )


def _row(line: int, given: Mapping[str, Any], ties: Mapping[str, Any]) -> Row:
    return Row(
        line,
        {name: date.fromisoformat(value) if name in DAYS else value for name, value in given.items()},
        {kind: tuple(names) for kind, names in ties.items()},
    )
