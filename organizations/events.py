"""What members of an organisation are told about it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from organizations.enums import Ability, CaseState, SanctionKind, TakeOverState
from venture.doors.templatetags.when import beijing
from venture.notify.registry import event


def _with_state(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "state": CaseState(facts["state"]).label}


def _with_kind(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "kind": SanctionKind(facts["kind"]).label}


def _with_answer(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "state": (TakeOverState.GRANTED if facts["granted"] else TakeOverState.REFUSED).label}


def _with_day(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "usable": date_format(date.fromisoformat(facts["usable"]), "DATE_FORMAT")}


event(
    "case_decided",
    title=_("Verification: %(state)s"),
    text=_("The request of %(name)s was decided: %(state)s. The page of the organisation says what to do next."),
    say=_with_state,
)
event(
    "sanction_entered",
    title=_("An entry that may keep you from applying"),
    text=_("For %(name)s was entered: %(kind)s. Read the grounds and the days; if it is wrong, call the bureau."),
    sms=True,
    say=_with_kind,
)
event(
    "sanction_lifted",
    title=_("An entry was lifted"),
    text=_("For %(name)s was lifted: %(kind)s."),
    say=_with_kind,
)
event(
    "account_proposed",
    title=_("Another bank account is proposed"),
    text=_(
        "For %(name)s an account at %(bank)s ending in %(tail)s is proposed. If none of you did that, call the bureau "
        "at once."
    ),
    sms=True,
    at_once=True,
)
event(
    "account_confirmed",
    title=_("The bank account is confirmed"),
    text=_(
        "Money for %(name)s goes to the account at %(bank)s ending in %(tail)s from %(usable)s. If none of you did "
        "that, call the bureau at once."
    ),
    sms=True,
    at_once=True,
    say=_with_day,
)
event(
    "ownership_offered",
    title=_("You are offered the ownership of an organisation"),
    text=_("%(owner)s offers you the ownership of %(name)s. Accept or decline it on the page of its members."),
)
event(
    "take_over_decided",
    title=_("Your request to take over an organisation: %(state)s"),
    text=_("%(name)s: %(state)s. %(reason)s"),
    sms=True,
    say=_with_answer,
)


def _with_start(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    said = {**facts, "starts": beijing(datetime.fromisoformat(facts["starts"]))}
    return {**said, "field": Ability(facts["field"]).label} if "field" in facts else said


event(
    "training_fits",
    title=_("A training for what you said you need"),
    text=_(
        "“%(title)s”, %(starts)s. You hear of it because %(field)s was among the weakest parts of your last assessment."
    ),
    say=_with_start,
)
event(
    "training_seat",
    title=_("You have a place now"),
    text=_("A place in “%(title)s” became free: %(starts)s, %(place)s. Give it back if you cannot come."),
    sms=True,
    say=_with_start,
)
event(
    "training_changed",
    title=_("A training has another time or place"),
    text=_("“%(title)s”: %(starts)s, %(place)s."),
    sms=True,
    say=_with_start,
)
event(
    "training_cancelled",
    title=_("A training was cancelled"),
    text=_("“%(title)s” does not take place. Reason: %(reason)s"),
    sms=True,
)
event(
    "training_feedback",
    title=_("How was the training?"),
    text=_("You were at “%(title)s”. Say in two taps how it was; the material stands on the same page."),
)
event(
    "mentor_paired",
    title=_("A mentor for your organisation"),
    text=_("%(mentor)s guides %(name)s for %(hours)s hours. The visits stand in your record once you confirm them."),
)
event(
    "mentor_asked",
    title=_("You guide an organisation"),
    text=_("%(name)s is paired with you for %(hours)s hours. Write each visit down on the page."),
)
event(
    "mentor_refused",
    title=_("No mentor was found"),
    text=_("%(name)s: %(reason)s"),
)
event(
    "visit_noted",
    title=_("A visit waits for your word"),
    text=_("%(mentor)s wrote down a visit to %(name)s. Confirm it, and it counts."),
)
