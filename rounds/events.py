"""What those who may apply are told about a round."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from venture.kernel import clock
from venture.notify.registry import event


def _with_closing(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    closes = datetime.fromisoformat(facts["closes"]).astimezone(clock.BEIJING)
    return {**facts, "closes": date_format(closes, "DATETIME_FORMAT")}


event(
    "round_opened",
    title=_("A round takes applications"),
    text=_("“%(round)s” takes applications until %(closes)s (Beijing time)."),
    say=_with_closing,
)
event(
    "round_amended",
    title=_("A round was amended"),
    text=_("“%(round)s” was amended (reason: %(reason)s). The guide says what holds now."),
)


def _with_days(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    days = {name: datetime.fromisoformat(facts[name]).date() for name in ("due", "first") if name in facts}
    return {**facts, **{name: date_format(day, "DATE_FORMAT") for name, day in days.items()}}


event(
    "tasks_given",
    title=_("Tasks for your unit"),
    text=_("“%(round)s”: %(count)s tasks for %(unit)s, the first due on %(first)s. Take them up on the page."),
    say=_with_days,
)
event(
    "task_moved",
    title=_("A task has another day"),
    text=_("“%(title)s” is due on %(due)s now. Reason: %(reason)s"),
    say=_with_days,
)
event(
    "task_due",
    title=_("A task is due soon"),
    text=_("“%(title)s” (%(round)s) is due on %(due)s. Report on the page; two lines are enough."),
    say=_with_days,
)
event(
    "task_late",
    title=_("A task is late"),
    text=_("“%(title)s” (%(round)s) was due on %(due)s. Report now; the leader's page shows it as late."),
    sms=True,
    say=_with_days,
)
event(
    "task_reported",
    title=_("A member unit reported"),
    text=_("%(unit)s reported on “%(title)s”. Read it, then accept it or ask for more."),
)
event(
    "task_returned",
    title=_("A report was sent back"),
    text=_("“%(title)s”: more is needed. %(reason)s"),
)
event(
    "task_dropped",
    title=_("A task was dropped"),
    text=_("“%(title)s” of %(unit)s no longer needs to be done. Reason: %(reason)s"),
)
