"""One's own data to take along (《个人信息保护法》第四十五条): everything about the person, nothing about others.

Apps above contribute their part with ``contribute``; whatever row of the database names the person and belongs to no
part is listed by kind and number, so that nothing is kept silently.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.traces import device_of, masked_ip
from accounts.models import ApiToken, ClosingRequest, Consent, RoleGrant, SignInRecord, User
from venture.audit.flows import record
from venture.audit.models import AuditEntry
from venture.audit.queries import kind_of
from venture.doors.acts import name_of
from venture.kernel import clock
from venture.notify.models import Message

FORMAT = "venture-own-data/1"
Reader = Callable[[User], Any]
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "mobile": gettext_lazy("Mobile number"),
    "language": gettext_lazy("Language"),
    "large_text": gettext_lazy("Large text"),
    "joined": gettext_lazy("Account opened"),
    "has_password": gettext_lazy("Password set"),
    "role": gettext_lazy("Role"),
    "area": gettext_lazy("Area"),
    "from": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
    "purpose": gettext_lazy("Purpose"),
    "text_version": gettext_lazy("Version of the text"),
    "given": gettext_lazy("Given"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "at": gettext_lazy("Time"),
    "way": gettext_lazy("Way"),
    "outcome": gettext_lazy("Outcome"),
    "network": gettext_lazy("Network"),
    "device": gettext_lazy("Device"),
    "title": gettext_lazy("Title"),
    "since": gettext_lazy("Since"),
    "kind": gettext_lazy("Kind"),
    "added": gettext_lazy("Added"),
    "last_used": gettext_lazy("Last used"),
    "made": gettext_lazy("Made"),
    "asked": gettext_lazy("Asked"),
    "reason": gettext_lazy("Reason"),
    "act": gettext_lazy("Act"),
    "on": gettext_lazy("Record"),
    "record": gettext_lazy("Record"),
    "as": gettext_lazy("As"),
    "number": gettext_lazy("Number"),
    "organisation": gettext_lazy("Organisation"),
    "community": gettext_lazy("Community"),
    "code": gettext_lazy("Code"),
    "state": gettext_lazy("State"),
    "text": gettext_lazy("Text"),
    "address": gettext_lazy("Address"),
    "fields": gettext_lazy("Fields of service"),
    "signed": gettext_lazy("Signed"),
}


@dataclass(frozen=True)
class Part:
    """One part of the export. ``covers`` are the model labels whose rows about the person it shows in full."""

    name: str
    title: Any
    read: Reader
    covers: frozenset[str]


_parts: dict[str, Part] = {}


def contribute(name: str, title: Any, read: Reader, *, covers: tuple[type[Model], ...]) -> None:
    """Add a part. ``read`` returns plain values about this person alone: one object, or a list of like objects.

    ``title`` is a lazily translated heading. Raise ``ValueError`` for a name given twice.
    """
    if name in _parts:
        raise ValueError(f"the part {name} is contributed twice")
    _parts[name] = Part(name, title, read, frozenset(model._meta.label_lower for model in covers))


def own_data(user: User) -> dict[str, Any]:
    """Return everything that is kept about ``user``, as plain values ready for JSON."""
    parts = {part.name: part.read(user) for part in _parts.values()}
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        **parts,
        "named_in": _named_in(user, frozenset().union(*(part.covers for part in _parts.values()))),
    }


def paper_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return the same data as the values of the printed paper, in the active language."""
    titles = {part.name: part.title for part in _parts.values()} | {"named_in": _("Where else you are named")}
    return {
        "title": _("My data"),
        "notes": [_("Made on %(instant)s, Beijing time") % {"instant": _cell(data["made_at"])}],
        "empty": _("Nothing"),
        "sections": [_section(str(title), data[name]) for name, title in titles.items()],
    }


def _section(title: str, part: Any) -> dict[str, Any]:
    if isinstance(part, dict):
        return {"name": title, "rows": [[_label(key), _cell(value)] for key, value in part.items()]}
    if not part:
        return {"name": title, "rows": []}
    keys = list(part[0])
    rows = [[_cell(row.get(key)) for key in keys] for row in part]
    return {"name": title, "head": [_label(key) for key in keys], "rows": rows}


def _label(key: str) -> str:
    return str(LABELS.get(key, key))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and INSTANT.match(value):
        return datetime.fromisoformat(value).astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M")
    return "—" if value in (None, "") else str(value)


def note_export(user: User, form: str) -> None:
    """Write down that the data left, and in which form."""
    record(actor=user, verb="own_data_exported", subject=user, form=form)


def _named_in(user: User, covered: frozenset[str]) -> list[dict[str, Any]]:
    """Return each kind of record that names the person elsewhere: what it is, as what, and how many."""
    found = []
    relations: list[Any] = User._meta.get_fields(include_hidden=True)
    for relation in relations:
        model: Any = relation.related_model
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        if model._meta.auto_created or model._meta.label_lower in covered:
            continue
        number = model._base_manager.filter(**{relation.field.name: user}).count()
        if number:
            found.append(
                {"record": str(model._meta.verbose_name), "as": str(relation.field.verbose_name), "number": number}
            )
    return sorted(found, key=lambda row: (row["record"], row["as"]))


# --- The parts of this app --------------------------------------------------------------------------------------------


def _person(user: User) -> dict[str, Any]:
    return {
        "name": user.display_name,
        "email": user.email,
        "mobile": user.mobile,
        "language": str(dict(settings.LANGUAGES).get(user.locale, user.locale)),
        "large_text": user.large_text,
        "joined": user.date_joined.isoformat(),
        "has_password": user.has_usable_password(),
    }


def _roles(user: User) -> list[dict[str, Any]]:
    grants = RoleGrant.objects.filter(user=user).select_related("area").order_by("pk")
    return [
        {
            "role": grant.get_role_display(),
            "area": grant.area.name if grant.area else _("the whole city"),
            "from": grant.starts_on.isoformat(),
            "until": grant.ends_on.isoformat() if grant.ends_on else None,
        }
        for grant in grants
    ]


def _consents(user: User) -> list[dict[str, Any]]:
    return [
        {
            "purpose": consent.get_purpose_display(),
            "text_version": consent.text_version,
            "given": consent.given_at.isoformat(),
            "withdrawn": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
        }
        for consent in Consent.objects.filter(user=user).order_by("pk")
    ]


def _sign_ins(user: User) -> list[dict[str, Any]]:
    return [
        {
            "at": row.at.isoformat(),
            "way": "、".join(row.ways),
            "outcome": row.get_outcome_display(),
            "network": row.network,
            "device": row.device,
        }
        for row in SignInRecord.objects.filter(user=user)
    ]


def _sessions(user: User) -> list[dict[str, Any]]:
    return [
        {"since": row.created_at.isoformat(), "network": masked_ip(row.ip), "device": device_of(row.user_agent)}
        for row in UserSession.objects.filter(user=user).order_by("pk")
    ]


def _factors(user: User) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.get_type_display(),
            "name": str(row),
            "added": row.created_at.isoformat(),
            "last_used": row.last_used_at.isoformat() if row.last_used_at else None,
        }
        for row in Authenticator.objects.filter(user=user).order_by("pk")
    ]


def _tokens(user: User) -> list[dict[str, Any]]:
    return [
        {"name": row.name, "made": row.created_at.isoformat(), "until": row.expires_at.isoformat()}
        for row in ApiToken.objects.filter(user=user).order_by("pk")
    ]


def _closings(user: User) -> list[dict[str, Any]]:
    return [
        {"asked": row.asked_at.isoformat(), "reason": row.reason}
        for row in ClosingRequest.objects.filter(user=user).order_by("pk")
    ]


def _messages(user: User) -> list[dict[str, Any]]:
    return [{"at": row.created_at.isoformat(), "title": row.title} for row in Message.objects.filter(person=user)]


def _acts(user: User) -> list[dict[str, Any]]:
    """Return the person's own acts: when, what, on which kind of record. The content may concern others."""
    rows = AuditEntry.objects.filter(actor=user).order_by("seq").values_list("at", "verb", "subject_label")
    return [{"at": at.isoformat(), "act": name_of(verb), "on": kind_of(label)} for at, verb, label in rows]


contribute("person", gettext_lazy("Profile"), _person, covers=(EmailAddress,))
contribute("roles", gettext_lazy("Roles"), _roles, covers=())
contribute("consents", gettext_lazy("Agreements"), _consents, covers=(Consent,))
contribute("sign_ins", gettext_lazy("Sign-ins"), _sign_ins, covers=(SignInRecord,))
contribute("sessions", gettext_lazy("Where I am signed in"), _sessions, covers=(UserSession,))
contribute("second_factors", gettext_lazy("Second factor"), _factors, covers=(Authenticator,))
contribute("api_tokens", gettext_lazy("API tokens"), _tokens, covers=(ApiToken,))
contribute("closing_requests", gettext_lazy("Requests to close the account"), _closings, covers=())
contribute("messages", gettext_lazy("Messages"), _messages, covers=(Message,))
contribute("acts", gettext_lazy("What I did"), _acts, covers=(AuditEntry,))
