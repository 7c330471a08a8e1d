"""The frozen hand-in as the desk reads it: every part in words, with what would tell reviewers who applies marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from organizations.models import Organization
from projects.domain import budget
from projects.domain.comparing import Piece, marked
from projects.domain.form import FORMS, Kind
from projects.domain.form.kinds import Field, Form
from projects.domain.places import in_order
from projects.models import Attachment
from projects.words import labels
from projects.words.budget import category_label
from projects.words.changes import place_names, said
from reviews.domain.leaks import leaks
from venture.doors.templatetags.when import beijing_day
from venture.files.enums import FileState
from venture.files.enums import Kind as FileKind

PICTURES = (FileKind.JPG, FileKind.PNG)


class Answer(NamedTuple):
    path: str
    label: str
    pieces: Sequence[Piece]


class Row(NamedTuple):
    path: str
    title: str
    answers: Sequence[Answer]


class Group(NamedTuple):
    path: str
    name: str
    rows: Sequence[Row]


class Cost(NamedTuple):
    path: str
    line: budget.Line
    category: str


class Paper(NamedTuple):
    slug: str
    name: str
    title: str
    size: int
    file: Any
    picture: bool


@dataclass(frozen=True)
class Part:
    section: str
    name: str
    answers: Sequence[Answer]
    groups: Sequence[Group]
    costs: Sequence[Cost] = ()
    whole: Any = None


@dataclass(frozen=True)
class Document:
    """``parts`` in the form's order; ``papers`` are those of the hand-in, with the file where it is still kept."""

    parts: Sequence[Part]
    papers: Sequence[Paper]
    organization: Sequence[tuple[str, str]]


class Reader:
    # What of each part is shown; blind readers are shown less.
    forms: Mapping[str, Form] = FORMS

    def __init__(self, content: Mapping[str, Any], papers: Sequence[Attachment]) -> None:
        self.content, self.files = content, papers
        self.marks = {(each.section, each.path): each.word for each in leaks(content)}
        self.places = place_names(content)

    def document(self) -> Document:
        parts = [self._part(section) for section in in_order(self.content) if section != "files"]
        return Document(parts, list(self._papers()), list(self._organization()))

    def _part(self, section: str) -> Part:
        values, form = self.content["sections"][section], self.forms[section]
        answers = [self._answer(section, each.name, each, values.get(each.name)) for each in form.fields]
        if section == "budget":
            lines = budget.lines_of(values["lines"])
            costs = [Cost(f"lines.{line.key}", line, category_label(line.category)) for line in lines]
            return Part(section, labels.section_name(section), answers, (), costs, budget.sums(lines)[0])
        groups = [self._group(section, table, values.get(table.name) or []) for table in form.tables]
        return Part(section, labels.section_name(section), answers, [each for each in groups if each.rows])

    def _group(self, section: str, table: Any, rows: Sequence[Mapping[str, Any]]) -> Group:
        words = labels.table_of(section, table.name)
        shown = [
            Row(
                f"{table.name}.{row['id']}",
                f"{words.row} {number}",
                [
                    self._answer(section, f"{table.name}.{row['id']}.{each.name}", each, row.get(each.name))
                    for each in table.fields
                    if row.get(each.name) not in (None, "", [])
                ],
            )
            for number, row in enumerate(rows, start=1)
        ]
        return Group(table.name, str(words.name), shown)

    def _answer(self, section: str, path: str, field: Field, value: Any) -> Answer:
        text = self._text(section, path, field, value) or "—"
        return Answer(path, labels.name_of(section, path), marked(text, self.marks.get((section, path))))

    def _text(self, section: str, path: str, field: Field, value: Any) -> str:
        names = self.content["names"]
        if value is None or value == "":
            return ""
        if field.kind == Kind.NEED:
            return f"{value} {names['need']}".strip()
        if field.kind == Kind.REF:
            named, table = field.refers.split(".")
            return self.places.get((named, f"{table}.{value}"), str(value))
        if path == "category":
            return names["category"] or str(value)
        return said(section, path, value, names["communities"])

    def _papers(self) -> Iterator[Paper]:
        kept = {(each.slug, each.line, each.file.sha256): each.file for each in self.files}
        names = self.content["names"]["papers"]
        for each in self.content["papers"]:
            file = kept.get((each["slug"], each["line"], each["sha256"]))
            ready = file is not None and file.state == FileState.READY
            title = each["label"] or names.get(each["slug"]) or labels.paper_kind(each["slug"])
            picture = ready and file is not None and file.kind in PICTURES
            yield Paper(each["slug"], each["name"], title, each["size"], file if ready else None, picture)

    def _organization(self) -> Iterator[tuple[str, str]]:
        for name, value in self.content["organization"].items():
            if name in SHOWN and value not in (None, "", []):
                shown = beijing_day(date.fromisoformat(value), "year") if name in DAYS else str(value)
                yield str(getattr(Organization._meta.get_field(name), "verbose_name", name)), str(shown)


DAYS = ("registered_on", "certificate_from", "certificate_until", "grade_awarded_on")
SHOWN = (
    "name", "uscc", "authority", *DAYS, "supervising_unit", "business_scope", "legal_representative", "address",
    "phone", "grade", "full_time_staff", "certified_staff",
)  # fmt: skip
