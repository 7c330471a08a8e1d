"""What applicants and staff are told of the screening."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from venture.kernel import clock
from venture.notify.registry import event


def _due(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    due = datetime.fromisoformat(facts["due"]).astimezone(clock.BEIJING)
    return {**facts, "due": date_format(due, "DATETIME_FORMAT")}


event(
    "application_returned",
    title=_("Please correct %(count)s places until %(due)s"),
    text=_(
        "“%(title)s” (%(code)s) was given back: %(count)s places are to be mended, and only they are open. Hand it in"
        " again until %(due)s (Beijing time); later it counts as given up."
    ),
    sms=True,
    say=_due,
)
event(
    "application_accepted",
    title=_("Accepted: %(code)s"),
    text=_("“%(title)s” (%(code)s) passed the screening of eligibility and form and goes on to the review."),
)
event(
    "application_refused",
    title=_("Not passed: %(code)s"),
    text=_("“%(title)s” (%(code)s) did not pass the screening of eligibility and form. Reason: %(reason)s"),
    sms=True,
)
event(
    "application_lapsed",
    title=_("Not corrected in time: %(code)s"),
    text=_("The correction of “%(title)s” (%(code)s) was not handed in in time. The application counts as given up."),
    sms=True,
)
event(
    "refusal_declined",
    title=_("Refusal sent back: %(code)s"),
    text=_("%(colleague)s did not confirm the refusal of “%(title)s” (%(code)s): %(reason)s"),
    mail=False,
)
