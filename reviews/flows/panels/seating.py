"""Who scores what at the table: given when the session begins, taken back from who is absent or has stepped out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from projects.models import Submission
from reviews.domain.lifecycle import ASSIGNMENT_LIFE
from reviews.enums import AppointmentState, AssignmentState, ConflictState, PanelState, SlotState
from reviews.flows.panels.holding import panel_held, refuse_unless
from reviews.models import Appointment, Assignment, Conflict, Panel, PanelSlot, ScoreSheet, Seat
from reviews.queries.panels import is_whole
from reviews.queries.scoring import rubric_of
from venture.audit.flows import record, step
from venture.kernel.errors import RuleRefusal

LONGEST = 200


def give_places(panel: Panel, slots: Iterable[PanelSlot], seats: Iterable[Seat], *, now: datetime, actor: User) -> None:
    """Give each of these projects to each of these experts, save where a conflict stands between the two."""
    slots, seats = list(slots), list(seats)
    projects = [slot.project_id for slot in slots]
    known = {
        (row.project_id, row.appointment_id): row
        for row in Assignment.objects.select_for_update(of=("self",))
        .filter(stage=panel.stage_id, project__in=projects)
        .order_by("pk")
    }
    experts = dict(
        Appointment.objects.filter(pk__in=[seat.appointment_id for seat in seats]).values_list("pk", "expert_id")
    )
    barred = set(
        Conflict.objects.filter(
            state=ConflictState.STANDING, project__in=projects, expert__in=experts.values()
        ).values_list("project_id", "expert_id")
    )
    newest = dict(
        Submission.objects.filter(project__in=projects).order_by("project", "version").values_list("project_id", "pk")
    )
    fresh = []
    for slot in slots:
        for seat in seats:
            if (slot.project_id, experts[seat.appointment_id]) in barred:
                continue
            row = known.get((slot.project_id, seat.appointment_id))
            if row is None:
                fresh.append(
                    Assignment(
                        stage_id=panel.stage_id, project_id=slot.project_id, submission_id=newest[slot.project_id],
                        appointment_id=seat.appointment_id, group_id=panel.group_id, place=slot.order, given_at=now,
                    )
                )  # fmt: skip
            elif row.state == AssignmentState.RELEASED:
                step(
                    row, ASSIGNMENT_LIFE, "give_again", noun="assignment", actor=actor, given_at=now, ended_at=None,
                    submission_id=newest[slot.project_id],
                )  # fmt: skip
    Assignment.objects.bulk_create(fresh)


def take_back(rows: QuerySet[Assignment], *, now: datetime, actor: User, reason: str) -> list[Assignment]:
    """Take these projects back from their experts; what was handed in stays. Return what was taken back."""
    taken = rows.select_for_update(of=("self",)).filter(state__in=(AssignmentState.GIVEN, AssignmentState.BEGUN))
    found = list(taken.order_by("pk"))
    for row in found:
        step(
            row, ASSIGNMENT_LIFE, "release", noun="assignment", actor=actor, facts={"reason": reason}, ended_at=now
        )  # fmt: skip
    return found


def mark_absent(*, panel_id: int, seat_id: int, reason: str, actor: User) -> Seat:
    """Note that an expert is not there, or not there any more: what is not scored whole is not waited for.

    Whole sheets, on the tablet or on paper, count. Raise ``RuleRefusal``: ``panel_reason_missing``,
    ``panel_seat_unknown``, ``panel_illegal_move`` once it is locked.
    """
    said = reason.strip()[:LONGEST]
    if not said:
        raise RuleRefusal("panel_reason_missing")
    with panel_held(panel_id) as seen:
        refuse_unless(seen.panel, PanelState.PLANNED, PanelState.RUNNING, PanelState.CLOSED)
        seat = _seat(seen.panel, seat_id)
        if seat.absent_at is not None:
            return seat
        seat.absent_at, seat.reason = seen.now, said
        seat.save(update_fields=["absent_at", "reason"])
        rubric = rubric_of(seen.panel.stage.round)
        drafts = ScoreSheet.objects.filter(assignment__in=_of_seat(seen.panel, seat), state="draft")
        whole = [sheet.assignment_id for sheet in drafts if is_whole(rubric, sheet)]
        gone = take_back(
            _of_seat(seen.panel, seat).exclude(pk__in=whole), now=seen.now, actor=actor, reason=said
        )  # fmt: skip
        seen.turned()
        record(
            actor=actor, verb="seat.absent", subject=seat, reason=said, expert=seat.appointment_id, taken_back=len(gone)
        )  # fmt: skip
        return seat


def mark_present(*, panel_id: int, seat_id: int, actor: User) -> Seat:
    """Note that an expert is there after all; what is not locked yet is the expert's again. Raise like
    ``mark_absent``."""
    with panel_held(panel_id) as seen:
        refuse_unless(seen.panel, PanelState.PLANNED, PanelState.RUNNING, PanelState.CLOSED)
        seat = _seat(seen.panel, seat_id)
        if seat.absent_at is None:
            return seat
        seat.absent_at, seat.reason = None, ""
        seat.save(update_fields=["absent_at", "reason"])
        if seen.panel.state != PanelState.PLANNED:
            give_places(seen.panel, open_slots(seen.panel), [seat], now=seen.now, actor=actor)
        seen.turned()
        record(actor=actor, verb="seat.present", subject=seat, expert=seat.appointment_id)
        return seat


def add_seat(*, panel_id: int, appointment_id: int, actor: User) -> Seat:
    """Let one more expert sit down while the session runs, for one who did not come.

    What is locked already stays without the expert. Raise ``RuleRefusal``: ``panel_expert_unknown``,
    ``panel_illegal_move``.
    """
    with panel_held(panel_id) as seen:
        refuse_unless(seen.panel, PanelState.RUNNING, PanelState.CLOSED)
        rows = Appointment.objects.filter(round=seen.panel.stage.round_id, state=AppointmentState.PLEDGED)
        if not rows.filter(pk=appointment_id).exists():
            raise RuleRefusal("panel_expert_unknown")
        seat, new = Seat.objects.get_or_create(panel=seen.panel, appointment_id=appointment_id)
        if new:
            give_places(seen.panel, open_slots(seen.panel), [seat], now=seen.now, actor=actor)
            seen.turned()
            record(actor=actor, verb="seat.add", subject=seat, expert=appointment_id)
        return seat


def open_slots(panel: Panel) -> Sequence[PanelSlot]:
    """Return the places that are not locked and whose project has not stayed away. One query."""
    return list(panel.slots.filter(locked_at__isnull=True).exclude(state=SlotState.ABSENT))


def _seat(panel: Panel, seat_id: int) -> Seat:
    seat = panel.seats.select_for_update(of=("self",)).filter(pk=seat_id).first()
    if seat is None:
        raise RuleRefusal("panel_seat_unknown")
    return seat


def _of_seat(panel: Panel, seat: Seat) -> QuerySet[Assignment]:
    unlocked = PanelSlot.objects.filter(panel=panel, project=OuterRef("project_id"), locked_at__isnull=True)
    return Assignment.objects.filter(Exists(unlocked), stage=panel.stage_id, appointment=seat.appointment_id)
