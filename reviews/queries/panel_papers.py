"""What stands on the papers of a panel, as plain values for printing, and what its experts are paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reviews.domain.fees import Rate, Work, lines_of, sums_of, withheld
from reviews.domain.scoring import Rubric
from reviews.enums import AssignmentState, SlotState
from reviews.queries.panels import Cell, Result, Session
from reviews.queries.scoring import marks_of, rubric_of
from venture.doors.templatetags.when import beijing
from venture.notify.domain.masking import masked

SESSION, PROJECT = "session", "project"


def sheet_values(session: Session, *, at: datetime) -> dict[str, Any]:
    """Return one score sheet for each expert, all projects in the running order. One query."""
    rubric = rubric_of(session.panel.stage.round)
    return {
        **_frame(session, at), "kind": "sheets",
        "heads": [{"name": leaf.name, "weight": str(leaf.weight)} for leaf in rubric.leaves],
        "sheets": [
            {
                "expert": seat.appointment.expert.name,
                "absent": seat.reason if seat.absent_at else "",
                "rows": [_row(line.slot, line.cells[place], rubric) for line in session.lines],
            }
            for place, seat in enumerate(session.seats)
        ],
    }  # fmt: skip


def _row(slot: Any, cell: Cell, rubric: Rubric) -> dict[str, Any]:
    out = cell.barred or cell.state == AssignmentState.RECUSED
    marks = marks_of(cell.sheet) if cell.sealed else {}
    levels = ["" if leaf.key not in marks else "-" if marks[leaf.key] is None else str(marks[leaf.key])
              for leaf in rubric.leaves]  # fmt: skip
    note = _("Steps aside") if out else _("Did not come") if slot.state == SlotState.ABSENT else ""
    total = str(cell.sheet.total) if cell.sealed and cell.sheet is not None else ""
    return {
        "order": str(slot.order), "code": slot.project.code, "title": slot.project.title, "levels": levels,
        "total": total, "note": note,
    }  # fmt: skip


def summary_values(session: Session, results: Sequence[Result], *, at: datetime) -> dict[str, Any]:
    """Return the summary table (汇总表). No query."""
    rows = []
    for result, line in zip(results, session.lines, strict=True):
        missed = line.slot.state == SlotState.ABSENT
        totals = []
        for (total, dropped), cell in zip(result.totals, line.cells, strict=True):
            word = _("aside") if cell.barred else "" if total is None else f"{total:.2f}"
            totals.append(f"({word})" if dropped and word else word)
        mean = _("Did not come") if missed else "" if result.mean is None else f"{result.mean:.2f}"
        project = result.project
        rows.append([str(result.order), project.code, project.title, project.organization.name, *totals, mean])
    panel = session.panel
    rule = _("One highest and one lowest are dropped where five or more sheets count; they stand in brackets.")
    return {
        **_frame(session, at), "kind": "summary", "rows": rows,
        "experts": [seat.appointment.expert.name for seat in session.seats],
        "rule": rule if panel.stage.drop_extremes else _("The mean of all sheets that count."),
        "absent": "；".join(
            f"{seat.appointment.expert.name}（{seat.reason}）" for seat in session.seats if seat.absent_at
        ),
        "reason": panel.reason,
    }  # fmt: skip


def _frame(session: Session, at: datetime) -> dict[str, Any]:
    panel = session.panel
    return {
        "title": panel.stage.round.title, "name": f"{panel.stage.name}　{panel.name}",
        "when": beijing(panel.starts_at, "year"), "place": panel.place,
        "chair": panel.chair.expert.name if panel.chair else "", "printed": beijing(at, "year"),
        "secretary": str(panel.secretary or ""), "footer": panel.stage.round.title,
    }  # fmt: skip


@dataclass(frozen=True)
class Fee:
    """A line of the fee sheet. The number is masked; account and identity are filled in by hand: nobody keeps them."""

    name: str
    employer: str
    title: str
    mobile: str
    sessions: int
    projects: int
    gross_fen: int

    @property
    def tax_fen(self) -> int:
        return withheld(self.gross_fen)

    @property
    def net_fen(self) -> int:
        return self.gross_fen - self.tax_fen


def fees_of(session: Session, *, session_fen: int | None, project_fen: int | None, most_fen: int | None) -> list[Fee]:
    """Return what each expert of a session is due, by the fees that the bureau entered. No query.

    Paid are those who scored: a seat that stayed empty has no line.
    """
    rates = (Rate(SESSION, session_fen or 0), Rate(PROJECT, project_fen or 0, most_fen or 0))
    counts = {
        str(seat.pk): sum(line.cells[place].sealed for line in session.lines)
        for place, seat in enumerate(session.seats)
    }
    works = [Work(key, SESSION, 1) for key, count in counts.items() if count]
    works += [Work(key, PROJECT, count) for key, count in counts.items()]
    sums = sums_of(lines_of(works, rates))
    found = []
    for seat in session.seats:
        key, expert = str(seat.pk), seat.appointment.expert
        if counts[key]:
            found.append(
                Fee(expert.name, expert.employer, expert.title, masked(expert.mobile), 1, counts[key], sums.get(key, 0))
            )
    return found
