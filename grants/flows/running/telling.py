"""Who hears of what happens to a running project, and where the message leads."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from accounts.queries.people import holders_of
from grants.models import Grant
from organizations.enums import MemberRole
from organizations.queries import members_as
from venture.notify.flows import tell_all

WRITERS = (MemberRole.OWNER, MemberRole.EDITOR, MemberRole.FINANCE)
READERS = (Role.CLERK, Role.OPERATOR)


def tell_organization(grant: Grant, event: str, key: str, *, page: str = "desk", **facts: Any) -> None:
    """Tell who writes for the organisation. The project's code and title are in every message."""
    with translation.override("zh-hans"):
        path = reverse(f"grants:{page}", args=[grant.project.code])
    people = members_as(grant.organization, WRITERS)
    tell_all(people, event, key, path=path, code=grant.project.code, title=grant.project.title, **facts)


def tell_staff(grant: Grant, event: str, key: str, *, but: User | None = None, **facts: Any) -> None:
    """Tell clerks and operators that something waits for them."""
    with translation.override("zh-hans"):
        path = reverse("admin:project_desk", args=[grant.project.code])
    people = [each for each in holders_of(*READERS) if but is None or each.pk != but.pk]
    tell_all(people, event, key, path=path, code=grant.project.code, title=grant.project.title, **facts)
