"""The budget of an application: members read it, owners and editors write, everybody else finds nothing."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from projects.flows.applications import begin_application
from projects.models import Project
from rounds.models import Round
from tests.matrix.doors import DoorLine, act, form
from tests.matrix.table.applications import nobodys
from venture.kernel import policy

MEMBERS = ("org_owner", "org_editor", "org_signatory", "org_viewer")
WRITERS = ("org_owner", "org_editor")


def draft_of(name: str, part: str) -> Mapping[str, Any]:
    organization = named(name)
    found = Project.objects.filter(organization=organization, state="draft", round__code="2027").first()
    if found is None:
        round_ = Round.objects.get(code="2027")
        found = begin_application(round_id=round_.pk, organization=organization, actor=person(part))
    return {"code": found.code}


def ours() -> Mapping[str, Any]:
    return draft_of(OURS, "org")


def writes(user: Any) -> bool:
    return policy.allows(user, "applications.edit", Project.objects.get(**ours()))


TABLE: dict[str, DoorLine] = {
    "applications:budget": form(*MEMBERS, keys=ours, foreign=nobodys, writers=writes),
    "applications:budget-judge": act(*WRITERS, keys=ours, foreign=nobodys),
    "applications:budget-paste": form(*WRITERS, keys=ours, foreign=nobodys),
}
