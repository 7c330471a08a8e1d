"""What members of an organisation and staff are told about applications."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from projects.enums import ConsentState
from venture.kernel import clock
from venture.kernel.money import format_yuan
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
event(
    "resource_published",
    title=_("On the list: %(title)s"),
    text=_("What you offer, “%(title)s” (%(code)s), stands on the public list of resources. Thank you."),
    mail=False,
)
event(
    "resource_returned",
    title=_("Please mend your offer: %(title)s"),
    text=_("%(code)s “%(title)s” is not on the list yet. %(reason)s"),
)
event(
    "resource_wished",
    title=_("%(organization)s would like to use: %(title)s"),
    text=_("%(organization)s asks for “%(title)s” (%(code)s): %(words)s. You decide on the page of your offer."),
)
event(
    "resource_granted",
    title=_("You may use: %(title)s"),
    text=_("%(giver)s lets you use “%(title)s” (%(code)s). Agree on the day with each other."),
)


def _judging(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "until": date_format(date.fromisoformat(facts["until"][:10]), "DATE_FORMAT")}


def _winning(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    if facts["tax"]:
        tax = gettext("The law has %(yuan)s yuan of tax withheld.") % {"yuan": format_yuan(facts["tax"])}
    else:
        tax = gettext("No tax is withheld.")
    return {**facts, "yuan": format_yuan(facts["fen"]), "tax": tax}


event(
    "idea_offered",
    title=_("An organisation would take up your idea"),
    text=_("%(organization)s makes an offer for “%(title)s” (%(code)s). Compare and choose in your own time."),
)
event(
    "idea_offer_taken_back",
    title=_("An offer was taken back"),
    text=_("%(organization)s took its offer for “%(title)s” (%(code)s) back."),
)
event(
    "idea_offer_declined",
    title=_("The offer was declined"),
    text=_("The owner of “%(title)s” (%(code)s) thanks you and declines. Reason: %(reason)s"),
)
event(
    "idea_passed_over",
    title=_("Another organisation was chosen"),
    text=_("The owner of “%(title)s” (%(code)s) chose another offer. Thank you for yours."),
)
event(
    "idea_taken_back",
    title=_("The idea was taken back"),
    text=_("“%(title)s” (%(code)s) is not on the list any more; your offer ends with it."),
)
event(
    "idea_accepted",
    title=_("Your offer was accepted"),
    text=_("You are paired with the owner of “%(title)s” (%(code)s). You now see each other's name and telephone."),
)
event(
    "idea_drafted",
    title=_("Your idea is becoming an application"),
    text=_("%(organization)s began the application with “%(title)s” (%(code)s)."),
)
event(
    "idea_parted",
    title=_("The pair has parted"),
    text=_("“%(title)s” (%(code)s) looks for an organisation again. Reason: %(reason)s"),
)
event(
    "idea_pointed_out",
    title=_("An idea that could be yours"),
    text=_("The owner of “%(title)s” (%(code)s) asks your organisation to look at it: you work in this field."),
)
event(
    "idea_hidden",
    title=_("Your idea is off the page for now"),
    text=_("“%(title)s” (%(code)s): %(reason)s Mend it, then the office puts it back."),
)
event(
    "idea_shown",
    title=_("Your idea is on the page again"),
    text=_("Everybody can read “%(title)s” (%(code)s) again."),
    mail=False,
)
event(
    "ideas_to_judge",
    title=_("Ideas wait for your judgement"),
    text=_("%(round)s: please judge %(ideas)s ideas until %(until)s. You do not see whose they are."),
    say=_judging,
)
event(
    "idea_prized",
    title=_("Your idea wins a prize: %(prize)s"),
    text=_(
        "“%(title)s” (%(code)s) wins the %(prize)s, %(yuan)s yuan. %(tax)s The office will ask you for an account;"
        " it never asks by telephone."
    ),
    say=_winning,
)
event(
    "idea_not_prized",
    title=_("Your idea stays on the list"),
    text=_(
        "“%(title)s” (%(code)s) won no prize in %(round)s. It goes on looking for an organisation and can go with the"
        " next call."
    ),
)
