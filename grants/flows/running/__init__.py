"""What happens while a project runs: activities, expenses, reports, changes, visits."""

from grants.flows.running.changing import approve_change, ask_change, refuse_change, withdraw_change
from grants.flows.running.judging import accept_expense, disallow_expense, query_expense
from grants.flows.running.recording import Photo, add_photos, record_activity, set_consent, take_activity_back
from grants.flows.running.reminding import remind_of_reports
from grants.flows.running.reporting import (
    accept_report,
    attach_to_report,
    detach_from_report,
    return_report,
    save_report,
    submit_report,
    waive_report,
)
from grants.flows.running.spending import answer_expense, enter_expense, enter_expenses, reverse_expense
from grants.flows.running.starting import schedule_reports, start_due, start_grant
from grants.flows.running.visiting import drop_visit, mend_visit, plan_visit, record_visit

__all__ = [
    "Photo",
    "accept_expense",
    "accept_report",
    "add_photos",
    "answer_expense",
    "approve_change",
    "ask_change",
    "attach_to_report",
    "detach_from_report",
    "disallow_expense",
    "drop_visit",
    "enter_expense",
    "enter_expenses",
    "mend_visit",
    "plan_visit",
    "query_expense",
    "record_activity",
    "record_visit",
    "refuse_change",
    "remind_of_reports",
    "return_report",
    "reverse_expense",
    "save_report",
    "schedule_reports",
    "set_consent",
    "start_due",
    "start_grant",
    "submit_report",
    "take_activity_back",
    "waive_report",
    "withdraw_change",
]
