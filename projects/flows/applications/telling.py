"""Who hears of an act on an application, and where the message leads."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from organizations.enums import MemberRole
from organizations.queries import members_as
from projects.models import Project
from venture.notify.flows import tell_all

CONCERNED = (*MemberRole.writers, MemberRole.SIGNATORY.value)


def page_of(name: str, project: Project) -> str:
    """Return the address of one of the application's pages as messages keep it: without the language."""
    with translation.override("zh-hans"):
        return reverse(f"applications:{name}", kwargs={"code": project.code})


def concerned(project: Project, *others: User) -> list[User]:
    """Return who writes or signs for the organisation, and ``others``, each once. One query."""
    people = {person.pk: person for person in members_as(project.organization, CONCERNED)}
    return list({**people, **{person.pk: person for person in others}}.values())


def tell_them(people: Iterable[User], event: str, key: str, project: Project, *, page: str, **facts: Any) -> None:
    """Tell ``people`` of something about the application: its code and name are in every message."""
    title = project.title or project.code
    tell_all(people, event, key, path=page_of(page, project), code=project.code, title=title, **facts)
