"""Applications: members of the organisation read, owners and editors write; for everybody else they look missing."""

from collections.abc import Mapping
from typing import Any

from organizations.demo import OTHER, OURS, named
from organizations.models import Membership, Organization
from projects.flows import applications as flows
from projects.models import Project
from rounds.models import Round
from tests.matrix.doors import DoorLine, act, form, page
from venture.kernel import policy

MEMBERS = ("org_owner", "org_editor", "org_signatory", "org_viewer")
WRITERS = ("org_owner", "org_editor")


def _of(organization: Organization) -> Project:
    """Return the organisation's application in the open round, begun now where there is none."""
    round_ = Round.objects.get(code="2027")
    found = organization.projects.filter(round=round_, state="draft").first()
    if found is not None:
        return found
    owner = organization.memberships.filter(role="owner", ended_at__isnull=True).earliest("pk").user
    return flows.begin_application(round_id=round_.pk, organization=organization, actor=owner)


def ours() -> Mapping[str, Any]:
    return {"code": _of(named(OURS)).code}


def nobodys() -> Mapping[str, Any]:
    """An application of an organisation of which no persona is a member."""
    part = Membership.objects.exclude(organization__name__in=(OURS, OTHER)).filter(organization__state="verified")
    return {"code": _of(part.earliest("pk").organization).code}


def writes(user: Any) -> bool:
    return policy.allows(user, "applications.edit", _of(named(OURS)))


TABLE: dict[str, DoorLine] = {
    # Who writes for no organisation is told how to; a POST names the organisation and finds none.
    "applications:new": form(data=lambda: {"round": "2027", "organization": named(OURS).pk}, writers=writes),
    "applications:overview": page(*MEMBERS, keys=ours, foreign=nobodys),
    "applications:section": form(
        *MEMBERS, keys=lambda: {**ours(), "section": "risks"}, foreign=lambda: {**nobodys(), "section": "risks"},
        writers=writes,
    ),
    "applications:aside": act(
        *WRITERS, keys=lambda: {**ours(), "pk": 999_999}, foreign=lambda: {**nobodys(), "pk": 999_999},
        post=frozenset({404}),
    ),
    "applications:files": page(*MEMBERS, keys=ours, foreign=nobodys),
    "applications:file": act(*WRITERS, keys=ours, foreign=nobodys, data=lambda: {"act": "remove", "paper": "0"}),
    "applications:check": page(*MEMBERS, keys=ours, foreign=nobodys),
    "applications:print": page(*MEMBERS, keys=ours, foreign=nobodys),
    "applications:history": page(*MEMBERS, keys=ours, foreign=nobodys),
    "applications:draft-text": page(*MEMBERS, keys=ours, foreign=nobodys, screens=False),
    "applications:draft-json": page(*MEMBERS, keys=ours, foreign=nobodys, screens=False),
}  # fmt: skip
