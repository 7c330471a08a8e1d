"""What organisations and staff are told of running projects."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from grants.enums import ChangeKind, ReportKind
from venture.notify.registry import event


def _with_report(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**_with_day(facts), "report": ReportKind(facts["kind"]).label}


def _with_change(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "change": ChangeKind(facts["kind"]).label}


def _with_day(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    if "day" not in facts:
        return facts
    return {**facts, "day": date_format(date.fromisoformat(facts["day"]), "DATE_FORMAT")}


event(
    "report_due",
    title=_("%(report)s due soon: %(code)s"),
    text=_("The %(report)s of “%(title)s” (%(code)s) is due on %(day)s. Activities and money stand in it already."),
    sms=True,
    say=_with_report,
)
event(
    "report_late",
    title=_("%(report)s is late: %(code)s"),
    text=_("The %(report)s of “%(title)s” (%(code)s) was due on %(day)s. Hand it in; late days are counted."),
    sms=True,
    say=_with_report,
)
event(
    "report_submitted",
    title=_("%(report)s handed in: %(code)s"),
    text=_("The %(report)s of “%(title)s” (%(code)s) waits to be read."),
    say=_with_report,
)
event(
    "report_returned",
    title=_("%(report)s returned: %(code)s"),
    text=_("The %(report)s of “%(title)s” (%(code)s) is to be mended by %(day)s: %(remarks)s"),
    sms=True,
    say=_with_report,
)
event(
    "report_accepted",
    title=_("%(report)s accepted: %(code)s"),
    text=_("The %(report)s of “%(title)s” (%(code)s) is accepted."),
    say=_with_report,
)
event(
    "report_waived",
    title=_("%(report)s not needed: %(code)s"),
    text=_("The %(report)s of “%(title)s” (%(code)s) need not be written: %(remarks)s"),
    say=_with_report,
)
event(
    "expense_queried",
    title=_("A question about an expense: %(code)s"),
    text=_("Voucher %(voucher)s of “%(title)s” (%(code)s): %(reason)s"),
    sms=True,
)
event(
    "expense_answered",
    title=_("An expense was explained: %(code)s"),
    text=_("Voucher %(voucher)s of “%(title)s” (%(code)s) was explained and waits for its check."),
)
event(
    "expense_disallowed",
    title=_("An expense was disallowed: %(code)s"),
    text=_("Voucher %(voucher)s of “%(title)s” (%(code)s) is no expense of the grant: %(reason)s"),
    sms=True,
)
event(
    "change_asked",
    title=_("A change is asked for: %(code)s"),
    text=_("“%(title)s” (%(code)s) asks for a change: %(change)s."),
    say=_with_change,
)
event(
    "change_decided",
    title=_("Your request for a change was decided: %(code)s"),
    text=_("The change of “%(title)s” (%(code)s), %(change)s, was decided. %(answer)s"),
    say=_with_change,
)
event(
    "visit_to_mend",
    title=_("Something to mend after a visit: %(code)s"),
    text=_("“%(title)s” (%(code)s), until %(day)s: %(finding)s"),
    sms=True,
    say=_with_day,
)
