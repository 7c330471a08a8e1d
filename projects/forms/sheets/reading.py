"""Reading a filled-in workbook: cells as text, never counted as formulas; what is wrong is named by line."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook

from organizations.domain.uscc import clean
from projects.domain.form import Kind
from projects.domain.form.kinds import LONGEST_ANSWER
from projects.domain.form.reading import day_of
from projects.domain.sheets import MOST_APPLICATIONS, SheetRow
from projects.forms.sheets.layout import Column, Page, heads, pages
from venture.kernel.errors import RuleRefusal

MOST_LINES: Final = 30_000
MOST_COLUMNS: Final = 200
PARTS: Final = re.compile(r"[、,，;；/\n]+")
YES: Final = frozenset({"是", "√", "1", "yes", "on", "true"})

Names = Mapping[str, Mapping[str, str]]


def read_sheet(content: Any, names: Names) -> list[SheetRow]:
    """Return the applications of a workbook in the order of their lines.

    ``names`` are the words of what the round and the city know (fields of service, communities), with their codes, by
    the path of a question. Raise ``RuleRefusal``: ``sheet_unreadable``, ``sheet_foreign``, ``sheet_empty``,
    ``sheet_too_long``.
    """
    try:
        book = load_workbook(content, read_only=True, data_only=False, keep_links=False)
    except Exception as failure:
        # A broken workbook fails in many ways; what it is was examined before, when it was brought.
        raise RuleRefusal("sheet_unreadable") from failure
    try:
        return _Reading(book, names).rows()
    finally:
        book.close()


class _Reading:
    def __init__(self, book: Any, names: Names) -> None:
        self.book, self.names, self.heads = book, names, heads()
        self.texts: dict[str, dict[str, dict[str, str]]] = {}
        self.faults: dict[str, list[RuleRefusal]] = {}

    def rows(self) -> list[SheetRow]:
        first, *others = pages()
        found = list(self._applications(first))
        if not found:
            raise RuleRefusal("sheet_empty")
        stray: list[RuleRefusal] = []
        for page in others:
            stray += self._table(page)
        return [
            SheetRow(line, number, code, day, self.texts[number], (*faults, *self.faults[number], *stray))
            if number
            else SheetRow(line, number, code, day, {}, tuple(faults))
            for line, number, code, day, faults in found
        ]

    def _applications(self, page: Page) -> Iterator[tuple[int, str, str, date | None, list[RuleRefusal]]]:
        columns, lines = self._lines(page, required=(self.heads.number, self.heads.code, self.heads.day))
        for count, (line, cells, faults) in enumerate(lines, start=1):
            if count > MOST_APPLICATIONS:
                raise RuleRefusal("sheet_too_long", most=MOST_APPLICATIONS)
            number, code = cells.get(self.heads.number, ""), clean(cells.get(self.heads.code, ""))
            day, wrong = _day(cells.get(self.heads.day, ""))
            faults.extend(wrong)
            if not number:
                faults.append(RuleRefusal("sheet_number_missing", head=self.heads.number))
            elif number in self.texts:
                faults.append(RuleRefusal("sheet_number_twice", number=number))
                number = ""
            if number:
                self.texts[number], self.faults[number] = {}, []
                for head, column in columns.items():
                    if text := self._answer(column, cells.get(head, "")):
                        self.texts[number].setdefault(column.section, {})[column.field.name] = text
            yield line, number, code, day, faults

    def _table(self, page: Page) -> Iterator[RuleRefusal]:
        """Put the rows of a table to their applications. Yield what belongs to none."""
        table = page.table
        if table is None or page.name not in self.book.sheetnames:
            return
        columns, lines = self._lines(page, required=(self.heads.number,))
        for line, cells, faults in lines:
            number = cells.get(self.heads.number, "")
            if number not in self.texts:
                yield RuleRefusal("sheet_number_unknown", sheet=page.name, line=line, number=number or "—")
                continue
            self.faults[number] += faults
            typed = self.texts[number].setdefault(page.section, {})
            ids = typed.get(table.name, "").split()
            row = f"r{len(ids) + 1}"
            typed[table.name] = " ".join([*ids, row])
            for head, column in columns.items():
                if text := self._answer(column, cells.get(head, "")):
                    typed[f"{table.name}.{row}.{column.field.name}"] = text

    def _lines(self, page: Page, *, required: tuple[str, ...]) -> tuple[dict[str, Column], Iterator[Any]]:
        sheet = self.book[page.name] if page.name in self.book.sheetnames else self.book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS)
        names = [_text(cell) for cell in next(rows, ())]
        for head in required:
            if head not in names:
                raise RuleRefusal("sheet_foreign", head=head)
        return {each.head: each for each in page.columns if each.head in names}, _filled(rows, names)

    def _answer(self, column: Column, text: str) -> str:
        """Return what somebody would type for the text of a cell; what cannot be read stays as it was written."""
        field, path = column.field, f"{column.section}.{column.field.name}"
        if not text:
            return ""
        if field.kind == Kind.FLAG:
            return "on" if text.lower() in YES else "off"
        if field.kind == Kind.CHOICES:
            return " ".join(
                column.choices.get(part.strip(), part.strip()) for part in PARTS.split(text) if part.strip()
            )
        if field.kind == Kind.REF:
            return f"r{text}" if text.isdecimal() else text
        return column.choices.get(text) or self.names.get(path, {}).get(text, text)


def _filled(rows: Iterator[Any], names: list[str]) -> Iterator[tuple[int, dict[str, str], list[RuleRefusal]]]:
    """Yield the lines in which something stands, by the heading, with the formulas that stand in them."""
    for line, row in enumerate(rows, start=2):
        cells: dict[str, str] = {}
        faults = []
        for name, cell in zip(names, row, strict=False):
            if getattr(cell, "data_type", "") == "f":
                faults.append(RuleRefusal("sheet_formula", cell=f"{cell.column_letter}{line}"))
            elif name and (text := _text(cell)):
                cells[name] = text
                if len(text) > LONGEST_ANSWER:
                    faults.append(RuleRefusal("sheet_text_endless", cell=f"{cell.column_letter}{line}"))
        if cells or faults:
            yield line, cells, faults


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "").strip()


def _day(text: str) -> tuple[date | None, list[RuleRefusal]]:
    if not text:
        return None, []
    try:
        return date.fromisoformat(day_of(text)), []
    except RuleRefusal:
        return None, [RuleRefusal("sheet_day_unreadable", text=text[:20])]
