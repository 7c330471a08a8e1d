"""Applications from paper, workbooks to load them from, and observers of one application."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.demo import person
from accounts.models import User
from organizations.models import Organization
from projects.flows.observing import lend_application
from projects.models import SHEET_PURPOSE, PaperEntry, Project, ProjectUserObjectPermission, SheetLoad
from rounds.models import Round
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.personas import at_desks
from tests.matrix.table.desks import allowed, none
from tests.matrix.table.screening import case, no_case
from tests.matrix.table.submitting import _personas, application
from venture.files.models import StoredFile
from venture.kernel import clock, policy

ENTERERS = ("operator", "clerk", "district")
_numbers = count(6001)


def entry() -> PaperEntry:
    """Return an entry that nobody of the personas' organisations handed in."""
    found = PaperEntry.objects.order_by("pk").first()
    if found is None:
        other = Organization.objects.filter(state="verified").exclude(memberships__user__in=_personas())[0]
        project = application(organization=other)
        Project.objects.filter(pk=project.pk).update(on_paper=True, received_on=clock.today())
        found = PaperEntry.objects.create(project=project)
    return found


def an_entry() -> Mapping[str, Any]:
    return {"code": entry().project.code}


def sees_entry(user: Any) -> bool:
    return bool(at_desks(user) and policy.allows(user, "papers.view", entry()))


def a_sheet() -> Mapping[str, Any]:
    found = SheetLoad.objects.order_by("pk").first()
    if found is None:
        clerk, number = person("clerk"), next(_numbers)
        file = StoredFile.objects.create(
            key=f"{number:032x}", name="申报汇总.xlsx", kind="xlsx", size=1, sha256="0" * 64, sha256_received="0" * 64,
            purpose=SHEET_PURPOSE, owner=clerk, created_at=clock.now(),
        )  # fmt: skip
        found = SheetLoad.objects.create(
            round=Round.objects.get(code="2027"), file=file, loaded_by=clerk, loaded_at=clock.now()
        )
    return {"pk": found.pk}


def _watcher() -> User:
    """Somebody who is none of the personas: what was lent opens the desk's frame to its holder."""
    return User.objects.create_user(f"watcher{next(_numbers)}@yunxi.example", display_name="观察人")


def an_observer() -> Mapping[str, Any]:
    found = ProjectUserObjectPermission.objects.order_by("pk").select_related("content_object").first()
    found = found or lend_application(
        project_id=case().pk, user_id=_watcher().pk, until=clock.today() + timedelta(days=9), reason="核查",
        actor=person("head"),
    )  # fmt: skip
    return {"code": found.content_object.code, "pk": found.pk}


def observed() -> Mapping[str, Any]:
    return {"code": an_observer()["code"]}


def has(permission: str) -> Callable[[Any], bool]:
    def asked(user: Any) -> bool:
        return bool(at_desks(user) and policy.allows(user, permission, Project.objects.get(**observed())))

    return asked


TABLE: dict[str, DoorLine] = {
    "admin:paper_new": form(*ENTERERS),
    "admin:paper_organization": form(*ENTERERS),
    "admin:paper_desk": page(keys=an_entry, foreign=no_case, may=sees_entry),
    "admin:paper_scan": page(keys=an_entry, foreign=no_case, may=sees_entry, screens=False),
    "admin:paper_act": act(
        keys=lambda: {**an_entry(), "verb": "drop"}, foreign=lambda: {**no_case(), "verb": "drop"}, may=sees_entry
    ),
    "admin:application_observers": form(
        keys=observed, foreign=no_case, may=has("applications.view_observers"), writers=has("applications.lend")
    ),
    "admin:application_end_observer": act(
        keys=an_observer, foreign=lambda: {**no_case(), "pk": 999_999}, may=has("applications.lend")
    ),
    "admin:sheet_new": form(*ENTERERS),
    "admin:sheet_template": page(*ENTERERS, screens=False),
    "admin:sheet_desk": page(keys=a_sheet, foreign=none, may=allowed("sheets.view", SheetLoad, a_sheet)),
    "admin:sheet_act": act(
        keys=lambda: {**a_sheet(), "verb": "take"}, foreign=lambda: {**none(), "verb": "take"},
        may=allowed("sheets.take", SheetLoad, a_sheet),
    ),
}  # fmt: skip
