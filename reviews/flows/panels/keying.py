"""Signed paper is an original: one person keys it in, another keys it in again, and only what agrees is sealed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from reviews.domain.lifecycle import KEYED_LIFE
from reviews.enums import KeyedSource, KeyedState, PanelState
from reviews.flows.panels.holding import panel_held, refuse_unless
from reviews.flows.panels.scoring import refuse_closed
from reviews.flows.scoring import Held, held, refuse_odd, write_draft
from reviews.flows.sealing import seal_held
from reviews.models import PANEL_PURPOSE, Assignment, KeyedSheet, Panel, Seat
from reviews.queries.panels import COMMENT_LEAST, figures_of
from reviews.queries.scoring import plain_marks, rubric_of
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel.errors import RuleRefusal


def key_sheet(
    *, assignment_id: int, marks: Mapping[str, Any], opinion: str = "", comment: str = "", actor: User
) -> KeyedSheet:
    """Key in a signed sheet: the first time it waits, the second time, by somebody else, it must say the same.

    Levels and opinion are compared; words are the second person's, who reads them against the paper. Where both agree
    the score sheet is sealed. Whoever keyed it in first may set right what was typed until then. Raise ``RuleRefusal``:
    what ``held`` raises; ``panel_not_called``, ``panel_slot_locked``, ``sheet_sealed``; ``keyed_empty``;
    ``keyed_from_workbook`` where a workbook waits; ``panel_scan_missing`` before the signed paper is scanned;
    ``sheet_incomplete``; ``mark_unknown``, ``comment_long``, ``opinion_unknown``.
    """
    with held(assignment_id, actor=actor) as seen:
        refuse_closed(seen)
        said = _said(seen, marks, opinion, comment)
        row = _open(seen.assignment)
        if row is None:
            return _first(seen, said, KeyedSource.PAPER, actor)
        if row.source != KeyedSource.PAPER:
            raise RuleRefusal("keyed_from_workbook")
        if row.keyed_by_id == actor.pk:
            step(
                row, KEYED_LIFE, "key", noun="keyed", actor=actor, given=said, keyed_at=seen.now, again=None,
                checked_by=None, checked_at=None,
            )  # fmt: skip
            return row
        if figures_of(said) != figures_of(row.given):
            step(
                row, KEYED_LIFE, "differ", noun="keyed", actor=actor, again=said, checked_by=actor, checked_at=seen.now
            )  # fmt: skip
            return row
        _refuse_unscanned(seen.assignment)
        return _take(seen, row, said, actor)


def _said(seen: Held, marks: Mapping[str, Any], opinion: str, comment: str) -> dict[str, Any]:
    rubric = rubric_of(seen.assignment.stage.round)
    plain = plain_marks(marks, [leaf.key for leaf in rubric.leaves])
    refuse_odd(plain, opinion, comment)
    if not plain:
        raise RuleRefusal("keyed_empty")
    return {"marks": plain, "opinion": opinion, "comment": comment.replace("\r\n", "\n").strip()}


def _open(assignment: Assignment) -> KeyedSheet | None:
    rows = KeyedSheet.objects.select_for_update(of=("self",)).select_related("keyed_by")
    return rows.filter(assignment=assignment, state__in=list(KeyedState.open)).first()


def _first(seen: Held, said: Mapping[str, Any], source: str, actor: User) -> KeyedSheet:
    row = KeyedSheet.objects.create(
        assignment=seen.assignment, source=source, given=said, keyed_by=actor, keyed_at=seen.now
    )
    record(
        actor=actor, verb="keyed.first", subject=row, after=row.state, assignment=seen.assignment.pk, source=source,
        figures=figures_of(said),
    )  # fmt: skip
    return row


def _refuse_unscanned(assignment: Assignment) -> None:
    there = Seat.objects.filter(
        appointment=assignment.appointment_id, panel__stage=assignment.stage_id,
        panel__slots__project=assignment.project_id, paper__isnull=False,
    )  # fmt: skip
    if not there.exists():
        raise RuleRefusal("panel_scan_missing")


def _take(seen: Held, row: KeyedSheet, said: Mapping[str, Any], actor: User) -> KeyedSheet:
    write_draft(seen, **said, actor=actor, on_paper=True, keyed_by=row.keyed_by)
    sheet = seal_held(seen, actor=actor, checked_by=actor, least=COMMENT_LEAST)
    step(
        row, KEYED_LIFE, "take", noun="keyed", actor=actor,
        facts={"sheet": sheet.pk, "sha256": sheet.sha256, "source": row.source},
        again=said, checked_by=actor, checked_at=seen.now,
    )  # fmt: skip
    return row


@transaction.atomic
def drop_keyed(*, keyed_id: int, actor: User) -> KeyedSheet:
    """Drop what was keyed in, to begin anew. Raise ``RuleRefusal("keyed_illegal_move")``."""
    row = KeyedSheet.objects.select_for_update(of=("self",)).get(pk=keyed_id)
    step(row, KEYED_LIFE, "drop", noun="keyed", actor=actor, facts={"assignment": row.assignment_id})
    return row


def keep_scan(*, panel_id: int, file: str, seat_id: int | None = None, actor: User) -> Panel:
    """Keep the scan of an expert's signed score sheet, or without ``seat_id`` of the signed summary table.

    ``file`` is the key of an upload. The summary may still come when all is locked; a newer scan takes the place of the
    one before, which stays among the files. Raise ``RuleRefusal``: ``panel_seat_unknown``, ``panel_illegal_move``.
    """
    with panel_held(panel_id) as seen:
        panel = seen.panel
        if seat_id is not None:
            refuse_unless(panel, PanelState.RUNNING, PanelState.CLOSED)
        seat = panel.seats.select_for_update(of=("self",)).filter(pk=seat_id).first() if seat_id is not None else None
        if seat_id is not None and seat is None:
            raise RuleRefusal("panel_seat_unknown")
        subject: Any = seat or panel
        subject.paper = attach(file, purpose=PANEL_PURPOSE, actor=actor)
        subject.save(update_fields=["paper"])
        record(actor=actor, verb="panel.scan", subject=panel, seat=seat_id, sha256=subject.paper.sha256)
        return panel


@transaction.atomic
def load_workbook(*, panel_id: int, rows: Sequence[tuple[int, Mapping[str, Any]]], actor: User) -> list[KeyedSheet]:
    """Keep what a workbook says, row by row, until another person takes it over; all rows or none.

    ``rows`` are (assignment, ``{"marks", "opinion", "comment"}``). An older workbook that waits is dropped for these
    rows. Raise what ``key_sheet`` raises; ``keyed_on_paper`` where a paper waits; ``keyed_nothing`` for no row.
    """
    if not rows:
        raise RuleRefusal("keyed_nothing")
    kept = []
    for assignment_id, told in sorted(rows, key=lambda row: row[0]):
        with held(assignment_id, actor=actor) as seen:
            refuse_closed(seen)
            said = _said(seen, told["marks"], told["opinion"], told["comment"])
            row = _open(seen.assignment)
            if row is not None and row.source != KeyedSource.WORKBOOK:
                raise RuleRefusal("keyed_on_paper", order=seen.assignment.place)
            if row is not None:
                step(row, KEYED_LIFE, "drop", noun="keyed", actor=actor, facts={"assignment": row.assignment_id})
            kept.append(_first(seen, said, KeyedSource.WORKBOOK, actor))
    panel = Panel.objects.get(pk=panel_id)
    record(actor=actor, verb="panel.load_workbook", subject=panel, rows=len(kept))
    return kept


@transaction.atomic
def take_workbook(*, panel_id: int, actor: User) -> list[KeyedSheet]:
    """Take over what somebody else loaded from a workbook: every row is sealed, or none.

    Raise ``RuleRefusal``: ``keyed_nothing``; ``keyed_same_person``; what ``key_sheet`` raises.
    """
    panel = Panel.objects.get(pk=panel_id)
    waiting = KeyedSheet.objects.filter(
        assignment__stage=panel.stage_id, assignment__project__in=panel.slots.values("project"),
        source=KeyedSource.WORKBOOK, state__in=list(KeyedState.open),
    )  # fmt: skip
    keys = list(waiting.order_by("assignment").values_list("assignment_id", flat=True))
    if not keys:
        raise RuleRefusal("keyed_nothing")
    taken = []
    for key in keys:
        with held(key, actor=actor) as seen:
            refuse_closed(seen)
            row = _open(seen.assignment)
            if row is None:
                continue
            if row.keyed_by_id == actor.pk:
                raise RuleRefusal("keyed_same_person")
            taken.append(_take(seen, row, row.given, actor))
    record(actor=actor, verb="panel.take_workbook", subject=panel, rows=len(taken))
    return taken
