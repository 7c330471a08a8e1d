"""What people are told about their account. Each can be an attack: it goes to every address that the person has."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.queries.people import holders_of
from venture.notify.registry import audience, event

audience("keepers", lambda: holders_of(Role.SYSTEM_ADMIN))


def _with_role(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "role": Role(facts["role"]).label}


def _with_day(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**facts, "until": date_format(date.fromisoformat(facts["until"][:10]), "DATE_FORMAT")}


event(
    "contact_changed",
    title=_("Your number or address was changed"),
    text=_("Your account is now reached at %(new)s. If that was not you, call the sponsor at once."),
    sms=True,
    at_once=True,
)
event(
    "password_changed",
    title=_("Your password was changed"),
    text=_("The password of your account was changed. If that was not you, sign in with a code and set a new one."),
    sms=True,
    at_once=True,
)
event(
    "factor_added",
    title=_("A second factor was added"),
    text=_("A second factor was added to your account. If that was not you, call the sponsor at once."),
    sms=True,
    at_once=True,
)
event(
    "factor_removed",
    title=_("A second factor was removed"),
    text=_("A second factor was removed from your account. If that was not you, call the sponsor at once."),
    sms=True,
    at_once=True,
)
event(
    "recovery_codes_made",
    title=_("New recovery codes were made"),
    text=_("Your earlier recovery codes are void. If that was not you, call the sponsor at once."),
    sms=True,
    at_once=True,
)
event(
    "role_given",
    title=_("You have a new role"),
    text=_("You now hold the role “%(role)s”."),
    say=_with_role,
)
event(
    "keeper_appointed",
    title=_("A role was given on the server"),
    text=_("%(holder)s now holds the role “%(role)s”. It was given on the server, by no second person: ask why."),
    sms=True,
    at_once=True,
    say=_with_role,
)
event(
    "role_ended",
    title=_("A role has ended"),
    text=_("You no longer hold the role “%(role)s”. You were signed out everywhere."),
    say=_with_role,
)
event(
    "role_lent",
    title=_("A role was lent to you"),
    text=_("%(lender)s lent you the role “%(role)s”. What you do in it is recorded as done in that person's place."),
    say=_with_role,
)
event(
    "role_lent_out",
    title=_("You lent a role"),
    text=_("%(colleague)s now acts in your role “%(role)s”. You can take it back at any time."),
    say=_with_role,
)
event(
    "role_taken_back",
    title=_("A lent role was taken back"),
    text=_("The lending of the role “%(role)s” has ended."),
    say=_with_role,
)
event(
    "recovery_asked",
    title=_("Somebody asked to remove your second factor"),
    text=_("If that was not you, call the sponsor at once: two members of staff decide about it."),
    sms=True,
    at_once=True,
)
event(
    "recovery_done",
    title=_("Your second factor was removed"),
    text=_("Two members of staff removed your second factor. Sign in and set up a new one."),
    sms=True,
    at_once=True,
)
event(
    "round_lent",
    title=_("You may look into a round"),
    text=_("You may read “%(round)s” until %(until)s."),
    say=_with_day,
)
event(
    "recovery_refused",
    title=_("Your second factor stays"),
    text=_("The request to remove your second factor was refused. Call the sponsor if you need help."),
    sms=True,
    at_once=True,
)
