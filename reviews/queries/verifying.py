"""Is what was sealed still what was sealed? Each sheet is held against its text, its hash and the log."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from reviews.domain import scoring
from reviews.enums import AssignmentState, SheetState
from reviews.models import Assignment, ScoreSheet
from reviews.queries.proofs import broken_lists, broken_notices
from rounds.domain.canonical import canonical, fingerprint
from venture.audit.models import AuditEntry

GUARDS: Final = frozenset(
    f"{table}_{name}"
    for table in (
        "reviews_scoresheet",
        "reviews_ranking",
        "reviews_draw",
        "reviews_decision",
        "reviews_panel",
        "reviews_panelslot",
    )
    for name in ("stays", "kept")
) | {
    "reviews_decision_whole", "reviews_selection_whole", "reviews_rankrow_stays", "reviews_decisionitem_stays",
    "notice_stays", "notice_is_kept",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What does not fit: ``kind`` is stable, ``subject`` the record (``reviews.scoresheet:12``)."""

    kind: str
    subject: str


def faults() -> Iterator[Fault]:
    """Yield everything that does not fit, over all that reviews seal."""
    for check in CHECKS:
        yield from check()


def missing_guards() -> Iterator[Fault]:
    """Yield the triggers that should refuse changes and are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    yield from (Fault("guard_missing", name) for name in sorted(GUARDS - there))


def faults_of_sheets() -> Iterator[Fault]:
    """Yield what does not fit of sealed sheets: five queries, and the rows themselves."""
    entries = {
        entry["subject_pk"]: entry["facts"]
        for entry in AuditEntry.objects.filter(verb="score.seal").order_by("seq").values("subject_pk", "facts")
    }
    reopened = set(AuditEntry.objects.filter(verb="score.reopen").values_list("subject_pk", flat=True))
    rows = ScoreSheet.objects.order_by("pk").select_related("assignment")
    seen: set[str] = set()
    for sheet in rows.iterator(chunk_size=500):
        subject, key = f"reviews.scoresheet:{sheet.pk}", str(sheet.pk)
        seen.add(key)
        if sheet.state == SheetState.DRAFT:
            if key in entries:
                yield Fault("sheet_unsealed", subject)
            continue
        if key not in entries:
            yield Fault("sheet_without_entry", subject)
        yield from (Fault(kind, subject) for kind in _faults_of(sheet, entries.get(key)))
        if (sheet.state == SheetState.REPLACED) != (key in reopened):
            yield Fault("sheet_replaced_unseen", subject)
    yield from (Fault("sheet_gone", f"reviews.scoresheet:{key}") for key in entries if key not in seen)
    yield from _faults_of_assignments()


def _faults_of(sheet: ScoreSheet, entry: dict[str, Any] | None) -> Iterable[str]:
    if fingerprint(sheet.content) != sheet.sha256:
        yield "sheet_hash_differs"
    if entry is not None and entry.get("sha256") != sheet.sha256:
        yield "sheet_entry_differs"
    try:
        content = json.loads(sheet.content)
        told = {name: content[name] for name in ("marks", "opinion", "comment", "on_paper", "version", "total")}
        assignment, rubric = content["assignment"], _rubric(content["rubric"])
        total = str(scoring.half_up(scoring.total_of(rubric, _marks(content["marks"]))))
    except (ValueError, KeyError, TypeError):
        yield "sheet_unreadable"
        return
    kept = {
        "marks": sheet.marks, "opinion": sheet.opinion, "comment": sheet.comment, "on_paper": sheet.on_paper,
        "version": sheet.version, "total": f"{sheet.total:.2f}",
    }  # fmt: skip
    if canonical(told) != canonical(kept) or assignment != sheet.assignment_id:
        yield "sheet_row_differs"
    if total != content["total"]:
        yield "sheet_total_differs"


def _rubric(rows: list[dict[str, Any]]) -> scoring.Rubric:
    return scoring.Rubric(tuple(scoring.Criterion(**row) for row in rows))


def _marks(marks: dict[str, Any]) -> dict[str, int | None]:
    return {key: said["level"] for key, said in marks.items() if said["level"] is not None or said["na"]}


def _faults_of_assignments() -> Iterator[Fault]:
    """Yield assignments whose state no act of the log accounts for: marks would count or not count unseen."""
    last = {
        entry["subject_pk"]: entry["after"]
        for entry in AuditEntry.objects.filter(subject_label="reviews.assignment", after__isnull=False)
        .filter(verb__in=_MOVES)
        .order_by("seq")
        .values("subject_pk", "after")
    }
    for pk, state in Assignment.objects.order_by("pk").values_list("pk", "state"):
        if last.get(str(pk), AssignmentState.GIVEN) != state and (str(pk) in last or state in _NEEDS_ENTRY):
            yield Fault("assignment_moved_unseen", f"reviews.assignment:{pk}")


_MOVES: Final = tuple(
    f"assignment.{verb}" for verb in ("begin", "hand_in", "reopen", "recuse", "release", "give_again")
)
_NEEDS_ENTRY: Final = (AssignmentState.DONE, AssignmentState.RECUSED)


def faults_of_lists() -> Iterator[Fault]:
    """Yield rankings, sent lists and decisions that are not what was locked, sent and decided."""
    yield from (Fault(kind, subject) for kind, subject in broken_lists())


def faults_of_notices() -> Iterator[Fault]:
    """Yield notices that are not what was published."""
    yield from (Fault(kind, subject) for kind, subject in broken_notices())


CHECKS: list[Callable[[], Iterable[Fault]]] = [missing_guards, faults_of_sheets, faults_of_lists, faults_of_notices]
