"""The public pages and the desks."""

from collections.abc import Mapping
from typing import Any

from notices.queries import published as published_notices
from projects.queries import published as published_needs
from tests.matrix import rows
from tests.matrix.doors import DoorLine, page, public
from tests.matrix.lists import made, portal_page
from tests.matrix.once import once
from tests.matrix.personas import APPLICANTS, EVERYBODY, OBSERVER
from tests.matrix.table.agreements import a_grant
from tests.matrix.table.closing import running


def open_round() -> Mapping[str, Any]:
    return {"code": "2027"}


def draft_round() -> Mapping[str, Any]:
    """A round that is being prepared: no applicant may know of it."""
    return {"code": rows.round_(state="draft").code}


def a_notice() -> Mapping[str, Any]:
    found = published_notices().first() or rows.notice()
    return {"code": found.series.code, "number": found.number}


def a_need() -> Mapping[str, Any]:
    return {"code": (published_needs().first() or rows.need()).code}


TABLE: dict[str, DoorLine] = {
    "portal:home": public(rows=made(rows.notice)),
    "portal:calls": public(rows=made(rows.round_)),
    "portal:guide": public(keys=open_round, foreign=draft_round),
    "portal:blank-form": public(keys=open_round, foreign=draft_round, screens=False),
    "portal:check": public(keys=open_round, foreign=draft_round),
    "portal:notices": public(rows=portal_page),
    "portal:notice": public(keys=a_notice),
    "portal:notice-content": public(keys=a_notice, screens=False),
    "portal:notice-paper": public(keys=a_notice, screens=False),
    "portal:needs": public(rows=portal_page),
    "portal:need": public(keys=a_need),
    "portal:projects": public(rows=made(running)),
    "portal:project": public(
        keys=lambda: {"code": once(running).project.code}, foreign=lambda: {"code": once(a_grant).project.code}
    ),
    "portal:figures": public(rows=made(running)),
    "portal:open-csv": public(rows=made(running), screens=False),
    "portal:open-json": public(screens=False),
    "portal:help": public(),
    "portal:privacy": public(),
    "portal:accessibility": public(),
    "portal:audit": public(),
    "portal:display": public(methods=frozenset({"POST"}), screens=False),
    "portal:desk": page(*EVERYBODY, screens=False),
    "portal:desk-community": page("community"),
    "portal:desk-applications": page(*APPLICANTS, OBSERVER, rows=made(rows.organization)),
}
