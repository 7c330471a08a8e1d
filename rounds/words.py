"""How rounds speak: refusals in sentences, and the changes of an amendment as old → new."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.models import AMENDABLE, Amendment, Round
from rounds.queries.units import marked
from venture.doors.acts import name_acts
from venture.doors.sheets import when, workbook
from venture.kernel.errors import word

word(
    {
        "form_invalid": _("Something is missing or wrong below. Mend the marked fields."),
        "round_not_open": _("The round does not take applications yet."),
        "round_closed": _("The round is closed. What you typed is kept; you can still read and download it."),
        "round_illegal_move": _("The round is “%(state)s” now; this step no longer applies. Reload the page."),
        "round_not_draft": _("The round is “%(state)s” now: its rules change only by an amendment."),
        "round_contradicts": _("The report names %(count)s contradictions. Mend them first."),
        "amendment_not_needed": _("The round is still a draft: change it directly."),
        "amendment_field": _(
            "“%(name)s” stays as it was published; only dates, telephones and the purpose can change."
        ),
        "round_changed_meanwhile": _(
            "%(who)s changed this step at %(at)s while you were writing. Under each field stands what is saved now: "
            "keep yours or take it over, then save once more."
        ),
        "amendment_decided": _("This amendment was decided already."),
        "calendar_year_missing": _("The working-day calendar of %(year)s is not loaded. Load it before publishing."),
        "calendar_source_missing": _("Name the notice that announced these days."),
        "calendar_line_unreadable": _(
            "Line %(number)s cannot be read: “%(line)s”. Write a day, 休 or 班, and the occasion: 2027-02-08 休 春节."
        ),
        "calendar_line_other_year": _("Line %(number)s is not in %(year)s."),
        "calendar_line_twice": _("Line %(number)s names %(day)s a second time."),
        "calendar_line_needless": _(
            "Line %(number)s: %(day)s is so by its weekday already. Check the date, or leave the line out."
        ),
        "observer_is_lender": _("You cannot lend a round to yourself."),
        "observer_too_long": _("A round is lent for %(days)s days at most."),
        "observer_applies": _("The person belongs to an organisation that may apply and cannot look into the round."),
        "observer_ended": _("This access was taken back or has lapsed already."),
        "unit_none_chosen": _("Choose at least one unit that is not entered yet."),
        "unit_known": _("“%(name)s” is entered already. Change that entry, or choose another name."),
        "unit_left": _("“%(name)s” has left the leading group. Enter it anew if it comes back."),
        "contact_known": _("%(name)s speaks for this unit already."),
        "contact_applies": _("%(name)s belongs to an organisation that may apply and cannot speak for a member unit."),
        "contact_ended": _("This person speaks for the unit no more. Reload the page."),
        "duty_known": _("“%(title)s” stands in the division of work of this unit already."),
        "duty_ended": _("This line was taken out already. Reload the page."),
        "tasks_not_used": _(
            "This round gives no tasks to member units. Tick it among the advanced means while the round is a draft."
        ),
        "tasks_too_early": _(
            "The round is “%(state)s”: tasks are given out from its publication until it is archived."
        ),
        "tasks_all_given": _("Everything that the division of work asks for is given out already."),
        "task_day_over": _("This day is over. Choose today or a later day."),
        "task_illegal_move": _("The task stands at “%(state)s” now; this step no longer applies. Reload the page."),
        "task_reason_missing": _("State the reason; the unit reads it."),
        "task_words_missing": _("Say in a sentence or two what was done."),
        "task_not_yours": _("Only who speaks for %(unit)s can do this. Ask the office to name you."),
        "task_own_report": _("Who reported cannot judge the report. A colleague has to."),
    }
)
name_acts(
    {
        "round.create": _("Made the draft"),
        "round.edit": _("Changed the rules"),
        "round.propose": _("Proposed the round"),
        "round.check": _("Confirmed the check"),
        "round.return": _("Sent back to the draft"),
        "round.publish": _("Approved and published"),
        "round.open": _("The call opened"),
        "round.close": _("The call closed"),
        "round.start_review": _("Began the review"),
        "round.decide": _("Decided"),
        "round.implement": _("Began the implementation"),
        "round.archive": _("Archived the round"),
        "amendment.ask": _("Asked for an amendment"),
        "amendment.support": _("Agreed to the amendment"),
        "amendment.approve": _("Put the amendment in force"),
        "amendment.refuse": _("Refused the amendment"),
        "observer.lend": _("Lent a look into the round"),
        "observer.take_back": _("Took back the look into the round"),
        "unit.enter": _("Entered a member unit"),
        "unit.change": _("Changed a member unit"),
        "unit.end": _("The unit left the leading group"),
        "unit.name_contact": _("Named a contact person"),
        "unit.end_contact": _("Ended a contact person's part"),
        "unit.add_duty": _("Wrote into the division of work"),
        "unit.end_duty": _("Took a line out of the division of work"),
        "task.lay": _("Gave out the tasks of the division of work"),
        "task.give": _("Gave a task"),
        "task.move_day": _("Gave the task another day"),
        "task.take": _("Took the task up"),
        "task.report": _("Reported on the task"),
        "task.accept": _("Accepted the report"),
        "task.return": _("Asked the unit for more"),
        "task.drop": _("Dropped the task"),
        "calendar.load": _("Took over the working-day calendar"),
        "calendar.write": _("Changed the working-day calendar"),
    }
)


@dataclass(frozen=True)
class Change:
    """One changed value in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ToldAmendment:
    amendment: Amendment
    changes: list[Change]


def told(amendment: Amendment, round_: Round) -> ToldAmendment:
    """Say what an amendment changes. While it waits, the old value is the one in force now."""
    changes = []
    # The database keeps JSON in an order of its own; people read the fields in the order of the form.
    for name in sorted(amendment.changes, key=AMENDABLE.index):
        new = amendment.changes[name]
        old = amendment.before[name] if name in amendment.before else getattr(round_, name)
        label = capfirst(str(Round._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        changes.append(Change(label, _said(name, old), _said(name, new)))
    return ToldAmendment(amendment, changes)


def _said(name: str, value: Any) -> str:
    if name == "closes_at" and value:
        instant = parse_datetime(value) if isinstance(value, str) else value
        return date_format(localtime(instant), "DATETIME_FORMAT") if instant else "—"
    if name == "grace_seconds":
        return gettext("%(count)s seconds") % {"count": value}
    return str(value) if value not in {None, ""} else "—"


def tasks_sheet(rows: list[Any], today: date) -> bytes:
    """Return the tasks of member units as the office's table. No query on rows of ``tasks_for_sheet``."""
    heads = (
        gettext("Round"), gettext("Member unit"), gettext("Task"), gettext("What is expected"), gettext("Due on"),
        gettext("State"), gettext("Days late"), gettext("First reported at"), gettext("Last report"),
        gettext("People or units reached"), gettext("Reported by"), gettext("Judged by"), gettext("Reason"),
    )  # fmt: skip
    return workbook(gettext("Tasks of the member units"), heads, [_task_line(each) for each in marked(rows, today)])


def _task_line(task: Any) -> tuple[Any, ...]:
    last = next(iter(task.all_reports), None)
    figure = last.figure if last is not None and last.figure is not None else ""
    return (
        task.round.code, task.unit.name, task.title, task.words, task.due_on.isoformat(), task.get_state_display(),
        task.late, when(task.reported_at), last.words if last else "", figure, str(last.by) if last else "",
        str(task.decided_by or ""), task.reason,
    )  # fmt: skip
