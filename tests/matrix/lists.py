"""Ways to make a list show one row and then three, so that a page that asks once per row gives itself away.

A line of the table names one as ``rows=``. Where a list is paged, the page is made short; else rows are added.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.matrix import rows

# How many rows, a patch of the test -> what to add to the address.
Rows = Callable[[int, pytest.MonkeyPatch], str]


def portal_page(shown: int, patch: pytest.MonkeyPatch) -> str:
    """The lists of the portal."""
    patch.setattr("portal.views.frame.PER_PAGE", shown)
    return ""


def api_page(shown: int, patch: pytest.MonkeyPatch) -> str:
    """The lists of the API."""
    return f"?page_size={shown}"


def admin_page(door: Any) -> Rows:
    """The list of a model in the admin."""

    def show(shown: int, patch: pytest.MonkeyPatch) -> str:
        patch.setattr(door, "list_per_page", shown)
        factory = rows.FEW.get(door.opts.label_lower)
        while factory and door.model._default_manager.count() < shown:
            factory()
        return ""

    return show


def made(factory: Callable[[], Any]) -> Rows:
    """A list without pages: ``factory`` makes one row more for it, called once and then twice more."""

    def show(shown: int, patch: pytest.MonkeyPatch) -> str:
        for _each in range(shown if shown == 1 else shown - 1):
            factory()
        return ""

    return show
