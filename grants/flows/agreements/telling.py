"""Who hears of an act on an agreement, and where the message leads."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from grants.models import Grant
from organizations.queries import signers_of
from projects.flows.applications.telling import concerned
from venture.notify.flows import tell_all


def tell_organization(event: str, key: str, grant: Grant, **facts: Any) -> None:
    """Tell whoever writes or signs for the organisation; the message leads to the page of the agreement."""
    _tell(concerned(grant.project), event, key, grant, facts)


def tell_signers(event: str, key: str, grant: Grant, **facts: Any) -> None:
    """Tell whoever signs for the organisation."""
    _tell(list(signers_of(grant.organization).distinct()), event, key, grant, facts)


def tell_staff(people: list[User | None], event: str, key: str, grant: Grant, **facts: Any) -> None:
    """Tell those of the staff who had a hand in it; the message leads to the desk of the grant."""
    with translation.override("zh-hans"):
        path = reverse("admin:agreement_desk", args=[grant.project.code])
    there = {person.pk: person for person in people if person is not None}
    tell_all(list(there.values()), event, key, path=path, **_named(grant), **facts)


def _tell(people: list[User], event: str, key: str, grant: Grant, facts: dict[str, Any]) -> None:
    with translation.override("zh-hans"):
        path = reverse("grants:agreement", args=[grant.project.code])
    tell_all(people, event, key, path=path, **_named(grant), **facts)


def _named(grant: Grant) -> dict[str, Any]:
    return {"code": grant.project.code, "title": grant.project.title or grant.project.code}
