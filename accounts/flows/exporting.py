"""One's own data to take along (《个人信息保护法》第四十五条): everything about the person, nothing about others.

Apps above contribute their part with ``contribute``; whatever row of the database names the person and belongs to no
part is listed by kind and number, so that nothing is kept silently.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.domain.traces import device_of, masked_ip
from accounts.models import ApiToken, ClosingRequest, Consent, RoleGrant, SignInRecord, User
from venture.audit.flows import record
from venture.audit.models import AuditEntry
from venture.kernel import clock

FORMAT = "venture-own-data/1"
Reader = Callable[[User], Any]


@dataclass(frozen=True)
class Part:
    """One part of the export. ``covers`` are the model labels whose rows about the person it shows in full."""

    name: str
    read: Reader
    covers: frozenset[str]


_parts: dict[str, Part] = {}


def contribute(name: str, read: Reader, *, covers: tuple[type[Model], ...]) -> None:
    """Add a part. ``read`` returns plain values (text, numbers, lists, objects) about this person alone.

    Raise ``ValueError`` for a name given twice.
    """
    if name in _parts:
        raise ValueError(f"the part {name} is contributed twice")
    _parts[name] = Part(name, read, frozenset(model._meta.label_lower for model in covers))


def own_data(user: User) -> dict[str, Any]:
    """Return everything that is kept about ``user``, as plain values ready for JSON."""
    parts = {part.name: part.read(user) for part in _parts.values()}
    return {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        **parts,
        "named_in": _named_in(user, frozenset().union(*(part.covers for part in _parts.values()))),
    }


def note_export(user: User, form: str) -> None:
    """Write down that the data left, and in which form."""
    record(actor=user, verb="own_data_exported", subject=user, form=form)


def _named_in(user: User, covered: frozenset[str]) -> list[dict[str, Any]]:
    """Return each kind of record that names the person elsewhere: what it is, as what, and how many."""
    found = []
    for relation in User._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.label_lower in covered:
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
        "language": user.locale,
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
            "way": row.method,
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


def _acts(user: User) -> list[dict[str, Any]]:
    """Return the person's own acts: when, what, on which kind of record. The content may concern others."""
    rows = AuditEntry.objects.filter(actor=user).order_by("seq").values_list("at", "verb", "subject_label")
    return [{"at": at.isoformat(), "act": verb, "on": label} for at, verb, label in rows]


contribute("person", _person, covers=(EmailAddress,))
contribute("roles", _roles, covers=())
contribute("consents", _consents, covers=(Consent,))
contribute("sign_ins", _sign_ins, covers=(SignInRecord,))
contribute("sessions", _sessions, covers=(UserSession,))
contribute("second_factors", _factors, covers=(Authenticator,))
contribute("api_tokens", _tokens, covers=(ApiToken,))
contribute("closing_requests", _closings, covers=())
contribute("acts", _acts, covers=(AuditEntry,))
