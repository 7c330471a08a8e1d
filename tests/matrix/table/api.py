"""The API. A signed-in person reads what the pages show; tokens and scopes are held by tests/api."""

from collections.abc import Mapping
from typing import Any

from tests.matrix import rows
from tests.matrix.doors import WRITE, DoorLine, api, public
from tests.matrix.lists import api_page
from tests.matrix.once import once
from tests.matrix.table.portal import a_notice, draft_round, open_round
from venture.kernel import policy


def notice() -> Mapping[str, Any]:
    keys = a_notice()
    return {"series": keys["code"], "number": keys["number"]}


def written() -> Mapping[str, Any]:
    return {"pk": once(rows.notice).pk}


def sees(user: Any) -> bool:
    return policy.allows(user, "notices.view_staff", once(rows.notice))


def notice_act() -> DoorLine:
    return api(may=sees, keys=written, foreign=lambda: {"pk": 999_999_999}, methods=frozenset({"POST"}))


TABLE: dict[str, DoorLine] = {
    "api:rounds": api(rows=api_page),
    "api:round": api(keys=open_round, foreign=draft_round),
    "api:notices": api(rows=api_page),
    "api:notice": api(keys=notice, foreign=lambda: {"series": "2999", "number": 1}),
    "api:staff-notices": api(methods=WRITE, writers=lambda user: policy.may(user, "notices.draft")),
    "api:notice-needs": notice_act(),
    "api:notice-propose": notice_act(),
    "api:notice-publish": notice_act(),
    "api:notice-send-back": notice_act(),
    "api:schema": api(public=True),
    "api-docs": public(),
}
