"""What every page of an organisation shares: its row under a right, its tabs, the way back."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations import queries
from venture.doors.web import RowDoor
from venture.kernel import policy

TABS = (
    ("own", _("Overview")),
    ("documents", pgettext_lazy("organisation", "Papers")),
    ("records", _("Inspections and entries")),
    ("account", _("Bank account")),
    ("members", _("Members")),
    ("social-workers", _("Social workers")),
    ("capacity", _("Capacity building")),
)


class Own(RowDoor):
    """A page of one organisation, for its members. ``tab`` names the page that stands open."""

    permission = "organizations.view_own"
    tab = "own"
    request: HttpRequest

    def shape(self) -> Any:
        return queries.for_staff_list()

    def rows(self) -> Any:
        rows = self.shape()
        for name, permission in (
            ("may_edit", "organizations.change_own"),
            ("may_manage", "organizations.manage_members"),
            ("may_keep", "organizations.keep_documents"),
            ("may_bank", "organizations.manage_account"),
        ):
            rows = policy.with_right(self.request.user, permission, rows, name=name)
        return rows

    def page(self, name: str = "own") -> str:
        return reverse(f"organizations:{name}", args=[self.row.pk])

    @property
    def person(self) -> Any:
        return self.request.user

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        tabs = [(name, label, self.page(name)) for name, label in TABS]
        facts = {"organization": self.row, "tabs": tabs, "tab": self.tab}
        return super().get_context_data(**{**facts, **given})  # type: ignore[misc]
