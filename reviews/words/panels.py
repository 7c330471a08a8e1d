"""The sentences of refusals about live panels and paper sheets, and what their acts are called."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "panel_illegal_move": _("This is not possible now: the panel is “%(state)s”. Reload the page."),
        "panel_not_now": _("Panels are planned and held while the round is under review."),
        "panel_stage_wrong": _("This stage is no live panel. Choose the stage of the panel."),
        "panel_name_missing": _("Give the panel a name, for example “Group A, morning”."),
        "panel_minutes": _("Minutes to present are 1 to %(most)s, minutes to answer 0 to %(most)s."),
        "panel_projects_missing": _("Choose the projects that are heard."),
        "panel_project_unknown": _("A project of the list is not accepted in this round. Correct the list."),
        "panel_project_elsewhere": _(
            "Already in another panel of this stage: %(codes)s. Take them out of one of the two."
        ),
        "panel_experts_missing": _("Choose the experts who sit on the panel."),
        "panel_expert_unknown": _(
            "One of the experts has not signed for this round. Reload the page and choose again."
        ),
        "panel_chair_unknown": _("The chair is one of the experts of this panel. Choose one of them."),
        "panel_secretary_unknown": _("The secretary is somebody of the staff who holds a role today. Choose again."),
        "panel_group_unknown": _("This group is not of this round. Reload the page."),
        "panel_order_promised": _(
            "The draw of the order is promised: its list of projects stands. A project that does not come is noted so."
        ),
        "panel_order_not_promised": _(
            "Promise the draw first, so that its list stands before anybody knows the order."
        ),
        "panel_order_not_drawn": _("Draw the running order first."),
        "panel_time_missing": _("Enter time and place first; they are told."),
        "panel_nobody_there": _("Every expert is noted as absent. Note who is there."),
        "panel_slot_unknown": _("There is no project with this number. Reload the page."),
        "panel_slot_locked": _("The scores of project %(order)s are locked by the chair and do not change any more."),
        "panel_not_called": _("This project has not been called yet. It can be scored once it is on."),
        "panel_all_heard": _("No project waits any more. Close the hearing."),
        "panel_nothing_on": _("No project is on. Call one first."),
        "panel_slots_waiting": _(
            "%(count)s projects were neither heard nor noted as missing. Call them or note that they did not come."
        ),
        "panel_still_on": _("Project %(order)s is still on. The secretary closes the hearing first."),
        "panel_reason_missing": _("State the reason; it stays on record."),
        "panel_seat_unknown": _("This expert does not sit on the panel. Reload the page."),
        "panel_keyed_open": _(
            "Of project %(order)s a sheet that was keyed in waits for its second person. Finish or drop it first."
        ),
        "panel_sheets_missing": _(
            "Scores are missing: project %(words)s. Wait for them, or state the reason to lock without them."
        ),
        "panel_lock_for_chair": _("The chair locks. If you lock for the chair, state why; it stays on record."),
        "panel_scan_missing": _("Keep the scan of the signed score sheet first; it is the original."),
        "panel_fee_unknown": _("Enter the fees in yuan, for example 500 or 500.00."),
        "slot_illegal_move": _("This is not possible now: the project is “%(state)s”. Reload the page."),
        "keyed_illegal_move": _("This is not possible now: the sheet is “%(state)s”. Reload the page."),
        "keyed_empty": _("Nothing was typed. Enter the levels as they stand on the paper."),
        "keyed_same_person": _("You loaded this workbook yourself. A colleague looks at it and takes it over."),
        "keyed_from_workbook": _("For this sheet a workbook waits to be taken over. Take it over or drop it first."),
        "keyed_on_paper": _("For project %(order)s a paper sheet is being keyed in. Finish or drop it first."),
        "keyed_nothing": _("There is nothing to take over."),
        "book_unreadable": _("This file cannot be read as a workbook. Save it as .xlsx and choose it again."),
        "book_foreign": _("The column “%(head)s” is missing. Use the template of this panel."),
        "book_empty": _("The workbook holds no line with scores."),
        "book_gone": _("The trial is too old or was changed. Choose the workbook again."),
    }
)

# What is wrong with a line of a workbook.
LINES = {
    "project": _("No project with this number is heard here."),
    "expert": _("No expert of this name sits here, or the name stands twice."),
    "barred": _("The expert does not score this project: absent, or stepped aside."),
    "level": _("“%(name)s”: a level is 1 to 10, or “%(na)s”."),
    "opinion": _("The opinion is not one of those that the template names."),
    "formula": _("A formula stands in cell %(cell)s. Enter the value itself."),
    "missing": _("%(count)s points are missing."),
    "sealed": _("This sheet is sealed or locked already."),
    "twice": _("This expert and project stand twice."),
}

name_acts(
    {
        "panel.plan": _("Panel planned"),
        "panel.change": _("Plan of a panel changed"),
        "panel.promise_order": _("Draw of the running order promised"),
        "panel.hold_order": _("Running order drawn"),
        "panel.announce": _("Experts and applicants told of a panel"),
        "panel.start": _("Panel begun"),
        "panel.close": _("Hearing closed"),
        "panel.resume": _("Hearing resumed"),
        "panel.lock": _("Scores of a panel locked"),
        "panel.scan": _("Scan of a signed paper kept"),
        "panel.load_workbook": _("Workbook of scores loaded"),
        "panel.take_workbook": _("Workbook of scores taken over"),
        "panel.print": _("Score sheets or summary table printed"),
        "slot.call": _("Project called in a panel"),
        "slot.end": _("Project heard in a panel"),
        "slot.miss": _("Project did not come to its panel"),
        "slot.restart": _("Clock of a project begun anew"),
        "slot.lock": _("Scores of a project locked"),
        "seat.add": _("Expert took a seat in a panel"),
        "seat.absent": _("Expert noted as absent"),
        "seat.present": _("Expert noted as present"),
        "keyed.first": _("Paper score sheet keyed in"),
        "keyed.key": _("Paper score sheet keyed in anew"),
        "keyed.differ": _("Second keying of a paper score sheet differed"),
        "keyed.take": _("Paper score sheet checked and sealed"),
        "keyed.drop": _("Keyed score sheet dropped"),
    }
)
