"""An organisation's own pages. Another organisation's looks missing; staff read it in the admin."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from organizations import flows
from organizations.demo import OTHER, OURS, named
from organizations.models import BankAccount, Invitation, Membership, TakeOver
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.rows import take_over
from venture.kernel import policy

MEMBERS = ("org_owner", "org_editor", "org_signatory", "org_viewer")
NONE = 999_999


def ours() -> Mapping[str, Any]:
    return {"pk": named(OURS).pk}


def nobodys() -> Mapping[str, Any]:
    """An organisation of which no persona is a member."""
    return {"pk": Membership.objects.exclude(organization__name__in=(OURS, OTHER)).earliest("pk").organization_id}


def viewer() -> Mapping[str, Any]:
    return {"pk": Membership.objects.get(organization=named(OURS), user__email="viewer@yunxi.example").pk}


def stranger() -> Mapping[str, Any]:
    return {"pk": Membership.objects.exclude(organization__name__in=(OURS, OTHER)).earliest("pk").pk}


def open_invitation() -> Mapping[str, Any]:
    return {"pk": Invitation.objects.filter(organization=named(OURS)).latest("pk").pk}


def account(name: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    return {"pk": BankAccount.objects.filter(organization=name()["pk"]).latest("pk").pk}


def hand_over() -> Mapping[str, Any]:
    """An offer of ours to the signatory: who offers and who is asked may end it."""
    organization = named(OURS)
    found = organization.hand_overs.filter(ended_at__isnull=True).first()
    if found is None:
        part = organization.memberships.get(user__email="signatory@yunxi.example", ended_at__isnull=True)
        found = flows.offer_ownership(membership_id=part.pk, actor=person("org"))
    return {"pk": found.pk}


def own_take_over() -> Mapping[str, Any]:
    """A request of our owner that waits."""
    found = TakeOver.objects.filter(asked_by=person("org"), state="asked").first() or take_over()
    return {"pk": found.pk}


TABLE: dict[str, DoorLine] = {
    "organizations:new": form(may=lambda user: policy.may(user, "organizations.register")),
    "organizations:take-over": form(may=lambda user: policy.may(user, "take_overs.ask")),
    "organizations:take-over-withdraw": act("org_owner", keys=own_take_over, foreign=lambda: {"pk": NONE}),
    "organizations:own": page(*MEMBERS, keys=ours, foreign=nobodys),
    # Who may only read sees these pages without the form; a POST leads back and moves nothing.
    "organizations:documents": form(*MEMBERS, keys=ours, foreign=nobodys),
    "organizations:records": form(*MEMBERS, keys=ours, foreign=nobodys),
    "organizations:account": form(*MEMBERS, keys=ours, foreign=nobodys),
    "organizations:members": page(*MEMBERS, keys=ours, foreign=nobodys),
    "organizations:change": form("org_owner", "org_editor", keys=ours, foreign=nobodys),
    "organizations:account-act": act(
        "org_owner",
        keys=lambda: {**account(ours), "verb": "withdraw"},
        foreign=lambda: {**account(nobodys), "verb": "withdraw"},
    ),
    "organizations:reveal": act("org_owner", keys=lambda: account(ours), foreign=lambda: account(nobodys)),
    "organizations:hand-over": act("org_owner", keys=viewer, foreign=stranger),
    "organizations:hand-over-answer": act(
        "org_owner",
        "org_signatory",
        keys=lambda: {**hand_over(), "verb": "end"},
        foreign=lambda: {"pk": NONE, "verb": "end"},
    ),
    "organizations:edit": form("org_owner", "org_editor", keys=ours, foreign=nobodys),
    "organizations:ask": act("org_owner", "org_editor", keys=ours, foreign=nobodys),
    "organizations:invite": act("org_owner", keys=ours, foreign=nobodys),
    "organizations:member": act("org_owner", keys=viewer, foreign=stranger),
    # An invitation is to an address: for everybody else the flow says that it is not theirs, and nothing moves.
    "organizations:accept": act(keys=lambda: {"pk": NONE}, post=frozenset({302, 404})),
    "organizations:take-back": act("org_owner", keys=open_invitation, foreign=lambda: {"pk": NONE}),
}
