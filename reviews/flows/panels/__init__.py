"""The live panel (现场答辩): planning it, running it, scoring in it, keying in its paper, locking it."""

from reviews.flows.panels.keying import drop_keyed, keep_scan, key_sheet, load_workbook, take_workbook
from reviews.flows.panels.locking import lock_panel, lock_project
from reviews.flows.panels.planning import Plan, announce_panel, change_panel, hold_order, plan_panel, promise_order
from reviews.flows.panels.running import (
    call_next,
    call_project,
    close_panel,
    miss_project,
    restart_clock,
    resume_panel,
    start_panel,
)
from reviews.flows.panels.scoring import note_seen, save_live
from reviews.flows.panels.seating import add_seat, mark_absent, mark_present

__all__ = [
    "Plan",
    "add_seat",
    "announce_panel",
    "call_next",
    "call_project",
    "change_panel",
    "close_panel",
    "drop_keyed",
    "hold_order",
    "keep_scan",
    "key_sheet",
    "load_workbook",
    "lock_panel",
    "lock_project",
    "mark_absent",
    "mark_present",
    "miss_project",
    "note_seen",
    "plan_panel",
    "promise_order",
    "restart_clock",
    "resume_panel",
    "save_live",
    "start_panel",
    "take_workbook",
]
