"""The admin: its own pages by hand, every model's pages by rule from the permissions that its door declares.

The rule proves that the pages keep to the declared permission; which roles hold it, by test_rights.py.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin

from tests.matrix.doors import POST_ANSWERS, READ, WRITE, DoorLine, library, nobody, page
from tests.matrix.lists import admin_page
from tests.matrix.personas import AT_DESKS, at_desks
from venture.doors.admin import StaffAdmin
from venture.kernel import policy

NO_ROW = 999_999_999


def pages() -> dict[str, DoorLine]:
    lines: dict[str, DoorLine] = {}
    for model, door in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        path = f"admin/{model._meta.app_label}/{model._meta.model_name}/<path:object_id>/"
        assert isinstance(door, StaffAdmin), f"{model} came into the admin without declared permissions"
        lines |= _declared(name, door)
        # Django's shortcut without a page of its own: it leads to the change page, which asks for the right.
        lines[f"admin:{path}"] = library(public=False, who=AT_DESKS, keys=lambda: {"object_id": NO_ROW}, screens=False)
    return lines


def _declared(name: str, door: StaffAdmin) -> dict[str, DoorLine]:
    view, change, add = door.view_permission, door.change_permission, door.add_permission
    row = _first_row(door)
    of_row = {"keys": row, "foreign": lambda: {"object_id": NO_ROW}, "may": _of_row(view, door, row)}
    return {
        f"{name}_changelist": DoorLine(may=_at_all(view), methods=WRITE, rows=admin_page(door)),
        f"{name}_add": DoorLine(may=_may(add), methods=WRITE, **_post(door, "add_view")),
        f"{name}_change": DoorLine(
            **of_row,
            methods=WRITE if change else READ,
            writers=_of_row(change, door, row) if change else None,
            **_post(door, "change_view"),
        ),
        f"{name}_history": DoorLine(**of_row),
        f"{name}_delete": nobody(keys=row),
    }


def _at_all(permission: str) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.condition(user, permission) != policy.NOBODY


def _may(act: str | None) -> Callable[[Any], bool]:
    return lambda user: act is not None and at_desks(user) and policy.may(user, act)


def _of_row(permission: str | None, door: StaffAdmin, row: Callable[[], Mapping[str, Any]]) -> Callable[[Any], bool]:
    def asked(user: Any) -> bool:
        if permission is None or not at_desks(user):
            return False
        found = door.model._default_manager.filter(pk=row()["object_id"]).first()
        return found is not None and policy.allows(user, permission, found)

    return asked


def _first_row(door: StaffAdmin) -> Callable[[], Mapping[str, Any]]:
    def row() -> Mapping[str, Any]:
        first = door.model._default_manager.order_by("pk").first()
        return {"object_id": first.pk if first else NO_ROW}

    return row


def _post(door: StaffAdmin, view: str) -> dict[str, Any]:
    """A door that leads to a page of its own may take no POST at the stock address."""
    own = getattr(type(door), view) is not getattr(StaffAdmin, view)
    return {"post": POST_ANSWERS | {405}} if own else {}


TABLE: dict[str, DoorLine] = {
    "admin:index": page(*AT_DESKS),
    "admin:login": library(screens=False),
    "admin:logout": page(*AT_DESKS, methods=frozenset({"POST"}), screens=False),
    # Without a field and a word it has nothing to offer; what it offers is held by tests/cockpit.
    "admin:autocomplete": page(*AT_DESKS, get=frozenset({404}), screens=False),
    "admin:jsi18n": page(*AT_DESKS, screens=False),
    "admin:admin/(?P<url>.*)$": nobody(keys=lambda: {"url": "nowhere/"}),
    **pages(),
}
