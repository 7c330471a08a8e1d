"""Scores kept in a workbook: its columns, how a filled-in one is read, and how a trial travels until it is loaded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.domain.scoring import HIGHEST, Rubric
from reviews.enums import AssignmentState, Opinion
from reviews.queries.panels import Cell, Session
from venture.doors import trial
from venture.files.examining import examine
from venture.files.registry import purpose_of
from venture.kernel.errors import RuleRefusal

PURPOSE: Final = "reviews.panel_book"
MOST_LINES: Final = 2000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 2000
SALT: Final = "reviews.panel_book"
NA: Final = "-"


@dataclass
class BookLine:
    """A line of the workbook: what it says, of which sheet, and what is wrong with it as (code, details)."""

    number: int
    project: str
    expert: str
    cell: Cell | None
    said: dict[str, Any]
    faults: list[tuple[str, dict[str, Any]]]


class BookForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Filled-in workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def content(self) -> Any:
        """Return the workbook's bytes once they are examined. Raise ``RuleRefusal`` for a file that is none."""
        content: Any = examine(self.cleaned_data["file"], purpose_of(PURPOSE)).content.file
        content.seek(0)
        return content


def heads_of(rubric: Rubric) -> list[str]:
    """Return the heads of the template, the same for reading and writing: a criterion by its name and weight."""
    levels = [f"{leaf.name}（{leaf.weight}）" for leaf in rubric.leaves]
    reasons = [_("Reason: %(name)s") % {"name": leaf.name} for leaf in rubric.leaves if leaf.needs_reason]
    return [
        _("Order"), _("Number"), _("Title"), _("Expert"), *levels, *reasons, _("Opinion on the whole"), _("Comment"),
    ]  # fmt: skip


def read_book(content: Any, session: Session, rubric: Rubric) -> list[BookLine]:
    """Return the lines that say something. Raise ``RuleRefusal``: ``book_unreadable``, ``book_foreign``,
    ``book_empty``."""
    with trial.first_sheet(content, unreadable="book_unreadable") as sheet:
        lines = sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS)
        heads = [_text(cell) for cell in next(lines, ())]
        wanted = heads_of(rubric)
        missing = next((head for head in wanted if head not in heads), None)
        if missing is not None:
            raise RuleRefusal("book_foreign", head=missing)
        at = {head: heads.index(head) for head in wanted}
        found = list(_lines(lines, at, session, rubric))
    if not found:
        raise RuleRefusal("book_empty")
    seen: set[tuple[str, str]] = set()
    for line in found:
        if (line.project, line.expert) in seen:
            line.faults.append(("twice", {}))
        seen.add((line.project, line.expert))
    return found


def _lines(rows: Any, at: Mapping[str, int], session: Session, rubric: Rubric) -> Iterator[BookLine]:
    projects = {line.slot.project.code: line for line in session.lines}
    names = [seat.appointment.expert.name for seat in session.seats]
    for number, cells in enumerate(rows, start=2):
        texts = {head: _text(cells[place]) if place < len(cells) else "" for head, place in at.items()}
        formulas = [cell for cell in cells if getattr(cell, "data_type", "") == "f"]
        code, name = texts[_("Number")], texts[_("Expert")]
        said, faults = _said(texts, rubric)
        if not said["marks"] and not faults and not formulas:
            continue
        faults += [("formula", {"cell": f"{cell.column_letter}{number}"}) for cell in formulas]
        line, cell_ = projects.get(code), None
        if line is None:
            faults.insert(0, ("project", {}))
        if names.count(name) != 1:
            faults.insert(0, ("expert", {}))
        elif line is not None:
            cell_ = line.cells[names.index(name)]
            if cell_.sealed or line.slot.locked_at is not None:
                faults.append(("sealed", {}))
            elif cell_.assignment_id is None or cell_.barred or cell_.state not in AssignmentState.counting:
                faults.append(("barred", {}))
        lacking = len([leaf for leaf in rubric.leaves if leaf.key not in said["marks"]])
        if lacking and not faults:
            faults.append(("missing", {"count": lacking}))
        yield BookLine(number, code, name, cell_, said, faults)


def _said(texts: Mapping[str, str], rubric: Rubric) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    marks: dict[str, Any] = {}
    faults: list[tuple[str, dict[str, Any]]] = []
    for leaf in rubric.leaves:
        text = texts[f"{leaf.name}（{leaf.weight}）"]
        if not text:
            continue
        na = text in {NA, "—", "–"}
        level = int(text) if text.isascii() and text.isdecimal() and len(text) <= len("10") else None
        if not (na and leaf.may_not_apply) and (level is None or not 1 <= level <= HIGHEST):
            faults.append(("level", {"name": leaf.name, "na": NA}))
            continue
        reason = texts.get(_("Reason: %(name)s") % {"name": leaf.name}, "")
        marks[leaf.key] = {"level": None if na else level, "na": na, "reason": reason}
    opinions = {str(label): value for value, label in Opinion.choices}
    told = texts[_("Opinion on the whole")]
    if told and told not in opinions:
        faults.append(("opinion", {}))
    return {"marks": marks, "opinion": opinions.get(told, ""), "comment": texts[_("Comment")]}, faults


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\x00", "").strip()[:LONGEST_CELL]


def packed(panel_id: int, lines: Sequence[BookLine]) -> str:
    """Return a trial as the text that its page carries, signed."""
    rows = [(line.cell.assignment_id, line.said) for line in lines if line.cell is not None]
    return trial.packed(rows, salt=f"{SALT}:{panel_id}")


def unpacked(panel_id: int, kept: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the rows of a trial. Raise ``RuleRefusal("book_gone")`` for an old, a changed or another panel's."""
    rows = trial.unpacked(kept, salt=f"{SALT}:{panel_id}", gone="book_gone")
    return [(key, said) for key, said in rows]
