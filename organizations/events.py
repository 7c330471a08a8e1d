"""What members of an organisation are told about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from organizations.enums import CaseState, SanctionKind, TakeOverState
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
