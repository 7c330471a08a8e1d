"""Running projects in words: refusals, what struck the checks, what makes a project worth a second look, the acts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.enums import ReportKind
from venture.doors.acts import name_acts
from venture.doors.templatetags.when import beijing_day
from venture.kernel.errors import word
from venture.kernel.money import format_yuan

word(
    {
        "grant_not_running": _("This is not possible while the project is “%(state)s”. Ask the bureau what is next."),
        "grant_step_not_yours": _(
            "Your part in the organisation does not allow this step, or the matter has moved on. Read it again."
        ),
        "key_foreign": _("This form was sent for another project already. Open the form anew and send it again."),
        "activity_without_title": _("Say what took place, in a few words."),
        "activity_in_future": _("This day has not come yet. Record an activity once it has taken place."),
        "activity_numbers_wild": _("A number is out of reason. Numbers go from 0 to %(most)s."),
        "activity_taken_back": _("This record was taken back. Record the activity anew."),
        "activity_reason_missing": _("Say why the record is taken back; the reason stays with it."),
        "activity_has_expenses": _("Expenses name this activity. Take them back first, or enter them without it."),
        "photos_too_many": _("At most %(most)s photos belong to an activity. Choose the ones that tell most."),
        "photos_unreadable": _("A file was not taken: %(words)s"),
        "sign_in_there": _("A sign-in sheet is kept already. Take the record back if it is the wrong one."),
        "expense_illegal_move": _("This is not possible now: the expense is “%(state)s”. Reload the page."),
        "expense_incomplete": _("Fill in the number of the voucher, the payee and what it was for."),
        "expense_without_money": _("An expense is above nothing. Write the amount on the voucher."),
        "expense_in_future": _("This day has not come yet. Write the day of the payment."),
        "expense_activity_strange": _("This activity is not recorded for the project. Choose another, or none."),
        "expense_source_strange": _("Choose the fund source that pays for it."),
        "expense_book_unreadable": _("This file is no workbook that can be read. Save it as .xlsx and bring it again."),
        "expense_book_foreign": _("The column “%(head)s” is missing. Use the template of this project."),
        "expense_book_empty": _("The workbook holds no expense. Fill in a line for each voucher."),
        "expense_book_long": _("At most %(most)s lines are brought at once. Bring the rest in a second workbook."),
        "expense_book_gone": _("This trial is too old or of another project. Bring the workbook again."),
        "expense_book_line": _("Line %(row)s was not taken, so none was: %(why)s"),
        "expense_answer_missing": _("Answer what was asked, in a sentence or two."),
        "expense_reason_missing": _("State the reason; the organisation reads it and it stays on record."),
        "expense_flagged": _("Something struck the checks. Say why the expense is accepted all the same."),
        "expense_by_two": _("You entered this expense yourself, so somebody else judges it."),
        "report_illegal_move": _("This is not possible now: the report is “%(state)s”. Reload the page."),
        "report_not_written": _("The report is “%(state)s” and does not change. What you typed is still on this page."),
        "report_text_too_long": _("A text is too long: at most %(most)s characters. Shorten it."),
        "report_incomplete": _("%(n)s texts of the report are still missing. They are marked below."),
        "report_files_too_many": _("At most %(most)s files belong to a report. Take one off first."),
        "report_file_gone": _("This file is not on the report any more. Reload the page."),
        "report_remarks_missing": _("Say what is to be mended, or why; the organisation reads it."),
        "report_mend_by_past": _("Give the organisation at least until tomorrow."),
        "report_by_two": _("You handed this report in yourself, so somebody else judges it."),
        "change_reason_missing": _("Say why the change is needed."),
        "change_waits": _("A request of this kind waits already. Take it back before you ask anew."),
        "change_empty": _("Nothing is changed yet. Change what is to be different, then send it."),
        "change_unreadable": _("%(n)s answers cannot be read. Check amounts, numbers and days, then send it again."),
        "change_above_award": _("The grant's part is above the award. Lower it by %(over)s yuan."),
        "change_breaks_rules": _("The budget would break the round's rules: %(rules)s. Plan it anew."),
        "change_period_wrong": _("The project must end after it starts, and not in the past. Choose another day."),
        "change_stale": _("The plan has changed since this was asked. Refuse it and let the organisation ask anew."),
        "change_answer_missing": _("State the reason; the organisation reads it and it stays on record."),
        "change_by_two": _("You asked for this change yourself, so somebody else decides."),
        "visit_illegal_move": _("This is not possible now: the visit is “%(state)s”. Reload the page."),
        "visit_without_visitors": _("Name who goes."),
        "visit_item_open": _("Answer every item, or say in words why it does not apply."),
        "visit_finding_missing": _("Say what is to be mended; the organisation reads it."),
        "visit_reason_missing": _("Say why, or how it was mended; it stays on record."),
        "visit_nothing_to_mend": _("Nothing of this visit is open. Reload the page."),
    }
)

# What is wrong with a line of a workbook of expenses.
BOOK_FAULTS = {
    "missing": _("“%(head)s” is empty."),
    "long": _("“%(head)s” is too long: at most %(most)s characters."),
    "day": _("The day of the payment cannot be read, or has not come yet. Write it like 2026-03-05."),
    "amount": _("The amount cannot be taken. %(why)s"),
    "nothing": _("An expense is above nothing. Write the amount on the voucher."),
    "unknown": _("“%(head)s” is none of the choices of this project. Choose it from the list in the cell."),
    "formula": _("The cell %(cell)s holds a formula. Write the value itself."),
}

# What struck the checks of an expense.
FLAGS = {
    "expense_voucher_twice": _("The same voucher (%(number)s, same amount and payee) was entered on %(day)s already."),
    "expense_photo_twice": _("The same photo stands with voucher %(number)s of %(day)s."),
    "expense_out_of_plan": _("No line of the budget stands for it."),
    "expense_line_over": _("The line “%(item)s” of %(line)s yuan would be overspent by %(over)s yuan."),
    "expense_before_start": _("Paid before the project began (%(day)s)."),
    "expense_after_end": _("Paid after the project ended (%(day)s)."),
    "expense_to_own_people": _("The payee “%(payee)s” is one of the project's own people."),
    "expense_cash_large": _("Cash above %(limit)s yuan."),
    "expense_banned": _("The fund source may not pay for it: %(ban)s."),
}
RISKS = {
    "standing_not_verified": _("The organisation is not verified any more: no payment until it is."),
    "standing_certificate_over": _("The registration certificate has lapsed: no payment until it is renewed."),
    "standing_sanctioned": _("A sanction or restriction holds: no payment while it does."),
    "risk_idle": _("No activity for %(days)s days."),
    "risk_unspent": _("At half time only %(share)s%% of what was received is spent."),
    "risk_headcount": _("“%(title)s” (%(day)s): %(people)s people served, %(signed)s names on the sheet."),
    "risk_report_late": _("%(report)s is late."),
    "risk_photo_again": _("%(n)s photos stand with more than one activity."),
    "risk_voucher_twice": _("%(n)s vouchers look as if they were entered twice."),
    "risk_expense_flags": _("%(n)s more things struck the checks of expenses."),
}
TURNED = {
    "organization_renamed": _("The organisation has a new name: %(after)s (before: %(before)s)."),
    "organization_led_anew": _("The organisation has another legal representative: %(after)s (before: %(before)s)."),
    "organization_code": _("The organisation has another credit code: %(after)s (before: %(before)s)."),
}
# What a report asks for: the question and a hint.
REPORT_TEXTS = {
    "done": (_("What was done"), _("In the order of the plan; say what was left out and why.")),
    "results": (_("What came of it"), _("For the people served: what is different now, with an example.")),
    "change": (_("What changes in the long run"), _("What stays when the project is over.")),
    "money": (_("The money"), _("Explain lines that are spent far more or far less than planned.")),
    "problems": (_("What was difficult"), _("And what help is needed.")),
    "lessons": (_("What was learnt"), _("What others could take over, what you would do otherwise.")),
    "next": (pgettext_lazy("report", "What comes next"), _("The next three months in a few lines.")),
    "after": (_("How it goes on"), _("Who carries it on, with which money.")),
}
CHANGES = {
    "plan": _("Change what is done: content, number, days and place of activities."),
    "budget": _("Move money between lines. The grant's part stays within the award."),
    "period": _("Ask for another last day. The days of reports follow."),
    "person": _("Another leader or contact person."),
}

name_acts(
    {
        "grant.start": _("Project begun"),
        "report.schedule": _("Reports scheduled"),
        "activity.record": _("Activity recorded"),
        "activity.add_photos": _("Photos added to an activity"),
        "activity.set_consent": _("Agreement to show a photo changed"),
        "activity.take_back": _("Record of an activity taken back"),
        "expense.enter": _("Expense entered"),
        "expense.query": _("Asked about an expense"),
        "expense.answer": _("Question about an expense answered"),
        "expense.accept": _("Expense accepted"),
        "expense.disallow": _("Expense disallowed"),
        "expense.reverse": _("Expense taken back"),
        "report.attach": _("File attached to a report"),
        "report.detach": _("File taken off a report"),
        "report.submit": _("Report handed in"),
        "report.return": _("Report returned for mending"),
        "report.accept": _("Report accepted"),
        "report.waive": _("Report not needed"),
        "change.ask": _("Change asked for"),
        "change.withdraw": _("Request for a change taken back"),
        "change.approve": _("Change approved"),
        "change.refuse": _("Change refused"),
        "visit.plan": _("Visit planned"),
        "visit.record": _("Visit recorded"),
        "visit.drop": _("Visit called off"),
        "visit.mend": _("Finding of a visit mended"),
        "running_rules.save": _("Rules for running projects changed"),
    }
)


def say_flags(flags: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what struck an expense, as people read it."""
    return [str(FLAGS[each["code"]]) % _said(each["details"]) for each in flags if each["code"] in FLAGS]


def say_risks(risks: Iterable[Any]) -> list[str]:
    """Return what strikes at a project, as people read it."""
    return [str(RISKS[each.code]) % _said(dict(each.details)) for each in risks]


def say_turned(turned: Iterable[Any]) -> list[str]:
    return [str(TURNED[each.code]) % {"before": each.before, "after": each.after} for each in turned]


def say_change(kind: str) -> str:
    return str(CHANGES[kind])


def name_of_report(kind: str, order: int, only: bool) -> str:
    """Return what a report is called; its number where there are more of its kind."""
    label = str(ReportKind(kind).label)
    return label if only else str(pgettext_lazy("report", "%(kind)s no. %(n)s") % {"kind": label, "n": order})


def _said(details: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in details.items():
        if name.endswith("_fen"):
            found[name.removesuffix("_fen")] = format_yuan(value)
        elif name == "day":
            found[name] = beijing_day(date.fromisoformat(value), "year")
        elif name == "share":
            found[name] = f"{value / 100:.0f}"
        else:
            found[name] = value
    return found
