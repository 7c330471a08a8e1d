"""A section as its page draws it: questions with their words, typed text and problems, in groups and rows."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from projects.domain.form import FORMS, Asked, Field, Form, Kind, Problem, Table
from projects.domain.form.kinds import ids_in
from projects.words import labels
from venture.doors.templatetags.when import beijing_day
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan, parse_yuan

ROW_PLACE: Final = "__row__"
RADIOS_AT_MOST: Final = 4
OPEN_ROWS: Final = 3
# A line that does not fit into a field of one line is typed in two.
LONG_LINE: Final = 100
# Lines of a field by the characters that it takes.
LINES: Final = ((150, 2), (200, 3), (300, 5), (sys.maxsize, 8))
# A year is a whole number without separators; so is everything as short.
YEAR_LENGTH: Final = 4


class Option(NamedTuple):
    value: str
    name: str


class OptionGroup(NamedTuple):
    """Options under a heading; without a heading they stand by themselves."""

    name: str
    options: Sequence[Option]


Lists = Mapping[str, Sequence[OptionGroup]]


@dataclass(frozen=True)
class Question:
    """One question on the page. ``widget`` names how it is asked."""

    path: str
    field: Field
    label: labels.Label
    text: str
    limit: int
    problem: str = ""
    warning: str = ""
    groups: Sequence[OptionGroup] = ()
    in_row: bool = False
    asked: bool = True

    @property
    def required(self) -> bool:
        return self.field.required and self.asked

    @property
    def widget(self) -> str:
        kind = self.field.kind
        if kind == Kind.CHOICE and not self.in_row and sum(len(each.options) for each in self.groups) <= RADIOS_AT_MOST:
            return "radios"
        if kind in {Kind.CHOICE, Kind.COMMUNITY, Kind.NEED, Kind.REF}:
            return "select"
        if kind == Kind.LINE and self.limit >= LONG_LINE:
            return "text"
        # A browser's picker of days drops what it cannot read; such a text is shown as it was typed.
        if kind == Kind.DAY and self.text and not _is_day(self.text):
            return "line"
        return kind.value

    @property
    def length(self) -> int:
        return len(self.text)

    @property
    def left(self) -> int:
        return self.limit - self.length

    @property
    def counted(self) -> bool:
        return self.widget == "text"

    @property
    def long_list(self) -> bool:
        return self.field.kind in {Kind.COMMUNITY, Kind.NEED}

    @property
    def row_of(self) -> str:
        """Return the table whose rows may be chosen, if there is one."""
        return self.field.refers.rpartition(".")[2]

    @property
    def row_name(self) -> str:
        """Return what a row of that table is called: “Objective”."""
        return str(labels.table_of(*self.field.refers.split(".")).row)

    @property
    def lines(self) -> int:
        return next(lines for most, lines in LINES if self.limit <= most)

    @property
    def ticked(self) -> list[str]:
        return self.text.split()

    @property
    def unknown_choice(self) -> bool:
        """Tell whether a text stands there that is no option any more: it is shown until another one is chosen."""
        known = {option.value for group in self.groups for option in group.options}
        return bool(self.text) and self.widget == "select" and self.text not in known

    @property
    def said(self) -> str:
        """Return the answer as it is read: options by name, days and amounts as people write them; what cannot be
        read as it was typed."""
        names = {option.value: option.name for group in self.groups for option in group.options}
        if self.field.kind == Kind.CHOICES:
            return labels.joined(names.get(each, each) for each in self.ticked)
        reading = _SAID.get(self.field.kind)
        if reading is not None and self.text:
            try:
                return reading(self.text)
            except (ValueError, RuleRefusal):
                return self.text
        return names.get(self.text, self.text)

    @property
    def described(self) -> str:
        names = [("h", self.label.hint), ("c", self.counted), ("e", True)]
        return " ".join(f"{mark}-{self.path}" for mark, stands in names if stands)


@dataclass(frozen=True)
class Row:
    """One row of a table as a card. ``title`` is what tells it from the others."""

    table: str
    id: str
    number: int
    title: str
    questions: tuple[Question, ...]
    open: bool = False
    first: bool = False
    last: bool = False

    @property
    def place(self) -> str:
        return f"{self.table}.{self.id}"

    @property
    def problems(self) -> int:
        return sum(bool(question.problem) for question in self.questions)


@dataclass(frozen=True)
class Rows:
    table: Table
    words: labels.TableLabel
    order: str
    rows: tuple[Row, ...]
    blank: Row
    problem: str = ""

    @property
    def full(self) -> bool:
        return len(self.rows) >= self.table.most


@dataclass(frozen=True)
class Block:
    """Questions under one heading."""

    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class SectionForm:
    section: str
    blocks: tuple[Block, ...]
    tables: tuple[Rows, ...]
    summary: tuple[tuple[str, str, str], ...] = ()  # path, place, sentence

    @property
    def questions(self) -> Iterable[Question]:
        for block in self.blocks:
            yield from block.questions
        for table in self.tables:
            for row in table.rows:
                yield from row.questions


@dataclass
class Drawing:
    """What is needed to draw a section. ``lists`` are the options of fields by ``field`` or ``table.field``;
    ``gaps`` also shows what is missing, not only what is wrong; ``shown`` is a row to open."""

    section: str
    typed: Mapping[str, str]
    asked: Asked
    problems: Sequence[Problem] = ()
    lists: Lists = field(default_factory=dict)
    gaps: bool = False
    shown: str = ""

    def draw(self) -> SectionForm:
        form = FORMS[self.section]
        blocks = tuple(
            Block(str(group.name), tuple(self._question(form, name) for name in group.fields))
            for group in labels.GROUPS.get(self.section, ())
        )
        return SectionForm(
            self.section, blocks, tuple(self._rows(table) for table in form.tables), tuple(self._summary())
        )

    def _summary(self) -> Iterable[tuple[str, str, str]]:
        for problem in self.problems:
            if problem.blocks and self._shows(problem):
                place = labels.place_of(self.section, problem.path, self.typed)
                yield problem.path, place, labels.sentence(problem)

    def _shows(self, problem: Problem) -> bool:
        return self.gaps or not problem.missing

    def _question(self, form: Form, name: str) -> Question:
        return self._asked(next(each for each in form.fields if each.name == name), name, name, in_row=False)

    def _asked(self, asked: Field, path: str, key: str, *, in_row: bool) -> Question:
        here = [each for each in self.problems if each.path == path and self._shows(each)]
        text = self.typed.get(path, "")
        return Question(
            path,
            asked,
            labels.label_of(self.section, path),
            text,
            self.asked.limit_of(self.section, key, asked),
            problem=" ".join(labels.sentence(each) for each in here if each.blocks),
            warning=" ".join(labels.sentence(each) for each in here if not each.blocks),
            groups=self.lists.get(key, _choices(self.section, key, asked)),
            in_row=in_row,
            asked=self.asked.asks(asked),
        )

    def _rows(self, table: Table) -> Rows:
        ids = ids_in(self.typed.get(table.name, ""))
        rows = tuple(self._row(table, row, number, len(ids)) for number, row in enumerate(ids, start=1))
        problem = [each for each in self.problems if each.path == table.name and self._shows(each)]
        return Rows(
            table, labels.table_of(self.section, table.name), " ".join(ids), rows, self._row(table, ROW_PLACE, 0, 0),
            " ".join(labels.sentence(each) for each in problem),
        )  # fmt: skip

    def _row(self, table: Table, row: str, number: int, count: int) -> Row:
        questions = tuple(
            self._asked(each, f"{table.name}.{row}.{each.name}", f"{table.name}.{each.name}", in_row=True)
            for each in table.fields
        )
        shown = self.shown == f"{table.name}.{row}"
        is_open = count <= OPEN_ROWS or shown or any(question.problem for question in questions)
        return Row(
            table.name, row, number, title_of(questions), questions, open=is_open, first=number == 1,
            last=number == count,
        )  # fmt: skip


def title_of(questions: Sequence[Question]) -> str:
    """Return the first answer that names the row: chosen ones by the name of the option."""
    for question in questions:
        if question.field.kind in {Kind.LINE, Kind.TEXT, Kind.COMMUNITY} and question.text:
            names = {option.value: option.name for group in question.groups for option in group.options}
            return names.get(question.text, question.text)
    return ""


def _choices(section: str, key: str, asked: Field) -> Sequence[OptionGroup]:
    names = labels.CHOICES.get(f"{section}.{key}")
    if names is None:
        return ()
    return (OptionGroup("", [Option(value, str(names[value])) for value in asked.choices]),)


_SAID: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.DAY: lambda text: beijing_day(date.fromisoformat(text), "year"),
    Kind.MONEY: lambda text: format_yuan(parse_yuan(text)),
    Kind.WHOLE: lambda text: f"{int(text):,}" if text.isdecimal() and len(text) > YEAR_LENGTH else text,
}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2027-03-01")
