"""What members of an organisation and staff are told about applications."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from projects.enums import ConsentState
from venture.kernel import clock
from venture.notify.registry import event

INSTANTS = ("at", "until", "closes")


def _read(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put the instants among the facts into Beijing time, in the reader's language."""
    read = {
        name: date_format(datetime.fromisoformat(facts[name]).astimezone(clock.BEIJING), "DATETIME_FORMAT")
        for name in INSTANTS
        if name in facts
    }
    return {**facts, **read}


def _reminding(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    if facts["stands"]:
        then = gettext("Your last hand-in stands if you do nothing.")
    elif facts["left"]:
        then = gettext("Still to be mended: %(left)s.") % {"left": facts["left"]}
    else:
        then = gettext("Everything is filled in: sign and hand in.")
    return {**_read(facts), "then": then}


def _answer(*, granted: bool) -> str:
    return pgettext("extension", "Granted") if granted else pgettext("extension", "Refused")


event(
    "application_sign",
    title=_("Please sign an application"),
    text=_("%(by)s asks you to sign “%(title)s” (%(code)s). The round closes %(closes)s (Beijing time)."),
    say=_read,
)
event(
    "application_signed",
    title=_("Signed: the application can be handed in"),
    text=_("%(by)s signed “%(title)s” (%(code)s). It is not handed in yet."),
)
event(
    "application_submitted",
    title=_("Handed in: %(receipt)s"),
    text=_("“%(title)s” (%(code)s) was handed in at %(at)s (Beijing time). Receipt %(receipt)s."),
    say=_read,
)
event(
    "application_recalled",
    title=_("Called back: %(receipt)s"),
    text=_(
        "%(by)s called “%(title)s” (%(code)s) back to change it. Hand it in again until %(closes)s; otherwise the"
        " last hand-in (%(receipt)s) stands."
    ),
    say=_read,
)
event(
    "application_stands",
    title=_("The last hand-in stands: %(receipt)s"),
    text=_("“%(title)s” (%(code)s) was called back and not handed in again; %(receipt)s counts."),
)
event(
    "application_withdrawn",
    title=_("Withdrawn for good"),
    text=_("%(by)s withdrew “%(title)s” (%(code)s). Reason: %(reason)s"),
)
event(
    "extension_granted",
    title=_("You have more time"),
    text=_("“%(title)s” (%(code)s) can be handed in until %(until)s (Beijing time). Reason: %(reason)s"),
    sms=True,
    say=_read,
)
event(
    "extension_decided",
    title=_("Your request for more time was decided"),
    text=_("%(code)s: %(answer)s"),
    say=lambda facts: {**facts, "answer": _answer(granted=facts["granted"])},
    mail=False,
)

_CLOSING_TITLE = _("“%(title)s” is not handed in yet")
_CLOSING_TEXT = _("The round closes %(closes)s (Beijing time) and %(code)s is not handed in. %(then)s")
# Who did not agree to reminders by mail and SMS finds them in the inbox all the same.
event("application_closes", title=_CLOSING_TITLE, text=_CLOSING_TEXT, say=_reminding)
event("application_closes_tomorrow", title=_CLOSING_TITLE, text=_CLOSING_TEXT, say=_reminding, sms=True)
event("application_closes_inbox", title=_CLOSING_TITLE, text=_CLOSING_TEXT, say=_reminding, mail=False)


def _lending(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "until": date_format(date.fromisoformat(facts["until"][:10]), "DATE_FORMAT")}


def _answering(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "answer": ConsentState(facts["answer"]).label}


event(
    "application_lent",
    title=_("You may look into an application"),
    text=_("You may read “%(title)s” (%(code)s) and its screening until %(until)s."),
    say=_lending,
)
event(
    "consent_asked",
    title=_("A project would like to work in your community"),
    text=_("%(organization)s asks for the community's opinion of “%(title)s”."),
)
event(
    "consent_answered",
    title=_("%(community)s answered: %(answer)s"),
    text=_("The opinion of %(community)s on “%(title)s” (%(code)s): %(answer)s."),
    say=_answering,
)
