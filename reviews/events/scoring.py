"""What staff and experts are told of the scoring."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event


def _day(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        **facts,
        "day": date_format(date.fromisoformat(facts["day"]), "DATE_FORMAT") if facts["day"] else _("still to be named"),
    }


event(
    "sheet_reopened",
    title=_("A score sheet is open again: %(code)s"),
    text=_("Your score sheet of project %(code)s was given back to you. Reason: %(reason)s. Change it and hand it in."),
)
event(
    "expert_stepped_aside",
    title=_("An expert stepped aside: %(code)s"),
    text=_("%(name)s stepped aside from project %(code)s. Read the reason, confirm it and find somebody else."),
)
event(
    "review_reminder",
    title=_("%(count)s projects wait for your scores"),
    text=_("Of the projects that you review, %(count)s are not handed in yet. The last day is %(day)s."),
    sms=True,
    say=_day,
)
